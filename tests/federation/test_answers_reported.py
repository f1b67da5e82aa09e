"""Another network reports what a member answered there: moderators here decide about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from tests import postbox
from tests.federation.going_out import read
from tests.federation.story import known_elsewhere, said_to, somebody_elsewhere
from tests.federation.taking_part import english, press, sent
from tests.federation.test_answering_elsewhere import WORDS, answered
from tests.federation.test_arriving_words import does
from tests.governance.story import reported, second_manager
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation import rules
from vaknet.domain.federation.models import AnswerElsewhere, HostLimit, RemoteActor, RemotePost
from vaknet.domain.governance import actions, openly, queries
from vaknet.domain.governance.models import Case, Copy, Decision, Report
from vaknet.domain.governance.moderators import deciders
from vaknet.domain.knowledge.models import WritingLimit
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

NOTHING = "it reports nothing of ours"
WHY = "Zo praten we niet met elkaar (huisregel 2)."


@pytest.fixture
def row(fatma: Actor) -> AnswerElsewhere:
    return answered(fatma, said_to(fatma))


def at(row: AnswerElsewhere) -> str:
    return rules.id_of_words(row.token)


def flag(by: RemoteActor, *about: str, content: str = "Dit is grof") -> str:
    return does(by, "Flag", list(about), content=content)


def case_of(by: RemoteActor, row: AnswerElsewhere) -> Case:
    assert flag(by, rules.id_of(row.address.token), at(row)) == ""
    return Case.objects.latest("pk")


def letters(verb: str) -> list[Any]:
    mail.outbox.clear()
    for one in Activity.objects.filter(verb=verb):
        followups.run(one.pk)
    postbox.empty()
    return list(mail.outbox)


def removed(world: World, case: Case) -> Decision:
    """By two managers."""
    peter = second_manager(world.peter)
    made = actions.decide(world.moderator, case=case, kind="remove", reason=WHY)
    return actions.confirm_removal(peter, decision=made)


def test_it_waits_for_managers_with_a_copy_of_the_words(
    row: AnswerElsewhere, wout: RemoteActor, world: World
) -> None:
    case = case_of(wout, row)
    assert flag(wout, at(row)) == ""  # twice is once
    said = case.reports.get()
    assert (said.text, case.author) == ("bouw.example: Dit is grof", row.person)
    assert [one.to for one in letters("reported")] == [[world.moderator.account.email]]
    assert (list(deciders(case)), list(queries.waiting(world.moderator))) == (
        [world.moderator],
        [case],
    )
    assert not queries.waiting(world.marit).exists()  # a steward: it stands in no group
    AnswerElsewhere.objects.update(text="Andere woorden")
    page = english(world.moderator).get("/beheer/meldingen/").text
    for words in (
        "Hier ook.",
        "Fatma",
        "Dit is grof",
        "It is an answer to somebody at elders.example, for everybody.",
        "Read what it answers on elders.example",
        "Nobody hears of it.",
        "It does not come back",
    ):
        assert words in page
    for words in ("Andere woorden", "Ask for a change", 'value="hide"', "Tell their network"):
        assert words not in page
    assert f'href="{row.page}"' in page
    for kind in ("hide", "change"):
        with pytest.raises(Refused, match="Choose what you decide"):
            actions.decide(world.moderator, case=case, kind=kind, reason=WHY)


def test_its_author_is_told_that_it_is_taken_back_and_why(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    case = case_of(wout, row)
    peter = second_manager(world.peter)
    path = f"/beheer/meldingen/{case.pk}/"
    given = {"kind": "remove", "reason": WHY, "days": 7, "after": ""}
    answer = english(world.moderator).post(path, given, follow=True)
    assert "Sent. Who wrote it hears why, unless you left it." in answer.text
    assert (sent("Delete"), read(at(row)).status_code) == ([], 200)
    assert "It waits for a second manager." in english(world.moderator).get(path).text
    assert english(peter).post(f"{path}bevestigen/").status_code == 303
    [told] = sent("Delete")
    assert told["went to"] == [row.author.inbox]
    assert (told["object"]["id"], told["actor"]) == (at(row), rules.id_of(row.address.token))
    assert read(at(row)).status_code == 410
    [letter] = letters("confirmed_removal")
    assert letter.to == [fatma.account.email]
    for words in (
        "We took back what you answered",
        WHY,
        "It does not come back by itself.",
    ):
        assert words in f"{letter.subject}\n{letter.body}"
    assert sent("Create")[-1]["went to"] == [row.author.inbox]  # who reported hears nothing
    page = english(fatma).get(f"/ik/besluiten/{Decision.objects.get().pk}/").text
    for words in (WHY, "Hier ook.", "It does not come back by itself", f'href="{row.page}"'):
        assert words in page
    assert "It was taken back." in english(peter).get(path).text
    assert "Hier ook." not in english(fatma).get("/elders/gezegd/").text
    log = english(peter).get("/beheer/logboek/").text
    assert "Removal carried out" in log


def test_she_appeals_and_wins_and_it_stays_gone(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    made = removed(world, case_of(wout, row))
    noor = second_manager(world.noor)
    path = f"/ik/besluiten/{made.pk}/"
    assert english(fatma).post(path, {"text": "Het was een grap."}).status_code == 303
    [appeal] = queries.appeals_waiting(noor)
    asked = f"/beheer/bezwaren/{appeal.pk}/"
    page = english(noor).get(asked).text
    assert "there it does not come back, whatever you decide" in page
    assert "Hier ook." in page
    given = {"outcome": "undone", "reason": "Het was een grap."}
    assert english(noor).post(asked, given).status_code == 303
    assert "Elsewhere it stays gone. You can say it again." in english(fatma).get(path).text
    [letter] = letters("decided_appeal")
    assert "Elsewhere your answer stays gone. You can say it again." in letter.body
    assert (len(sent("Delete")), read(at(row)).status_code) == (1, 410)
    again = federation.answer_elsewhere(fatma, post=RemotePost.objects.get(), text=WORDS.strip())
    assert again.pk != row.pk


def test_left_it_stays_and_is_reported_anew(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    case = case_of(wout, row)
    made = actions.decide(world.moderator, case=case, kind="leave", reason="Dit mag.")
    assert letters("decided_case") == []
    assert sent("Delete") == []
    assert english(fatma).get(f"/ik/besluiten/{made.pk}/").status_code == 404
    assert "Dit mag." not in english(fatma).get("/ik/meldingen/").text
    assert read(at(row)).status_code == 200
    again = case_of(wout, row)
    assert again != case
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(answer_elsewhere=row)
    told = {"elsewhere": "https://x.example/", "closed_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(answer_elsewhere=row, **told)


def test_words_of_later_stand_below_those_that_were_reported(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    changed = "Its author changed it since it was reported first."
    case = case_of(wout, row)
    path = f"/beheer/meldingen/{case.pk}/"
    assert changed not in english(world.moderator).get(path).text
    federation.change_answer_elsewhere(fatma, pk=row.pk, text="Nu anders gezegd.")
    page = english(world.moderator).get(path).text
    assert changed in page
    assert "Nu anders" not in page  # nobody reported these
    assert flag(wout, at(row)) == flag(wout, at(row)) == ""
    page = english(world.moderator).get(path).text
    assert page.index("Hier ook.") < page.index("Nu anders gezegd.")
    assert page.count("Nu anders gezegd.") == 1
    assert Report.objects.count() == 1


def test_what_was_changed_after_a_decision_says_so(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    case = case_of(wout, row)
    second_manager(world.peter)
    actions.decide(world.moderator, case=case, kind="remove", reason=WHY)
    assert not queries.case(world.peter, case.pk).is_changed
    federation.change_answer_elsewhere(fatma, pk=row.pk, text="Nu anders gezegd.")
    assert queries.case(world.peter, case.pk).is_changed


def test_her_account_is_limited_as_for_what_stands_here(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    case = case_of(wout, row)
    made = actions.decide(world.moderator, case=case, kind="limit", reason=WHY, days=1)
    assert WritingLimit.objects.get().actor == fatma
    assert read(at(row)).status_code == 200
    assert "Hier ook." in english(fatma).get(f"/ik/besluiten/{made.pk}/").text
    assert press(fatma, RemotePost.objects.get(), "answer", text="Nog iets.").status_code == 422


def test_a_manager_who_is_alone_sleeps_on_it(
    row: AnswerElsewhere, wout: RemoteActor, world: World
) -> None:
    case = case_of(wout, row)
    actions.decide(world.moderator, case=case, kind="remove", reason=WHY)
    page = english(world.moderator).get(f"/beheer/meldingen/{case.pk}/").text
    assert "A day after the decision it is carried out" in page
    assert "It waits for a second manager." not in page
    actions.carry_out_lone_removals(now=timezone.now() + timedelta(hours=25))
    assert [one["object"]["id"] for one in sent("Delete")] == [at(row)]


def test_what_its_author_took_back_waits_for_nobody(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    case = case_of(wout, row)
    peter = second_manager(world.peter)
    made = actions.decide(world.moderator, case=case, kind="remove", reason=WHY)
    federation.take_back_answer_elsewhere(fatma, pk=row.pk)
    assert not queries.waiting(peter).exists()
    actions.confirm_removal(peter, decision=made)
    assert len(sent("Delete")) == 1
    assert flag(wout, at(row)) == NOTHING


def test_where_its_network_is_closed_it_is_gone_here_all_the_same(
    row: AnswerElsewhere, wout: RemoteActor, world: World
) -> None:
    HostLimit.objects.create(host="elders.example", kind="suspend", by=world.moderator)
    removed(world, case_of(wout, row))
    assert (sent("Delete"), read(at(row)).status_code) == ([], 410)


def test_what_was_to_one_alone_is_reported_by_her_network_alone(
    fatma: Actor, wout: RemoteActor, world: World
) -> None:
    post = said_to(fatma)
    RemotePost.objects.update(is_public=False)
    row = answered(fatma, post)
    assert flag(wout, at(row)) == NOTHING
    assert not Case.objects.exists()
    other = somebody_elsewhere("Elders", host="elders.example")  # as the network itself reports
    case_of(other, row)
    page = english(world.moderator).get("/beheer/meldingen/").text
    assert "It is an answer to somebody at elders.example, for that one alone." in page


def test_of_what_is_nothing_as_much_is_asked_as_of_what_is_not_hers(
    fatma: Actor, wout: RemoteActor
) -> None:
    post = said_to(fatma)
    gone = answered(fatma, post)
    federation.take_back_answer_elsewhere(fatma, pk=gone.pk)
    RemotePost.objects.update(is_public=False)
    alone = answered(fatma, post, "Voor jou alleen.")
    unknown = rules.id_of_words("x" * 22)
    counts = set()
    for uri in (unknown, at(gone), at(alone), f"{unknown}x"):
        with CaptureQueriesContext(connection) as asked:
            assert flag(wout, uri) == NOTHING
        counts.add(len(asked))
    assert len(counts) == 1
    assert not Case.objects.exists()


def test_beside_something_of_ours_both_are_looked_at(
    row: AnswerElsewhere, wout: RemoteActor, world: World
) -> None:
    others = [answered(row.person, RemotePost.objects.get(), "En nog iets.")]
    assert flag(wout, at(row), at(others[0]), "https://elders.example/1", content="") == ""
    assert set(Case.objects.values_list("answer_elsewhere", flat=True)) == {row.pk, others[0].pk}
    assert set(Report.objects.values_list("text", flat=True)) == {"bouw.example"}


def test_the_words_go_with_the_right_to_appeal_and_with_her(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    """Those of the copy and of what was removed; of what she took back before anybody decided the
    copy alone."""
    other = answered(fatma, RemotePost.objects.get(), "En nog iets.")
    third = answered(fatma, RemotePost.objects.get(), "En dit.")
    removed(world, case_of(wout, row))
    for one in (other, third):
        case_of(wout, one)
    federation.take_back_answer_elsewhere(fatma, pk=other.pk)
    later = timezone.now() + timedelta(days=184)
    with travel(later):
        actions.erase_removed_words(now=later)
        actions.forget_copies(now=later)
    texts = dict(AnswerElsewhere.objects.values_list("pk", "text"))
    assert texts == {row.pk: "", other.pk: "En nog iets.", third.pk: "En dit."}
    assert Copy.objects.get().case.answer_elsewhere == third
    leaving.close_account(fatma, answers="stay")
    assert leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    assert not Copy.objects.exists()
    assert not Case.objects.exclude(answer_elsewhere=None).exists()


def test_it_counts_in_the_figures_and_in_what_she_takes_along(
    row: AnswerElsewhere, wout: RemoteActor, fatma: Actor, world: World
) -> None:
    for number in range(4):
        case_of(wout, answered(fatma, RemotePost.objects.get(), f"Nog iets {number}."))
    case_of(wout, row)
    second_manager(world.peter)
    for case in Case.objects.all():
        made = actions.decide(world.moderator, case=case, kind="remove", reason=WHY)
        actions.confirm_removal(world.peter, decision=made)
    with travel(timezone.now() + timedelta(days=100)):
        [quarter] = openly.figures()
    counted = {one.kind: one.number for one in quarter.figures}
    assert (counted["reports"], counted["remove"]) == (5, 5)
    assert WHY in english(fatma).get(f"/ik/besluiten/{Decision.objects.first().pk}/").text  # type: ignore[union-attr]


def test_nobody_decides_on_her_own_and_here_nothing_changes(
    wout: RemoteActor, world: World
) -> None:
    manager = known_elsewhere(world.moderator)
    row = answered(manager, said_to(manager))
    case = case_of(wout, row)
    assert not queries.waiting(manager).exists()
    assert not deciders(case).exists()
    peter = second_manager(world.peter)
    here = reported(world.joost, world.answer).case
    assert list(queries.waiting(peter)) == [case, here]
