"""Mastodon reports somebody, and not only what she said: that is a case of its own for managers."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.federation import going_out
from tests.federation.conftest import BASE
from tests.federation.story import somebody_elsewhere
from tests.federation.test_arriving import address
from tests.federation.test_arriving_words import does
from tests.federation.test_handling import id_of
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation.models import RemoteActor
from vaknet.domain.governance import actions, queries
from vaknet.domain.governance.actions.leaving import erase_party
from vaknet.domain.governance.models import Case
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.interfaces.federation import who
from vaknet.interfaces.jobs import followups

NOTHING = "it reports nothing of ours"
WHY = "Zie de huisregels."


def flags(by: RemoteActor, *about: str, **more: Any) -> str:
    return does(by, "Flag", list(about), **{"content": "Reclame"} | more)


def test_an_account_alone_is_a_case_for_managers(
    fatma: Actor, wout: RemoteActor, world: World
) -> None:
    assert flags(wout, id_of(fatma)) == ""
    assert flags(wout, id_of(fatma)) == ""
    other = somebody_elsewhere("Eva Elders", host="elders.example")
    assert flags(other, f"{BASE}/ap/things/{'A' * 22}", "https://x.example/1", id_of(fatma)) == ""
    case = Case.objects.get()
    assert (case.author, case.is_account, case.thing) == (fatma, True, None)
    assert [one.text for one in case.reports.order_by("pk")] == [
        "bouw.example: Reclame",
        "elders.example: Reclame",
    ]
    assert list(queries.waiting(world.moderator)) == [case]
    assert list(queries.waiting(world.noor)) == []
    assert queries.case(world.moderator, case.pk).kinds == ["leave", "limit"]


def test_what_of_hers_stands_here_goes_before(
    asked: Question, fatma: Actor, wout: RemoteActor
) -> None:
    assert flags(wout, id_of(fatma), address(asked)) == ""
    assert Case.objects.get().thing == asked


def test_what_guests_cannot_read_keeps_nothing_else_from_managers(
    asked: Question, fatma: Actor, open_group: Group, wout: RemoteActor, world: World
) -> None:
    other = going_out.asked(world.noor, open_group)
    gone, stands = address(asked), address(other)
    knowledge.withdraw_question(world.noor, question=asked)
    assert flags(wout, gone) == NOTHING
    assert flags(wout, gone, stands) == ""
    assert Case.objects.get().thing == other
    assert flags(wout, gone, id_of(fatma)) == ""
    assert Case.objects.get(is_account=True).author == fatma


def test_who_is_nobody_elsewhere_stays_nobody(
    world: World, open_group: Group, wout: RemoteActor
) -> None:
    for about in (world.peter, who.network(), world.group.actor):
        assert flags(wout, id_of(about)) == NOTHING
    for address_of in (f"{BASE}/ap/{'A' * 22}", f"{BASE}/@peter/", wout.uri, "https://x.example/"):
        assert flags(wout, address_of) == NOTHING
    assert not Case.objects.exists()


def test_a_manager_limits_her_and_she_can_appeal(
    fatma: Actor, wout: RemoteActor, world: World
) -> None:
    flags(wout, id_of(fatma))
    case, ingrid = Case.objects.get(), signed_in(world.moderator)
    page = ingrid.get(f"/beheer/meldingen/{case.pk}/").text
    assert "It is about the account as such" in page
    assert f'href="/@{fatma.handle}/">Look at the profile</a>' in page
    assert "Nobody hears of it." in page
    assert page.count("bouw.example: Reclame") == 1
    sent = {"kind": "limit", "days": "7", "reason": WHY}
    assert ingrid.post(f"/beheer/meldingen/{case.pk}/", sent).status_code == 303
    decided = Activity.objects.get(verb="decided_case")
    assert len(followups.letters_to(fatma, decided)) == 1
    decision = queries.about_me(fatma).get()
    answer = signed_in(fatma).get(f"/ik/besluiten/{decision.pk}/")
    assert WHY in answer.text
    said = actions.appeal(fatma, decision=decision, text="Het klopt niet.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason=WHY)
    assert flags(wout, id_of(fatma)) == ""
    assert Case.objects.filter(closed_at=None).count() == 1


def test_a_group_is_left_and_looked_at_again(
    open_group: Group, wout: RemoteActor, world: World
) -> None:
    flags(wout, id_of(open_group.actor))
    case = Case.objects.get()
    page = signed_in(world.moderator).get("/beheer/meldingen/").text
    assert "It is about the group as such" in page
    assert f'href="/g/{open_group.actor.handle}/">Look at the group</a>' in page
    assert queries.case(world.moderator, case.pk).kinds == ["leave"]
    left = actions.decide(world.moderator, case=case, kind="leave", reason=WHY)
    said = actions.appeal(wout.actor, decision=left, text="Kijk nog eens.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason=WHY)
    case.refresh_from_db()
    assert case.closed_at is None


def test_whoever_left_is_no_case_any_more(fatma: Actor, wout: RemoteActor, world: World) -> None:
    flags(wout, id_of(fatma))
    erase_party(actor=fatma, former=world.peter)
    assert list(queries.waiting(world.moderator)) == []
    assert Case.objects.get().reports.get().text == ""


def test_very_many_cost_as_much_as_two(fatma: Actor, wout: RemoteActor) -> None:
    flags(wout, id_of(fatma))
    seen = []
    for half in (1, 50):
        ours = [f"{BASE}/ap/things/{number:022d}" for number in range(half)]
        with CaptureQueriesContext(connection) as statements:
            told = [*ours, *(f"https://x.example/{number}" for number in range(half))]
            assert flags(wout, *told) == NOTHING
        seen.append(len(statements))
    assert seen[0] == seen[1]
