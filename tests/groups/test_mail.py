"""What a member gets from a group by mail: chosen on the way in, changed later, stopped at once."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.timezone import get_current_timezone, localtime

from tests import postbox
from tests.leaving.two_accounts import OLD, merge
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions
from vaknet.domain.groups.mail import FRIDAY, last_morning, stop_token
from vaknet.domain.groups.models import Group, GroupMembership, Mail
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import clock, followups
from vaknet.interfaces.jobs import groups as jobs

MONDAY = datetime(2026, 11, 30, 12, tzinfo=get_current_timezone())
DAY = timedelta(days=1)
BOTH = "@marit.hoekstra @samira.el.idrissi"
HERE = "/g/vergunningen-toezicht/mail/"


def as_(person: Actor) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def gets(person: Actor, group: Group) -> str:
    return GroupMembership.objects.get(actor=person, group=group, until=None).mail


def stop_link(person: Actor, group: Group) -> str:
    return f"/afmelden/groep/{stop_token(person.account, group.pk)}/"


def mailed() -> dict[str, str]:
    """By the first name of whom it goes to: subject and text."""
    mail.outbox.clear()
    postbox.empty()
    return {one.to[0].split("@")[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}


def morning(number: int = 1) -> datetime:
    """Just after eight on the next working day, or on a later one."""
    day = localtime()
    for _ in range(number):
        day += DAY
        while day.isoweekday() > FRIDAY:
            day += DAY
    return day.replace(hour=8, minute=9)


def in_the_morning(number: int = 1) -> dict[str, str]:
    with time_machine.travel(morning(number)):
        clock.gather_from_groups(0)
        return mailed()


def test_chosen_on_the_way_into_an_open_group(world: World) -> None:
    page = as_(world.bram).get("/g/vergunningen-toezicht/meedoen/").text
    assert "Alles: elke werkdag wat nieuw is" in page
    as_(world.bram).post("/g/vergunningen-toezicht/meedoen/", {"mail": "everything"})
    assert gets(world.bram, world.group) == Mail.EVERYTHING


def test_one_click_in_means_the_issue(world: World) -> None:
    as_(world.bram).post("/g/vergunningen-toezicht/meedoen/")
    assert gets(world.bram, world.group) == Mail.ISSUE


def test_chosen_when_knocking_and_kept_until_let_in(world: World) -> None:
    group = actions.start_group(world.noor, name="Cao", purpose="x", admission="request")
    as_(world.bram).post("/g/cao/meedoen/", {"mail": "mentions", "text": "Dag"})
    actions.let_in(world.noor, request=group.join_requests.get())
    assert gets(world.bram, group) == Mail.MENTIONS


def test_chosen_when_accepting_an_invitation(world: World) -> None:
    group = actions.start_group(
        world.noor, name="Cao", purpose="x", readers="group", admission="hidden"
    )
    actions.invite(world.noor, group=group, person=world.bram)
    as_(world.bram).post(f"/g/{group.actor.handle}/meedoen/", {"mail": "nothing"})
    assert gets(world.bram, group) == Mail.NOTHING


def test_what_nobody_offers_is_not_chosen(world: World) -> None:
    answer = as_(world.bram).post("/g/vergunningen-toezicht/meedoen/", {"mail": "x"})
    assert answer.status_code == 422
    assert not GroupMembership.objects.filter(actor=world.bram).exists()
    with pytest.raises(Refused):
        actions.choose_mail(world.samira, group=world.group, mail="x")


def test_changed_later_on_the_page_of_the_group(world: World) -> None:
    samira = as_(world.samira)
    assert "Per mail: Het nummer" in " ".join(samira.get("/g/vergunningen-toezicht/").text.split())
    assert samira.get(HERE).status_code == 200
    assert samira.post(HERE, {"mail": "x"}).status_code == 422
    assert samira.post(HERE, {"mail": "everything"})["Location"] == "/g/vergunningen-toezicht/"
    assert gets(world.samira, world.group) == Mail.EVERYTHING
    samira.post(HERE, {"mail": "everything"})
    assert Activity.objects.filter(verb="chose_group_mail").count() == 1
    settings = samira.get("/ik/instellingen/").text
    assert HERE in settings
    assert HERE not in as_(world.bram).get("/ik/instellingen/").text


def test_who_is_not_in_it_chooses_nothing(world: World) -> None:
    assert as_(world.bram).get(HERE).status_code == 404
    assert as_(world.bram).post(HERE, {"mail": "issue"}).status_code == 404
    with pytest.raises(Refused):
        actions.choose_mail(world.bram, group=world.group, mail=Mail.ISSUE)


def test_a_link_stops_one_group_and_undoes_it(world: World) -> None:
    other = actions.start_group(world.samira, name="Cao", purpose="x")
    actions.choose_mail(world.samira, group=world.group, mail=Mail.EVERYTHING)
    link = stop_link(world.samira, world.group)
    assert "Mail van Vergunningen &amp; Toezicht stoppen?" in Client().get(link).text
    assert gets(world.samira, world.group) == Mail.EVERYTHING
    stopped = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert "Je krijgt geen mail meer van deze groep" in stopped.text
    assert (gets(world.samira, world.group), gets(world.samira, other)) == ("nothing", "issue")
    assert 'value="everything"' in stopped.text
    assert "weer mail" in Client().post(link, {"again": "everything"}).text
    assert gets(world.samira, world.group) == Mail.EVERYTHING


def test_broken_links_are_all_alike(world: World) -> None:
    gone = stop_token(Account(pk=10**9), world.group.pk)
    pages = [Client().get(f"/afmelden/groep/{one}/") for one in ("x", "1.2~x", gone, f"{gone}x")]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page.text) for page in pages}) == 1


def test_a_link_of_the_whole_mail_is_not_a_link_of_a_group(world: World) -> None:
    from vaknet.domain.people.unsubscribing import unsubscribe_token

    token = unsubscribe_token(world.samira.account)
    assert Client().post(f"/afmelden/groep/{token}/").status_code == 404


def test_an_account_without_a_name_has_no_groups(world: World) -> None:
    knocked = people.knock("nieuw@elders.example", language="nl")
    token = stop_token(knocked, world.group.pk)
    assert Client().get(f"/afmelden/groep/{token}/").status_code == 404


def test_of_a_hidden_group_that_she_left_a_link_tells_nothing(world: World) -> None:
    group = actions.start_group(
        world.noor, name="Kaderleden", purpose="x", readers="group", admission="hidden"
    )
    actions.invite(world.noor, group=group, person=world.bram)
    actions.accept_invitation(world.bram, group=group)
    link = stop_link(world.bram, group)
    actions.leave_group(world.bram, group=group)
    for page in (Client().get(link), Client().post(link)):
        assert page.status_code == 200
        assert "Kaderleden" not in page.text
        assert "geen mail meer van deze groep" in page.text


def test_a_link_from_before_a_merge_still_works(world: World) -> None:
    double = member("Samira Idrissi", OLD)
    actions.join_group(double, group=world.group, mail=Mail.EVERYTHING)
    link = stop_link(double, world.group)
    kept = merge(world.samira, double)
    assert gets(kept, world.group) == Mail.ISSUE
    Client().post(link)
    assert gets(kept, world.group) == Mail.NOTHING


def test_of_two_accounts_the_calmest_choice_stays(world: World) -> None:
    double = member("Samira Idrissi", OLD)
    actions.join_group(double, group=world.group, mail=Mail.NOTHING)
    assert gets(merge(world.samira, double), world.group) == Mail.NOTHING


def test_nothing_is_nothing_also_when_named_or_answered(world: World) -> None:
    asked = knowledge.ask(world.samira, group=world.group, title="Wie weet dit?")
    actions.choose_mail(world.samira, group=world.group, mail=Mail.NOTHING)
    actions.choose_mail(world.marit, group=world.group, mail=Mail.MENTIONS)
    since = Activity.objects.latest("pk").pk
    knowledge.answer(world.joost, question=asked, text="Vraag @samira.el.idrissi.")
    knowledge.ask(world.joost, group=world.group, title="Wie?", body=BOTH)
    for activity in Activity.objects.filter(pk__gt=since):
        followups.run(activity.pk)
    told = mailed()
    assert list(told) == ["marit"]
    assert "/afmelden/groep/" in str(mail.outbox[0].extra_headers["List-Unsubscribe"])
    assert "Stop mail van Vergunningen & Toezicht" in told["marit"]


def test_what_is_new_comes_once_on_a_working_day(world: World) -> None:
    actions.choose_mail(world.samira, group=world.group, mail=Mail.EVERYTHING)
    knowledge.ask(world.joost, group=world.group, title="Wie meet de hoogte?", body="Met *GPS*.")
    knowledge.start_conversation(world.marit, groups=[world.group], title="Nieuwe wet", body="")
    knowledge.ask(world.samira, group=world.group, title="Mijn eigen vraag")
    assert mailed() == {}
    told = in_the_morning()
    assert list(told) == ["samira"]
    assert told["samira"].startswith("2 nieuw in Vergunningen & Toezicht")
    for words in ("Wie meet de hoogte?", "Met GPS.", "Nieuwe wet", "Joost van der Meer"):
        assert words in told["samira"]
    assert "eigen vraag" not in told["samira"]
    assert in_the_morning() == {}
    assert in_the_morning(2) == {}


def test_jobs_that_ran_twice_write_once(world: World) -> None:
    actions.choose_mail(world.samira, group=world.group, mail=Mail.EVERYTHING)
    knowledge.ask(world.joost, group=world.group, title="Wie meet de hoogte?")
    seat = GroupMembership.objects.get(actor=world.samira, group=world.group)
    with time_machine.travel(morning()):
        clock.gather_from_groups(0)
        jobs.gather(seat.pk)
        assert list(mailed()) == ["samira"]
        assert len(mail.outbox) == 1


def test_in_the_weekend_nothing_is_sent(world: World) -> None:
    saturday = MONDAY - 2 * DAY
    friday_at_eight = (saturday - DAY).replace(hour=8)
    assert last_morning(saturday) == last_morning(saturday + DAY) == friday_at_eight
    assert last_morning(MONDAY.replace(hour=7)) == friday_at_eight
    assert last_morning(MONDAY.replace(hour=8)) == MONDAY.replace(hour=8)


def test_she_reads_only_what_is_hers_at_that_moment(world: World) -> None:
    closed = actions.start_group(world.noor, name="Kaderleden", purpose="x", readers="group")
    actions.choose_mail(world.samira, group=world.group, mail=Mail.EVERYTHING)
    knowledge.ask(world.noor, group=closed, title="GEHEIM overleg")
    knowledge.ask(world.joost, group=world.group, title="GEHEIM geblokkeerd")
    knowledge.ask(world.marit, group=world.group, title="GEHEIM gedempt")
    gone = knowledge.ask(world.noor, group=world.group, title="GEHEIM ingetrokken")
    knowledge.ask(world.noor, group=world.group, title="Dit mag ze lezen")
    people.block(world.joost, other=world.samira)
    people.mute(world.samira, other=world.marit)
    knowledge.withdraw_question(world.noor, question=gone)
    told = in_the_morning()
    assert "Dit mag ze lezen" in told["samira"]
    assert "GEHEIM" not in told["samira"]


def test_who_left_or_stopped_is_not_written(world: World) -> None:
    for one in (world.samira, world.marit, world.noor):
        actions.choose_mail(one, group=world.group, mail=Mail.EVERYTHING)
    knowledge.ask(world.joost, group=world.group, title="Wie meet de hoogte?")
    with time_machine.travel(morning()):
        clock.gather_from_groups(0)
        actions.leave_group(world.samira, group=world.group)
        people.stop_mail(world.marit.account)
        Account.objects.filter(actor=world.noor).update(is_active=False)
        assert mailed() == {}


def test_of_before_she_chose_and_of_history_nobody_is_written(world: World) -> None:
    knowledge.ask(world.joost, group=world.group, title="Van eerder")
    actions.choose_mail(world.samira, group=world.group, mail=Mail.EVERYTHING)
    seat = GroupMembership.objects.filter(actor=world.marit, group=world.group)
    seat.update(mail=Mail.EVERYTHING, gathered_until=None)
    assert in_the_morning() == {}
    asked = knowledge.ask(world.joost, group=world.group, title="Van later")
    Question.objects.filter(pk=asked.pk).update(asked_at=morning() + timedelta(hours=1))
    assert sorted(in_the_morning(2)) == ["marit", "samira"]


def test_a_long_day_ends_with_how_much_more_there_is(world: World) -> None:
    actions.choose_mail(world.samira, group=world.group, mail=Mail.EVERYTHING)
    for number in range(23):
        knowledge.ask(world.joost, group=world.group, title=f"Vraag {number}?")
    told = in_the_morning()["samira"]
    assert "Vraag 19?" in told
    assert "Vraag 20?" not in told
    assert "En nog 3." in told
