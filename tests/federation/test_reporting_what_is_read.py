"""A member reports what she reads along of another network, or whom: what becomes of it."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from tests import postbox
from tests.federation.elsewhere import Elsewhere
from tests.federation.reading import uris
from tests.federation.story import known_elsewhere, said_to, somebody_elsewhere
from tests.federation.test_moderating_undone import counted
from tests.federation.test_pages import signed_in
from tests.federation.test_reading_pages import english
from tests.governance.story import reported, second_manager
from tests.leaving.two_accounts import merge
from tests.world import World, settled
from tests.world import member as account_of
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation import queries as federation_queries
from vaknet.domain.federation.models import (
    Following,
    HiddenElsewhere,
    HostLimit,
    Parcel,
    RemoteActor,
    RemotePost,
    ThreadPlace,
)
from vaknet.domain.governance import actions, openly, queries
from vaknet.domain.governance.models import Appeal, Case, Copy, Decision, Forwarded, Report
from vaknet.domain.governance.moderators import deciders
from vaknet.domain.people.models import Block
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import PUBLIC
from vaknet.interfaces.jobs import followups
from vaknet.kit.plain import plain

WHY = "Dit is reclame."


@pytest.fixture
def post(fatma: Actor) -> RemotePost:
    return said_to(fatma, name="Over eiken", attachments=[])


def report(by: Actor, about: RemotePost | RemoteActor, **more: Any) -> Report:
    told = {"reason": "selling", "text": "Mijn buurman verkoopt dit."} | more
    return actions.report_elsewhere(by, about=about, **told)


def hide(world: World, case: Case) -> Decision:
    return actions.decide(world.moderator, case=case, kind="hide", reason=WHY)


def happened(verb: str) -> None:
    for one in Activity.objects.filter(verb=verb):
        followups.run(one.pk)


def told() -> list[dict[str, Any]]:
    return [json.loads(bytes(row.content)) for row in Parcel.objects.order_by("pk")]


def person_link(member: Actor, path: str) -> str:
    found = re.search(r'href="(/melden/elders/wie/[^"]+)"', english(member).get(path).text)
    assert found is not None
    return found[1]


def test_she_reports_by_the_page_and_a_moderator_reads_it_as_it_was(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    path = f"/melden/elders/{post.pk}/"
    assert f'href="{path}"' in english(fatma).get(f"/elders/{post.pk}/").text
    form = english(fatma).get(path).text
    for words in (
        "Over eiken",
        "De eiken staan er goed bij.",
        "This network may tell their own network by itself",
        "only where five members or more can read it",
        "A manager here may pass it on to them, without your name and your own words.",
    ):
        assert words in form
    assert re.search(r'name="forward"[^>]*>', form)
    assert not re.search(r'name="forward"[^>]* checked', form)
    assert english(fatma).post(path, {"reason": ""}).status_code == 422
    sent = {"reason": "selling", "text": "Reclame.", "forward": "on"}
    answer = english(fatma).post(path, sent, follow=True)
    assert "Thank you. A moderator looks at it." in answer.text
    RemotePost.objects.all().delete()
    case = Case.objects.get()
    page = english(world.moderator).get("/beheer/meldingen/").text
    for words in ("Over eiken", "De eiken staan er goed bij.", "@iris.elders@elders.example"):
        assert words in page
    for words in ("Ask for a change", "Limit the account", "Fatma", "member since"):
        assert words not in page
    assert "netwerk=elders.example" in page
    assert queries.waiting(world.moderator).get() == case
    assert not queries.waiting(world.marit).exists()  # a steward, not a manager


def test_it_goes_on_in_the_name_of_the_network_and_once(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    read_by_many(world)
    report(fatma, post, forward=True)
    report(fatma, post, forward=True)
    report(world.peter, post, forward=True)
    happened("reported")
    happened("reported")
    [flag] = told()
    assert flag["object"] == [post.author.uri, post.uri]
    assert flag["type"] == "Flag"
    assert "/users/" not in flag["actor"]
    for secret in ("buurman", "Fatma", fatma.handle, fatma.federated_id.token):
        assert secret not in json.dumps(flag, ensure_ascii=False)
    assert flag["content"] == "Het verkoopt iets"
    assert Forwarded.objects.get().by is None
    case = Case.objects.get()
    assert case.reports.count() == 2
    page = english(world.moderator).get(case_page()).text
    assert "This network told their own network by itself on" in page
    actions.forward_report(world.moderator, case=case, text="Kijk hier eens naar.")
    with pytest.raises(Refused):
        actions.forward_report(world.moderator, case=case, text="En nog eens.")
    happened("forwarded_report")
    happened("reported")
    assert [one["content"] for one in told()] == ["Het verkoopt iets", "Kijk hier eens naar."]
    page = english(world.moderator).get(case_page()).text
    assert "Passed on to their own network on" in page
    assert "Tell their network" not in page
    assert english(world.moderator).get("/beheer/logboek/").text.count("Fatma") == 0


def said_also_by(member: Actor) -> Actor:
    known_elsewhere(member)
    said_to(member)
    return member


def read_by_many(world: World) -> list[Actor]:
    """With Fatma they are five."""
    others = [world.peter, world.joost, world.marit, world.noor]
    for member in others:
        said_to(member)
    return others


def test_her_report_does_not_tell_who_reads_alone(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    """Iris may know that Fatma is the only one here who follows her."""
    report(fatma, post, forward=True)
    others = read_by_many(world)
    Following.objects.filter(follower=others[0]).update(until=timezone.now())
    report(others[1], post, forward=True)
    Block.objects.create(actor=others[2], other=post.author.actor)
    Following.objects.filter(follower=others[0]).update(until=None)
    report(others[3], post, forward=True)
    happened("reported")
    assert (told(), Forwarded.objects.exists()) == ([], False)
    assert "Tell their network" in english(world.moderator).get(case_page()).text
    Block.objects.all().delete()
    federation.hide_elsewhere(uri=post.author.uri, at=timezone.now())
    happened("reported")
    assert told() == []
    federation.show_elsewhere(uri=post.author.uri, at=timezone.now())
    happened("reported")
    assert len(told()) == 1


def forget_cases() -> None:
    Case.objects.all().delete()
    Activity.objects.filter(verb="reported").delete()


def case_page() -> str:
    return f"/beheer/meldingen/{Case.objects.get().pk}/"


def test_of_a_person_and_of_what_is_for_followers_a_manager_decides(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    read_by_many(world)
    report(fatma, post.author, forward=True)
    said_to(fatma, 2, to=f"{post.author.uri}/followers")
    report(fatma, few := RemotePost.objects.latest("pk"), forward=True)
    happened("reported")
    assert told() == []
    link = person_link(fatma, "/ik/instellingen/andere-netwerken/volgen/")
    for path in (link, f"/melden/elders/{few.pk}/"):
        page = english(fatma).get(path).text
        assert 'name="forward"' not in page
        assert "A manager here may pass it on to them" in page
    RemotePost.objects.all().delete()
    happened("reported")
    assert told() == []


def test_who_reports_learns_nothing_of_how_many_read_it(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    """The same words after the same statements."""
    path, answers = f"/melden/elders/{post.pk}/", set()
    for is_by_many in (False, True):
        if is_by_many:
            read_by_many(world)
        forget_cases()
        client = english(fatma)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(path, {"reason": "selling", "forward": "on"})
            number = len(asked)
        happened("reported")
        page = client.get(answer["Location"]).text
        [said] = re.findall(r"Thank you[^<]*", page)
        answers.add((number, said))
        assert Forwarded.objects.exists() == is_by_many
    assert len(answers) == 1


def test_what_stands_in_a_conversation_is_read_by_all_who_read_that(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    reply = RemotePost.objects.create(
        uri=f"{post.uri}/1",
        author=somebody_elsewhere("Eve", host="elders.example"),
        kind="Note",
        page=post.page,
        is_public=True,
        published=timezone.now(),
    )
    ThreadPlace.objects.create(start=post, post=reply)
    assert federation_queries.members_reading(reply) == 1
    read_by_many(world)
    report(fatma, reply, forward=True)
    happened("reported")
    assert told()[0]["object"] == [reply.author.uri, reply.uri]


def test_not_when_she_does_not_want_it_nor_where_nothing_goes(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    read_by_many(world)
    said = report(fatma, post)
    report(fatma, post, forward=True)  # twice is once: also the wish
    happened("reported")
    actions.take_back_report(fatma, report=said)
    happened("reported")
    assert told() == []
    report(fatma, post, forward=True)
    actions.take_back_report(fatma, report=said)
    happened("reported")
    assert told() == []
    report(fatma, post, forward=True)
    happened("reported")
    assert len(told()) == 1
    forget_cases()
    HostLimit.objects.create(host="elders.example", kind="suspend")
    assert 'name="forward"' not in english(fatma).get(f"/melden/elders/{post.pk}/").text
    report(fatma, post, forward=True)
    happened("reported")
    assert not Forwarded.objects.exists()


def test_what_is_hidden_nobody_reads_also_when_it_comes_again(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    peter = said_also_by(world.peter)
    other = said_to(fatma, 2)
    hide(world, report(fatma, post).case)
    assert (uris(fatma), uris(peter)) == ([other.uri], [other.uri])
    said_to(fatma, name="Over eiken, nog eens", updated="2026-12-01T08:00:00Z")
    assert uris(fatma) == [other.uri]
    for path in (f"/elders/{post.pk}/", f"/melden/elders/{post.pk}/"):
        assert english(fatma).get(path).status_code == 404
    ThreadPlace.objects.create(start=other, post=post)
    assert "nog eens" not in english(fatma).get(f"/elders/{other.pk}/").text
    with pytest.raises(RemotePost.DoesNotExist):
        report(fatma, post)


def test_whoever_reported_hears_of_it_and_the_author_does_not(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    hide(world, report(fatma, post).case)
    happened("decided_case")
    mail.outbox.clear()
    postbox.empty()
    assert told() == []
    assert [letter.to for letter in mail.outbox] == [[fatma.account.email]]
    made = Decision.objects.get()
    assert WHY in signed_in(fatma).get(f"/ik/besluiten/{made.pk}/").text
    assert signed_in(world.joost).get(f"/ik/besluiten/{made.pk}/").status_code == 404


def test_left_she_appeals_and_another_manager_hides_it(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    peter = second_manager(world.peter)
    case = report(fatma, post).case
    made = actions.decide(world.moderator, case=case, kind="leave", reason="Dit mag.")
    other = report(fatma, said_to(fatma, 2)).case
    appeal = actions.appeal(fatma, decision=made, text="Het is reclame.")
    assert "De eiken" in english(peter).get(f"/beheer/bezwaren/{appeal.pk}/").text
    actions.decide_appeal(peter, appeal=appeal, upheld=False, reason="Ja, toch.")
    case.refresh_from_db()
    assert (case.closed_at, other.closed_at) == (None, None)
    actions.decide(peter, case=case, kind="hide", reason=WHY, after=made.pk)
    assert post.uri not in uris(fatma)


def test_hidden_by_mistake_it_is_shown_again(fatma: Actor, post: RemotePost, world: World) -> None:
    case = report(fatma, post).case
    path = f"/beheer/meldingen/{case.pk}/"
    manager = english(world.moderator)
    assert "Show it again" not in manager.get(path).text
    with pytest.raises(Refused):
        actions.show_again(world.moderator, case=case, reason="Het mag.")
    sent = {"kind": "hide", "reason": WHY, "after": ""}
    assert "Who reported it hears why" in manager.post(path, sent, follow=True).text
    assert uris(fatma) == []
    assert "Nobody here reads it any more." in manager.get(path).text
    assert manager.post(f"{path}tonen/", {"again-reason": ""}).status_code == 422
    assert english(fatma).post(f"{path}tonen/", {"again-reason": "x"}).status_code == 404
    assert manager.post(f"{path}tonen/", {"again-reason": "Het mag."}).status_code == 303
    assert uris(fatma) == [post.uri]
    last = Decision.objects.latest("pk")
    assert "Het mag." in signed_in(fatma).get(f"/ik/besluiten/{last.pk}/").text
    hide(world, report(fatma, post).case)  # a new case
    assert HiddenElsewhere.objects.count() == 2


def test_somebody_there_is_reported_and_all_of_hers_goes(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    """Also what she passes on; by others it is read on."""
    iris, eve = post.author, somebody_elsewhere("Eve", host="elders.example")
    link = person_link(fatma, "/ik/instellingen/andere-netwerken/volgen/")
    assert "Iris Elders" in english(fatma).get(link).text
    assert english(fatma).post(link, {"reason": "hate"}).status_code == 303
    case = Case.objects.get()
    actions.forward_report(world.moderator, case=case, text="Kijk hier eens naar.")
    happened("forwarded_report")
    assert told()[0]["object"] == [iris.uri]
    assert plain(case.copy.title, 100) == "Iris Elders (@iris.elders@elders.example)"
    passed = said_to(fatma, 2)
    RemotePost.objects.filter(pk=passed.pk).update(author=eve)
    both = said_to(fatma, 3)
    RemotePost.objects.filter(pk=both.pk).update(author=eve)
    moment = timezone.now()
    Following.objects.create(follower=fatma, followed=eve, token="x", since=moment)
    federation.bring_post(post=RemotePost.objects.get(pk=both.pk), by=eve, activity="", at=moment)
    hide(world, case)
    assert uris(fatma) == [both.uri]
    assert "Iris" not in english(fatma).get("/elders/").text.partition("<ul class=")[2]


def test_what_is_hidden_is_not_found_by_its_address_either(there: Elsewhere, fatma: Actor) -> None:
    kwast = there.someone("kwast")
    sent = {"uri": kwast.id}
    assert "Kwast" in english(fatma).post("/authorize_interaction", sent).text
    note = {"id": f"{kwast.id}/1", "type": "Note", "attributedTo": kwast.id, "to": PUBLIC}
    there.serve("/users/kwast/1", note | {"content": "<p>Koop hier</p>"})
    hers = {"uri": note["id"]}
    assert "Koop hier" in english(fatma).post("/authorize_interaction", hers).text
    HiddenElsewhere.objects.create(uri=kwast.id)
    for asked in (sent, hers):
        answer = english(fatma).post("/authorize_interaction", asked)
        found = "Kwast" in answer.text or "Koop hier" in answer.text
        assert (answer.status_code, found) == (422, False)


def test_nobody_reports_what_she_does_not_read(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    """A number tells nothing, and a link works for her alone."""
    link = person_link(fatma, "/ik/instellingen/andere-netwerken/volgen/")
    for member in (world.peter, world.joost):
        for path in (f"/melden/elders/{post.pk}/", "/melden/elders/999999/", link, f"{link[:-2]}/"):
            assert english(member).get(path).status_code == 404
            assert english(member).post(path, {"reason": "hate"}).status_code == 404
        with pytest.raises(RemotePost.DoesNotExist):
            report(member, post)
    assert not Case.objects.exists()
    RemoteActor.objects.update(gone_at=timezone.now())
    assert 'name="forward"' not in english(fatma).get(f"/melden/elders/{post.pk}/").text


def test_what_stands_in_the_conversation_too(fatma: Actor, post: RemotePost, world: World) -> None:
    moment = timezone.now()
    more = {"author": post.author, "kind": "Note", "page": post.page, "is_public": True}
    more |= {"published": moment, "html": "<p>Nee</p>"}
    reply = RemotePost.objects.create(uri=f"{post.uri}/1", **more)
    ThreadPlace.objects.create(start=post, post=reply)
    path = f"/melden/elders/{reply.pk}/"
    assert f'href="{path}"' in english(fatma).get(f"/elders/{post.pk}/").text
    assert english(fatma).post(path, {"reason": "hate"}).status_code == 303
    assert Case.objects.get().elsewhere == reply.uri
    assert ">Nee<" in english(world.moderator).get("/beheer/meldingen/").text.replace("\n", "")
    RemotePost.objects.filter(pk=reply.pk).update(is_public=False)
    assert english(fatma).get(path).status_code == 404


def test_reasons_and_days_are_those_of_all_reports(fatma: Actor, post: RemotePost) -> None:
    for odd in ({"reason": "x"}, {"reason": "other", "text": ""}):
        with pytest.raises(Refused):
            report(fatma, post, **odd)
    for number in range(2, 22):
        report(fatma, said_to(fatma, number))
    with pytest.raises(Refused, match="a lot today"):
        report(fatma, post)
    assert Case.objects.count() == 20


def test_of_two_at_once_there_is_one_case(fatma: Actor, post: RemotePost, world: World) -> None:
    case = report(fatma, post).case
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(elsewhere=post.uri)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(elsewhere="https://x.example/", answer=world.answer)
    own = reported(world.joost, world.answer).case
    assert own.elsewhere == ""
    with pytest.raises(Refused):
        actions.decide(world.moderator, case=case, kind="remove", reason=WHY)


def test_the_copy_goes_when_nobody_can_appeal_any_more(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    decided, waiting = report(fatma, post).case, report(fatma, said_to(fatma, 2)).case
    appealed = report(fatma, said_to(fatma, 3)).case
    hide(world, decided)
    made = actions.decide(world.moderator, case=appealed, kind="leave", reason="Dit mag.")
    actions.appeal(fatma, decision=made, text="Nee.")
    later = timezone.now() + timedelta(days=184)
    actions.forget_copies(now=timezone.now())
    assert Copy.objects.count() == 3
    with travel(later):
        actions.forget_copies(now=later)
        assert set(Copy.objects.values_list("case", flat=True)) == {waiting.pk, appealed.pk}
        assert english(world.moderator).get(f"/beheer/meldingen/{decided.pk}/").status_code == 200
        Appeal.objects.update(decided_at=later)
        actions.forget_copies(now=later)
    assert Copy.objects.get().case == waiting


def test_shown_again_later_the_copy_stays_as_long_as_one_can_appeal(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    case = report(fatma, post).case
    hide(world, case)
    later = timezone.now() + timedelta(days=180)
    with travel(later):
        actions.show_again(world.moderator, case=case, reason="Het mag.")
        actions.forget_copies(now=later + timedelta(days=10))
        assert Copy.objects.exists()
        actions.forget_copies(now=later + timedelta(days=184))
        assert not Copy.objects.exists()


def test_the_one_manager_decides_what_she_reported_of_elsewhere(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    """With a second one it is for that one, and what stands here is not hers to decide."""
    manager = said_also_by(world.moderator)
    case = report(manager, post).case
    here = reported(manager, world.answer).case
    happened("reported")
    assert list(deciders(case)) == [manager]
    assert not deciders(here).exists()
    assert list(queries.waiting(manager)) == [case]
    path = f"/beheer/meldingen/{case.pk}/"
    assert english(manager).get(path).status_code == 200
    peter = second_manager(world.peter)
    assert (list(deciders(case)), list(queries.waiting(peter))) == ([peter], [case, here])
    assert not queries.waiting(manager).exists()
    assert english(manager).get(path).status_code == 404
    assert actions.relieve_manager(handle=peter.handle)
    hide(world, case)
    assert post.uri not in uris(fatma)


def test_what_all_managers_reported_any_of_them_decides(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    """Rather another than the first, and the log says that she reported it."""
    peter, manager = second_manager(said_also_by(world.peter)), said_also_by(world.moderator)
    case = report(manager, post).case
    own = reported(manager, world.answer).case
    assert list(deciders(case)) == [peter]
    report(peter, post)
    reported(peter, world.answer)
    assert {*deciders(case)} == {peter, manager}
    for one in (peter, manager):
        assert list(queries.waiting(one)) == [case]  # and not what stands here
        assert english(one).get(f"/beheer/meldingen/{own.pk}/").status_code == 404
    pages = {one: english(one).get(case_page_of(case)).text for one in (peter, manager)}
    assert all("You reported this yourself." in text for text in pages.values())
    first = [one for one, text in pages.items() if "You were the first" in text]
    assert first == [manager]
    noor = second_manager(world.noor)
    assert (list(deciders(case)), list(queries.waiting(peter))) == ([noor], [])
    assert "You reported this" not in english(noor).get(case_page_of(case)).text
    assert actions.relieve_manager(handle=noor.handle)
    actions.decide(peter, case=case, kind="leave", reason="Dit mag.")
    log = english(manager).get("/beheer/logboek/").text
    assert log.count("reported it too: nobody was left who did not") == 1


def test_who_reported_it_from_two_accounts_was_not_before_others(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    manager = said_also_by(world.moderator)
    double = said_also_by(settled(account_of("Ingrid Bosch", "ingrid@thuis.example")))
    case = report(manager, post).case
    report(double, post)
    assert queries.case(manager, case.pk).was_first
    merge(manager, double)
    assert not queries.case(manager, case.pk).was_first


def case_page_of(case: Case) -> str:
    return f"/beheer/meldingen/{case.pk}/"


def test_who_appeals_does_not_decide_on_that_while_somebody_else_can(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    peter, manager = second_manager(said_also_by(world.peter)), said_also_by(world.moderator)
    case = report(manager, post).case
    report(peter, post)
    made = actions.decide(peter, case=case, kind="leave", reason="Dit mag.")
    appeal = actions.appeal(manager, decision=made, text="Het is reclame.")
    assert ([*queries.appeals_waiting(peter)], queries.appeals_waiting(manager)) == ([appeal], [])
    mail.outbox.clear()
    happened("appealed")
    postbox.empty()
    assert [letter.to for letter in mail.outbox] == [[peter.account.email]]
    assert actions.relieve_manager(handle=peter.handle)
    assert queries.appeals_waiting(manager) == [appeal]


def test_the_log_does_not_tell_who_reported_after_she_decided(
    fatma: Actor, post: RemotePost, world: World
) -> None:
    peter, manager = second_manager(said_also_by(world.peter)), said_also_by(world.moderator)
    case = report(fatma, post).case
    made = actions.decide(peter, case=case, kind="leave", reason="Dit mag.")
    appeal = actions.appeal(fatma, decision=made, text="Het is reclame.")
    actions.decide_appeal(manager, appeal=appeal, upheld=False, reason="Ja, toch.")
    report(peter, post)
    assert "reported it too" not in english(manager).get("/beheer/logboek/").text


def test_shown_again_later_it_does_not_change_the_figures_of_before(
    fatma: Actor, post: RemotePost, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openly, "FEW", 1)
    with travel(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        case = report(fatma, post).case
        hide(world, case)
    before = counted(2)
    assert before == {"reports": 1, "hide": 1}
    with travel(datetime(2026, 8, 4, 12, tzinfo=UTC)):
        actions.show_again(world.moderator, case=case, reason="Het mag.")
    assert (counted(2), counted(3)) == (before, {"taken_back": 1})
    mail.outbox.clear()
    happened("decided_case")
    postbox.empty()
    assert {tuple(letter.to) for letter in mail.outbox} == {(fatma.account.email,)}
