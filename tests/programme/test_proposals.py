"""Sessions that members propose: drafts of their own, scores of the organisers, an answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.programme.a_programme import HOUR, Day, published
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.domain.people import actions as people
from vaknet.domain.programme import actions, proposals
from vaknet.domain.programme.models import Proposal, ProposalReview
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db
SAID = {"title": "Scannen in 3 stappen", "abstract": "Zo deden wij het."}


@pytest.fixture
def day(world: World) -> Day:
    """Marit and Joost organise it; members may propose until next week."""
    day = published(world)
    events.add_organiser(world.marit, event=day.event, organiser=world.joost)
    until = now() + timedelta(days=7)
    actions.open_call(world.marit, event=day.event, open_until=until, text="Vertel!")
    return day


def sent(day: Day, by: Actor) -> Proposal:
    kept = actions.keep_proposal(by, event=day.event, **SAID)
    return actions.send_proposal(by, proposal=kept)


def judged(day: Day, proposal: Proposal) -> None:
    for by in (day.world.marit, day.world.joost):
        actions.review_proposal(by, proposal=proposal, score=4)


def accept(by: Actor, day: Day, proposal: Proposal) -> Proposal:
    at = day.event.starts_at + 4 * HOUR
    return actions.accept_proposal(
        by, proposal=proposal, starts_at=at, ends_at=at + HOUR, reply="Graag"
    )


def test_a_draft_is_hers_until_she_sends_it(day: Day) -> None:
    samira, marit = day.world.samira, day.world.marit
    kept = actions.keep_proposal(samira, event=day.event, **SAID)
    assert actions.keep_proposal(samira, event=day.event, **SAID) == kept
    changed = actions.keep_proposal(samira, event=day.event, proposal=kept, title="Scannen")
    assert (changed.pk, str(changed)) == (kept.pk, "Scannen")
    assert proposals.to_review(marit, day.event_for(marit)) == []
    with pytest.raises(Proposal.DoesNotExist):
        proposals.proposal(marit, day.event_for(marit), kept.pk)
    with pytest.raises(Refused, match="Vertel kort"):
        actions.send_proposal(samira, proposal=kept)
    actions.keep_proposal(samira, event=day.event, proposal=kept, **SAID)
    actions.send_proposal(samira, proposal=kept)
    actions.send_proposal(samira, proposal=kept)
    assert proposals.to_review(marit, day.event_for(marit)) == [kept]
    assert proposals.to_review(samira, day.event_for(samira)) == []
    actions.withdraw_proposal(samira, proposal=kept)
    assert list(proposals.my_proposals(samira, day.event)) == []


def test_what_cannot_be_is_refused(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    samira, marit = day.world.samira, day.world.marit
    for minutes in (4, 481):
        with pytest.raises(Refused, match="8 uur"):
            actions.keep_proposal(samira, event=day.event, minutes=minutes, **SAID)
    late = day.event.starts_at + HOUR
    with pytest.raises(Refused, match="eerdere dag"):
        actions.open_call(marit, event=day.event, open_until=late)
    monkeypatch.setattr("vaknet.domain.programme.rules.MOST_PROPOSALS", 0)
    with pytest.raises(Refused, match="al 10"):
        actions.keep_proposal(samira, event=day.event, **SAID)


def test_after_its_last_day_nothing_is_proposed(day: Day) -> None:
    samira = day.world.samira
    kept = actions.keep_proposal(samira, event=day.event, **SAID)
    actions.open_call(day.world.marit, event=day.event, open_until=now() - HOUR)
    assert not proposals.takes_proposals(samira, day.event)
    assert not proposals.takes_proposals(None, day.event)
    for act in (
        lambda: actions.send_proposal(samira, proposal=kept),
        lambda: actions.keep_proposal(samira, event=day.event, title="Nog een"),
    ):
        with pytest.raises(Refused, match="geen onderdelen meer"):
            act()


def test_two_judge_first_and_then_one_answers(day: Day) -> None:
    world = day.world
    proposal = sent(day, world.samira)
    with pytest.raises(Refused, match="2 organisatoren"):
        accept(world.marit, day, proposal)
    actions.review_proposal(world.marit, proposal=proposal, score=5, note="Doen")
    joost = day.event_for(world.joost)
    unseen = proposals.reviews_of(world.joost, joost, proposal)
    assert unseen is not None
    assert (unseen.number, unseen.others, unseen.mean, unseen.may_answer) == (1, [], None, False)
    actions.review_proposal(world.joost, proposal=proposal, score=2)
    actions.review_proposal(world.joost, proposal=proposal, score=4)
    seen = proposals.reviews_of(world.joost, joost, proposal)
    assert seen is not None
    assert ([one.score for one in seen.others], seen.mean, seen.may_answer) == ([5], 4.5, True)
    samira = day.event_for(world.samira)
    assert proposals.reviews_of(world.samira, samira, proposal) is None
    accepted = accept(world.marit, day, proposal)
    assert accept(world.marit, day, proposal) == accepted
    assert accepted.session is not None
    assert accepted.session.published_at is None
    speaker = accepted.session.speakers.get()
    assert (speaker.actor, speaker.is_confirmed) == (world.samira, True)
    with pytest.raises(Refused, match="al op geantwoord"):
        actions.decline_proposal(world.marit, proposal=proposal, reply="Toch niet")
    with pytest.raises(Refused, match="al geantwoord"):
        actions.keep_proposal(world.samira, event=day.event, proposal=proposal, title="Anders")


def test_a_no_has_words(day: Day) -> None:
    world = day.world
    proposal = sent(day, world.samira)
    for by, score in ((world.marit, 1), (world.joost, 2)):
        actions.review_proposal(by, proposal=proposal, score=score)
    with pytest.raises(Refused, match="paar woorden"):
        actions.decline_proposal(world.marit, proposal=proposal, reply=" ")
    declined = actions.decline_proposal(world.marit, proposal=proposal, reply="Vol, helaas")
    assert actions.decline_proposal(world.joost, proposal=proposal, reply="x") == declined
    declined.refresh_from_db()
    assert declined.reply == "Vol, helaas"
    assert declined.is_answered


def test_nobody_judges_her_own(day: Day) -> None:
    proposal = sent(day, day.world.joost)
    joost = day.event_for(day.world.joost)
    assert proposals.reviews_of(day.world.joost, joost, proposal) is None
    with pytest.raises(Refused, match="eigen voorstel"):
        actions.review_proposal(day.world.joost, proposal=proposal, score=5)
    with pytest.raises(Refused, match="1 tot 5"):
        actions.review_proposal(day.world.marit, proposal=proposal, score=6)
    row = actions.review_proposal(day.world.marit, proposal=proposal, score=3)
    assert str(row) == f"review {row.pk}"
    assert accept(day.world.marit, day, proposal).accepted_at is not None


def test_what_goes_with_who_leaves_and_comes_along_with_who_merges(day: Day) -> None:
    world = day.world
    proposal = sent(day, world.samira)
    for by in (world.marit, world.joost):
        actions.review_proposal(by, proposal=proposal, score=3)
    actions.take_over_programmes(kept=world.marit, merged=world.joost, at=now())
    assert ProposalReview.objects.get().reviewer == world.marit
    actions.erase_speaker(actor=world.samira)
    assert not Proposal.objects.exists()


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def test_the_pages_from_a_draft_to_an_answer(day: Day) -> None:
    world = day.world
    samira, marit, joost = (signed_in(one) for one in (world.samira, world.marit, world.joost))
    listed = reverse("proposals", args=[day.event.pk])
    form = {**SAID, "minutes": 45, "needs": "Een scherm"}
    new = reverse("new-proposal", args=[day.event.pk])
    assert samira.get(new).status_code == 200
    assert samira.post(new, {**form, "title": ""}).status_code == 422
    assert samira.post(new, {**form, "abstract": "", "act": "send"}).status_code == 422
    Proposal.objects.all().delete()
    assert samira.post(new, form).status_code == 303
    page = reverse("proposal", args=[day.event.pk, Proposal.objects.get().pk])
    assert marit.get(page).status_code == 404
    assert "Keep as a draft" in samira.get(page).content.decode()
    assert samira.post(page, {**form, "act": "send"}).status_code == 303
    assert SAID["title"] in marit.get(listed).content.decode()
    assert "sent" in samira.get(listed).content.decode()
    assert signed_in(world.bram).get(page).status_code == 404
    assert marit.post(page, {"act": "review"}).status_code == 422
    assert marit.post(page, {"act": "review", "score": 4, "note": "Goed"}).status_code == 303
    assert "Goed" not in joost.get(page).content.decode()
    assert joost.post(page, {"act": "review", "score": 3}).status_code == 303
    assert "Goed" in joost.get(page).content.decode()
    assert "Goed" not in samira.get(page).content.decode()
    at = {"day": day.event.local_start.date().isoformat(), "starts": "13:30", "ends": "14:15"}
    assert joost.post(page, {"act": "accept", **at, "ends": "13:00"}).status_code == 422
    assert joost.post(page, {"act": "decline", "reply": ""}).status_code == 422
    assert joost.post(page, {"act": "dance"}).status_code == 404
    assert joost.post(page, {"act": "accept", **at, "reply": "Graag!"}).status_code == 303
    assert "Graag!" in samira.get(page).content.decode()
    assert "Accepted" in marit.get(page).content.decode()


def test_the_call_is_opened_by_organisers(world: World) -> None:
    day = published(world)
    listed = reverse("proposals", args=[day.event.pk])
    until = {"open_until": (now() + timedelta(days=5)).date().isoformat(), "text": "Kom maar"}
    assert signed_in(world.samira).get(listed).status_code == 404
    assert signed_in(world.marit).post(listed, until).status_code == 303
    assert "Kom maar" in signed_in(world.samira).get(listed).content.decode()
    assert signed_in(world.samira).post(listed, until).status_code == 404
    proposal = sent(day, world.samira)
    page = reverse("proposal", args=[day.event.pk, proposal.pk])
    assert signed_in(world.samira).post(page, {"act": "withdraw"}).status_code == 303
    assert signed_in(world.samira).get(page).status_code == 404


def test_who_speaks_already_at_that_time_is_said_in_words(day: Day) -> None:
    """Also when what she proposed twice is called the same."""
    world = day.world
    for title in (SAID["title"], "Iets anders"):
        proposal = actions.keep_proposal(
            world.samira, event=day.event, title=title, abstract="Zo deden wij het."
        )
        actions.send_proposal(world.samira, proposal=proposal)
    again = sent(day, world.samira)
    first, *others = Proposal.objects.order_by("pk")
    assert again in others
    for one in (first, *others):
        judged(day, one)
    accept(world.marit, day, first)
    for one in others:
        with pytest.raises(Refused, match="Samira El Idrissi spreekt dan"):
            accept(world.marit, day, one)
        one.refresh_from_db()
        assert not one.is_answered


def test_what_two_propose_by_one_title_is_two_sessions(day: Day) -> None:
    first, second = (sent(day, one) for one in (day.world.samira, day.world.noor))
    for one in (first, second):
        judged(day, one)
        accept(day.world.marit, day, one)
        one.refresh_from_db()
    assert first.session is not None
    assert second.session is not None
    assert first.session != second.session
    assert first.session.speakers.get().actor == day.world.samira
    assert second.session.speakers.get().actor == day.world.noor


def test_who_is_kept_apart_from_who_proposed_it_is_not_waited_for(day: Day) -> None:
    world = day.world
    proposal = sent(day, world.samira)
    people.block(world.samira, other=world.joost)
    actions.review_proposal(world.marit, proposal=proposal, score=4)
    assert accept(world.marit, day, proposal).accepted_at is not None


def test_what_she_writes_leaves_an_answer_alone(day: Day) -> None:
    """Of her proposal, held, nothing is written but what she says."""
    samira = day.world.samira
    kept = sent(day, samira)
    with CaptureQueriesContext(connection) as asked:
        actions.keep_proposal(samira, event=day.event, proposal=kept, title="Anders")
    own = [one["sql"] for one in asked if 'programme_proposal"' in one["sql"]]
    assert sum("FOR UPDATE" in sql for sql in own) == 1
    [written] = [sql for sql in own if sql.startswith("UPDATE")]
    assert '"title"' in written
    assert "accepted_at" not in written
    assert "session_id" not in written


def test_the_last_day_of_the_call_is_a_day_there(day: Day) -> None:
    """Late in the evening it is another day here."""
    marit = signed_in(day.world.marit)
    Event.objects.filter(pk=day.event.pk).update(zone="America/Curacao")
    listed = reverse("proposals", args=[day.event.pk])
    last = (now() + timedelta(days=5)).date().isoformat()
    assert marit.post(listed, {"open_until": last}).status_code == 303
    assert f'value="{last}"' in marit.get(listed).content.decode()
    answer = marit.post(listed, {"open_until": "9999-12-31"})
    assert answer.status_code == 422
    assert "Choose another day." in answer.content.decode()
