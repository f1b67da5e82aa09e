"""A session that was held says of who gave it what she knows, to whoever may know of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests import world as w
from tests.events.a_day import a_day
from tests.finding.test_articles import followed
from tests.finding.test_who_can_help import ask, names, reasons
from tests.leaving.two_accounts import merge
from tests.programme.a_programme import HOUR, plan, plan_by
from vaknet.domain.connections import actions as connections
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.domain.finding import actions
from vaknet.domain.finding.actions import indexing
from vaknet.domain.finding.models import Meaning, Passage
from vaknet.domain.finding.queries import Code, Why, explained, who_can_help, who_fit
from vaknet.domain.finding.spoken import unread_sessions
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.programme import actions as programme
from vaknet.domain.programme.models import Session, Speaker
from vaknet.engine.ranking import Kind
from vaknet.interfaces.jobs import clock_of_finding as clock

QUESTION = "Wie weet iets van stikstofdepositie bij dijkverzwaring?"
TITLE = "Stikstofdepositie in de praktijk"
ABSTRACT = "Wat je meet bij dijkverzwaring, en wat je de provincie vertelt."


@pytest.fixture
def world(asked):
    return asked.world


@pytest.fixture
def day(world):
    """Of the group that Marit leads, for all members; published."""
    return events.publish_event(world.marit, event=a_day(world))


def gives(world, day, person, *, title=TITLE, after=1, **said):
    """She is asked, says yes, and it stands in the programme."""
    session = plan(world, day, title, after, abstract=ABSTRACT, **said)
    programme.ask_speaker(world.marit, session=session, handle=person.handle)
    programme.agree_to_speak(person, session=session)
    programme.publish_programme(world.marit, event=day)
    return Session.objects.get(pk=session.pk)


def held(event, *, days=20):
    """As if it was so many days ago."""
    earlier = timedelta(days=days + 14)
    row = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=row.pk).update(
        starts_at=row.starts_at - earlier, ends_at=row.ends_at - earlier
    )
    for one in Session.objects.filter(event=row):
        Session.objects.filter(pk=one.pk).update(
            starts_at=one.starts_at - earlier, ends_at=one.ends_at - earlier
        )
    clock.read_held_sessions(0)


def written():
    rows = Passage.objects.filter(kind=Kind.SESSION).exclude(text="")
    return {row.actor.first_name for row in rows.select_related("actor")}


@pytest.fixture
def given(world, day):
    session = gives(world, day, world.fatma)
    held(day)
    return Session.objects.get(pk=session.pk)


def test_an_event_that_is_called_off_halfway_says_nothing_of_its_first_day(world, day):
    session = gives(world, day, world.fatma)
    ago = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=session.pk).update(starts_at=ago - HOUR, ends_at=ago)
    Event.objects.filter(pk=day.pk).update(starts_at=ago - 2 * HOUR)
    clock.read_held_sessions(0)
    assert written() == {"Fatma"}

    def at_once():
        events.cancel_event(world.marit, event=day)
        assert "Fatma" not in names(ask(world.bram, QUESTION)), "before anything is indexed"

    followed(at_once)
    assert written() == set()


def test_what_is_to_come_says_nothing(world, day):
    session = gives(world, day, world.fatma)
    assert actions.index(session) == []
    assert unread_sessions(timezone.now()) == []
    assert "Fatma" not in names(ask(world.bram, QUESTION))


def test_who_gave_it_is_found_once_it_was_held(world, given):
    assert written() == {"Fatma"}
    assert "Fatma" in names(ask(world.bram, QUESTION))
    with translation.override("en"):
        on = f"{given.local_start:%-d %B}"
        year = f" {given.local_start.year}"
    on += year if given.local_start.year != timezone.localdate().year else ""
    assert reasons(world.bram, QUESTION, "Fatma")[Code.GAVE] == (
        f"Gave the workshop “{TITLE}” on {on}."
    )


@pytest.mark.parametrize(
    ("kind", "lead"), [("talk", "Gave the talk"), ("plenary", "Spoke to everybody in")]
)
def test_what_kind_of_session_it_was_is_said(world, day, kind, lead):
    gives(world, day, world.fatma, kind=kind)
    held(day)
    assert reasons(world.bram, QUESTION, "Fatma")[Code.GAVE].startswith(f"{lead} “{TITLE}”")


def test_several_are_counted_and_the_closest_is_named(world, day):
    gives(world, day, world.fatma)
    gives(world, day, world.fatma, title="Nog eens over stikstofdepositie", after=3)
    held(day)
    told = reasons(world.bram, QUESTION, "Fatma")[Code.GAVE]
    assert told.startswith("Gave 2 sessions on this, the closest: “")


def test_a_break_says_nothing_of_who_stands_above_it(world, day):
    gives(world, day, world.fatma, kind="break")
    held(day)
    assert written() == set()


def test_who_was_asked_and_did_not_say_yes_is_not_found_by_it(world, day):
    session = plan(world, day, TITLE, 1, abstract=ABSTRACT)
    programme.ask_speaker(world.marit, session=session, handle=world.fatma.handle)
    programme.publish_programme(world.marit, event=day)
    held(day)
    assert written() == set()
    assert "Fatma" not in names(ask(world.bram, QUESTION))


def test_somebody_from_elsewhere_is_nobody_here(world, day):
    session = plan(world, day, TITLE, 1, abstract=ABSTRACT)
    programme.name_speaker(world.marit, session=session, name="Mr. A. de Haan")
    programme.publish_programme(world.marit, event=day)
    held(day)
    assert written() == set()


def test_it_is_linked_on_the_page(world, given, client):
    client.force_login(world.bram.account)
    page = client.get("/vraag/", {"q": QUESTION}, headers={"accept-language": "nl"}).text
    address = f"/b/{given.event_id}/programma/{given.pk}/"
    assert f'href="{address}"' in page
    assert "Bekijk de sessie" in page
    assert client.get(address).status_code == 200


def test_who_steps_back_is_found_by_it_no_more_at_once(world, given):
    def at_once():
        programme.decline_to_speak(world.fatma, session=given)
        assert "Fatma" not in names(ask(world.bram, QUESTION)), "before anything is indexed"

    followed(at_once)
    assert written() == set()


def test_her_name_is_off_by_a_button_and_no_organiser_gets_a_letter(
    world, given, client, mailoutbox
):
    client.force_login(world.fatma.account)
    address = f"/b/{given.event_id}/programma/{given.pk}/"
    page = client.get(address, headers={"accept-language": "nl"}).text
    assert "Je sprak hier" in page
    followed(lambda: client.post(address, {"act": "decline"}))
    assert written() == set()
    assert mailoutbox == []
    assert "Je sprak hier" not in client.get(address, headers={"accept-language": "nl"}).text


def test_who_was_taken_off_is_found_by_it_no_more(world, given):
    row = Speaker.objects.select_related("session__event").get(session=given)
    followed(lambda: programme.remove_speaker(world.marit, speaker=row))
    assert written() == set()


def test_who_says_yes_when_it_was_held_is_found_from_then_on(world, day):
    session = plan(world, day, TITLE, 1, abstract=ABSTRACT)
    programme.ask_speaker(world.marit, session=session, handle=world.fatma.handle)
    programme.publish_programme(world.marit, event=day)
    held(day)
    followed(lambda: programme.agree_to_speak(world.fatma, session=session))
    assert written() == {"Fatma"}


def test_changed_words_are_found(world, given):
    Session.objects.filter(pk=given.pk).update(title="Over bevers", abstract="En hun burchten.")
    assert "Fatma" not in names(ask(world.bram, QUESTION)), "before anything is indexed"
    actions.index(given)
    assert "Fatma" in names(ask(world.bram, "Wie weet iets van bevers en burchten?"))


def test_an_event_that_became_one_of_its_group_alone_says_nothing_to_others(world, given):
    assert "Fatma" in names(ask(world.bram, QUESTION))
    Event.objects.filter(pk=given.event_id).update(readers=Event.Readers.GROUP)
    assert "Fatma" not in names(ask(world.bram, QUESTION)), "before anything is indexed"
    actions.index(Event.objects.get(pk=given.event_id))
    assert "Fatma" not in names(ask(world.bram, QUESTION))
    assert "Fatma" in names(ask(world.joost, QUESTION)), "he is in the group"


@pytest.mark.parametrize("readers", ["group", "members"])
def test_the_event_of_a_group_alone_never_tells_others_who_spoke(world, readers):
    """Not by a name, a score, a place, a count, nor a statement more; also where everybody may read
    what that group writes. Its own members find her by it."""
    kring = groups.start_group(world.noor, name="Kring", purpose="Onder elkaar", readers=readers)
    for person in (world.marit, world.fatma):
        w.bring_in(world.noor, kring, person)
    actions.read_unread(1_000)
    before, told = looked_at(world.bram)
    why = who_fit(world.bram, QUESTION, among=[world.fatma.pk, world.noor.pk])
    verdict = explained(world.bram, QUESTION, world.fatma)
    secret_session(world.noor, kring, world.fatma)
    assert written() == {"Fatma"}
    assert "Fatma" in names(ask(world.marit, QUESTION))
    assert looked_at(world.bram) == (before, told)
    assert who_fit(world.bram, QUESTION, among=[world.fatma.pk, world.noor.pk]) == why
    assert explained(world.bram, QUESTION, world.fatma) == verdict
    assert explained(world.marit, QUESTION, world.fatma).verdict.why == Why.FOUND
    actions.index_everything()
    assert looked_at(world.bram)[0] == before
    groups.leave_group(world.marit, group=kring)
    assert "Fatma" not in names(ask(world.marit, QUESTION))


def looked_at(viewer):
    with CaptureQueriesContext(connection) as seen:
        found = who_can_help(viewer, QUESTION)
    people = [(one.actor, one.score, one.reasons) for one in found.people]
    return (people, found.answered), len(seen)


def secret_session(noor, kring, person, *, title=TITLE):
    starts_at = timezone.now() + timedelta(days=14)
    details = events.EventDetails(
        name="Onder elkaar",
        venue="Zolder",
        readers="group",
        starts_at=starts_at,
        ends_at=starts_at + 7 * HOUR,
    )
    event = events.plan_event(noor, details=details, groups_that_hold=[kring])
    session = plan_by(noor, event, title, 1, abstract=ABSTRACT)
    programme.ask_speaker(noor, session=session, handle=person.handle)
    programme.publish_programme(noor, event=event)
    events.publish_event(noor, event=event)
    programme.agree_to_speak(person, session=session)
    held(event)
    return session


def test_a_group_that_opens_its_doors_does_not_open_those_of_its_event(world):
    kring = groups.start_group(world.noor, name="Kring", purpose="Onder elkaar", readers="group")
    w.bring_in(world.noor, kring, world.fatma)
    secret_session(world.noor, kring, world.fatma)
    Group.objects.filter(pk=kring.pk).update(readers="public", admission="open")
    assert "Fatma" not in names(ask(world.bram, QUESTION))


def test_members_who_leave_that_group_unread_do_not_have_it(world):
    kring = groups.start_group(world.noor, name="Kring", purpose="Onder elkaar", readers="group")
    w.bring_in(world.noor, kring, world.fatma)
    secret_session(world.noor, kring, world.fatma)
    among = [world.fatma.pk]
    assert [one.actor for one in who_fit(world.noor, QUESTION, among=among)] == [world.fatma]
    assert who_fit(world.noor, QUESTION, among=among, unread=[kring.pk]) == []


def test_who_is_kept_apart_is_not_found_by_it(world, given):
    connections.part_from(world.bram, other=world.fatma)
    assert "Fatma" not in names(ask(world.bram, QUESTION))


def test_everything_indexed_anew_is_the_same(world, given):
    kept = Passage.objects.exclude(text="").order_by("pk")
    before = list(kept.values_list("pk", "words"))
    actions.index_everything()
    assert [words for _, words in kept.values_list("pk", "words")] == [one for _, one in before]
    assert unread_sessions(timezone.now()) == []


def test_the_clock_reads_what_was_held_once(world, given):
    with CaptureQueriesContext(connection) as seen:
        clock.read_held_sessions(0)
    assert not [one for one in seen if one["sql"].lstrip().upper().startswith("INSERT")]
    assert Passage.objects.filter(kind=Kind.SESSION).count() == 1


def test_what_says_nothing_in_words_is_not_read_again_and_again(world, day):
    session = plan(world, day, "Hoe dan?", 1)
    programme.ask_speaker(world.marit, session=session, handle=world.fatma.handle)
    programme.agree_to_speak(world.fatma, session=session)
    programme.publish_programme(world.marit, event=day)
    held(day)
    assert written() == set()
    assert unread_sessions(timezone.now()) == []


def test_two_accounts_that_gave_it_together_are_one(world, day):
    session = gives(world, day, world.fatma)
    programme.ask_speaker(world.marit, session=session, handle=world.bram.handle)
    programme.agree_to_speak(world.bram, session=session)
    held(day)
    assert written() == {"Fatma", "Bram"}
    merge(world.fatma, world.bram)
    assert Passage.objects.filter(kind=Kind.SESSION).exclude(text="").count() == 1
    assert written() == {"Fatma"}
    assert unread_sessions(timezone.now()) == []


def test_who_left_for_good_leaves_nothing_to_find(world, given):
    leaving.close_account(world.fatma, answers="stay")
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=60))
    assert written() == set()
    actions.index_everything()
    assert written() == set()
    assert indexing.index(given) == []


def test_it_is_read_for_what_it_means(world, given):
    passage = Passage.objects.get(kind=Kind.SESSION)
    assert passage.text == f"{TITLE}\n{ABSTRACT}"
    assert Meaning.objects.filter(passage=passage, digest=passage.digest).exists()
