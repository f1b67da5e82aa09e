"""An issue by mail: to each reader as she may see it, once, whatever breaks meanwhile."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.timezone import now
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import postbox
from tests.connections.test_races import at_once
from tests.journal.story import HOUR, a_week, journal_of, published, tomorrow_at_five
from tests.world import World, bring_in, build, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import GroupMembership, Mail
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import Issue, IssueLetter
from vaknet.domain.journal.reading import issue_view
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.jobs import groups as jobs
from vaknet.interfaces.mail.letters import issues

STRICT = {"enforce_csrf_checks": True}


@pytest.fixture(autouse=True)
def _in_one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is."""
    monkeypatch.setattr(jobs, "TURN", 60.0)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What was rendered for an earlier test is not what this one asks for."""
    issues._kept.clear()


def react() -> None:
    """What the worker does when an issue came out."""
    for activity in Activity.objects.filter(verb="published_issue"):
        followups.run(activity.pk)


def mailed() -> dict[str, str]:
    """By the first name of whom it goes to: the text."""
    mail.outbox.clear()
    postbox.empty()
    return {one.to[0].split("@")[0]: str(one.body) for one in mail.outbox}


def chooses(person: Actor, what: str, world: World) -> None:
    groups.choose_mail(person, group=world.group, mail=what)


def members(world: World) -> set[str]:
    rows = GroupMembership.objects.filter(group=world.group, until=None)
    return {one.actor.account.email.split("@")[0] for one in rows}


def test_it_arrives_whole_over_smtp_and_stops_with_one_click(world: World, mail_server) -> None:
    a_week(world)
    published(world)
    react()
    postbox.empty()
    assert {one["To"].split("@")[0] for one in mail_server.letters} == members(world)
    [hers] = [one for one in mail_server.letters if one["To"].startswith("samira@")]
    assert hers["Subject"] == "Vergunningen & Toezicht 1: Hoe breng je een nee?"
    assert hers["Auto-Submitted"] == "auto-generated"
    text, html = (part.get_content() for part in hers.iter_parts())
    for told in ("Ik bel eerst. Dat scheelt.", "Wie scant zelf?", "Einde van nummer 1."):
        assert told in text
        assert told in html
    assert "Noor Janssen" in text
    assert 'lang="nl"' in html
    [address] = re.findall(r"<https?://[^/]+(/afmelden/groep/\S+)>", hers["List-Unsubscribe"])
    assert hers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in text
    assert address in html
    assert Client(**STRICT).post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    seat = GroupMembership.objects.get(group=world.group, actor=world.samira, until=None)
    assert seat.mail == Mail.NOTHING


def test_only_who_chose_it_gets_it(world: World) -> None:
    a_week(world)
    chooses(world.joost, Mail.MENTIONS, world)
    chooses(world.noor, Mail.NOTHING, world)
    chooses(world.samira, Mail.EVERYTHING, world)
    people.stop_mail(world.marit.account)
    published(world)
    react()
    assert set(mailed()) == members(world) - {"joost", "noor", "marit"}


def test_each_reads_it_in_her_own_language(world: World) -> None:
    people.set_language(world.samira.account, language="en")
    a_week(world)
    published(world)
    react()
    told = mailed()
    assert "End of number 1." in told["samira"]
    assert "Einde van nummer 1." in told["noor"]


def test_who_is_kept_apart_is_not_named_and_all_others_share_one_rendering(world: World) -> None:
    a_week(world)
    people.block(world.noor, other=world.samira)
    published(world)
    react()
    told = mailed()
    assert "Samira" not in told["noor"]
    assert "Noor" not in told["samira"]
    assert "Samira" in told["joost"]
    assert "Noor" in told["joost"]
    assert len(issues._kept) == 3


def test_what_is_shared_is_what_each_would_see_herself(world: World) -> None:
    a_week(world)
    issue = published(world)
    rows = GroupMembership.objects.filter(group=world.group, until=None)
    views = [issue_view(one.actor, world.group, issue.number) for one in rows]
    assert len(views) > 2
    assert all(view == views[0] for view in views)


def test_a_block_after_publishing_counts_when_the_letter_goes(world: World) -> None:
    a_week(world)
    published(world)
    react()
    people.block(world.samira, other=world.noor)
    told = mailed()
    assert "Noor" not in told["samira"]
    assert "Samira" not in told["noor"]


def test_what_was_taken_back_meanwhile_is_not_mailed(world: World) -> None:
    week = a_week(world)
    published(world)
    react()
    jobs.mail_issue_letter(IssueLetter.objects.earliest("pk").pk)
    assert "Dat scheelt" in str(mail.outbox[-1].body)
    knowledge.withdraw_answer(world.samira, answer=week.thanked)
    with time_machine.travel(now() + HOUR):
        told = mailed()
    assert not any("Dat scheelt" in text for text in told.values())
    assert "Wat hier stond is ingetrokken." in told["joost"]


def test_who_left_between_publishing_and_sending_gets_none(world: World) -> None:
    a_week(world)
    published(world)
    react()
    groups.leave_group(world.noor, group=world.group)
    chooses(world.samira, Mail.NOTHING, world)
    people.stop_mail(world.joost.account)
    told = mailed()
    assert {"noor", "samira", "joost"}.isdisjoint(told)
    assert "marit" in told
    assert IssueLetter.objects.get(membership__actor=world.noor).sent_at is None


def test_after_a_crash_half_way_each_gets_one(world: World) -> None:
    """The worker sent some and was killed; what follows and all jobs are done once more."""
    a_week(world)
    published(world)
    react()
    assert waiting_jobs() == [{"issue_id": Issue.objects.get().pk, "after": 0}]
    for pk in IssueLetter.objects.order_by("-pk").values_list("pk", flat=True)[:2]:
        jobs.mail_issue_letter(pk)
    react()
    assert len(waiting_jobs()) == 2
    postbox.empty()
    mailed_to = [one.to[0] for one in mail.outbox]
    assert len(mailed_to) == len(set(mailed_to)) == len(members(world))
    assert not IssueLetter.objects.filter(sent_at=None).exists()


def waiting_jobs(name: str = "mail_issue") -> list[dict[str, int]]:
    return [one.args for one in ProcrastinateJob.objects.filter(task_name=name, status="todo")]


def test_a_job_takes_a_turn_and_a_new_one_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a code until all letters went, however slow the mail server is."""
    monkeypatch.setattr(jobs, "TURN", 0.0)
    a_week(world)
    published(world)
    react()
    issue = Issue.objects.get().pk
    jobs.mail_issue(issue)
    first, *others = IssueLetter.objects.order_by("pk")
    assert first.sent_at is not None
    assert [one.sent_at for one in others] == [None] * (len(members(world)) - 1)
    assert {"issue_id": issue, "after": first.pk} in waiting_jobs()
    postbox.empty()
    assert not IssueLetter.objects.filter(sent_at=None).exists()


def test_one_bad_address_holds_up_nobody(world: World, mail_server) -> None:
    """Refused at the door: it is tried again by itself, and the others have theirs."""
    bram = member("Bram Bezet", "bezet@busy.example")
    bring_in(world.marit, world.group, bram)
    a_week(world)
    published(world)
    react()
    jobs.mail_issue(Issue.objects.get().pk)
    got = {one["To"].split("@")[0] for one in mail_server.letters}
    assert got == members(world) - {"bezet"}
    his = IssueLetter.objects.get(membership__actor=bram)
    assert his.sent_at is None
    assert waiting_jobs("mail_issue_letter") == [{"letter_id": his.pk}]
    with pytest.raises(SMTPRecipientsRefused):
        jobs.mail_issue_letter(his.pk)


def test_without_a_mail_server_all_of_it_waits(world: World, no_mail_server: None) -> None:
    a_week(world)
    published(world)
    react()
    with pytest.raises(OSError, match="refused"):
        jobs.mail_issue(Issue.objects.get().pk)
    assert not IssueLetter.objects.exclude(sent_at=None).exists()
    assert waiting_jobs("mail_issue_letter") == []


def test_all_go_over_one_connection(world: World, mail_server) -> None:
    a_week(world)
    published(world)
    react()
    jobs.mail_issue(Issue.objects.get().pk)
    assert len(mail_server.letters) == len(members(world))
    assert mail_server.calls == 1


def test_a_letter_sent_once_more_has_the_same_id(world: World) -> None:
    a_week(world)
    published(world)
    react()
    held = actions.hold_letter(IssueLetter.objects.earliest("pk").pk)
    assert held is not None
    first = issues.letter(held)
    with time_machine.travel(now() + timedelta(days=1)):
        again = issues.letter(held)
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]


def test_the_clock_mails_what_it_publishes(world: World) -> None:
    a_week(world)
    due = tomorrow_at_five()
    journal_of(world, weekday=due.isoweekday())
    actions.publish_due(now=due + HOUR)
    react()
    told = mailed()
    assert set(told) == members(world)
    assert "zonder redactie" in told["samira"]


def test_what_members_write_cannot_be_taken_for_their_own_link(world: World) -> None:
    knowledge.ask(world.joost, group=world.group, title="<b>{{ stop_url }}</b> & co?")
    a_week(world)
    published(world)
    react()
    mailed()
    [html] = [str(one.alternatives[0][0]) for one in mail.outbox if one.to[0].startswith("samira")]
    assert "<b>{{ stop_url }}</b>" not in html
    assert html.count("/afmelden/groep/") == 1


def test_a_newcomer_after_publishing_gets_the_next_one(world: World) -> None:
    a_week(world)
    published(world)
    react()
    kim = member("Kim Later", "kim@elders.example")
    bring_in(world.marit, world.group, kim)
    assert "kim" not in mailed()


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_once_and_each_reader_gets_one(transactional_db: None) -> None:
    world = build()
    a_week(world)
    journal_of(world)
    draft = actions.begin_issue(world.joost, group=world.group)
    at_once(
        lambda: actions.publish_issue(world.joost, issue=draft),
        lambda: actions.publish_issue(world.marit, issue=draft),
    )
    react()
    assert IssueLetter.objects.count() == len(members(world))
    mail.outbox.clear()
    at_once(*[lambda: jobs.mail_issue(Issue.objects.get().pk) for _ in range(2)])
    assert sorted(one.to[0].split("@")[0] for one in mail.outbox) == sorted(members(world))
    assert not IssueLetter.objects.filter(sent_at=None).exists()
    postbox.empty()  # or what still waits is there for the tests after this one
