"""Reporting, and taking it back."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.governance import queries, rules
from vaknet.domain.governance.models import Case, Reason, Report, Thing
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.refusal import Refused

A_DAY = timedelta(days=1)
REPORTS_A_DAY = 20
LONGEST = 1_000


@transaction.atomic
def report(by: Actor, *, thing: Thing, reason: str, text: str = "") -> Report:
    """What several people report is one case; reporting twice is reporting once.

    Raises DoesNotExist when she may not read it (any more).
    """
    held = _readable(by, thing)
    if not rules.may_report(voice(by, held.author_id), held):
        raise Refused(_("This is your own. You can change it, or withdraw it."))
    words = checked(reason, text)
    one_at_a_time(by)
    case = case_of(held)
    return in_case(by, case=case, reason=reason, words=words)


@transaction.atomic
def report_account(by: Actor, *, account: Actor, text: str) -> Report:
    """Somebody here, or a group, as such: another network told of nothing that stands here. Whether
    `by` may know of that one is for whoever found it."""
    words = checked(Reason.OTHER, text)
    lock = Actor.objects.select_for_update(no_key=True).filter(pk__in=[by.pk, account.pk])
    list(lock.order_by("pk").values_list("pk"))
    about = {"author": account, "is_account": True}
    case = Case.objects.filter(**about, closed_at=None).order_by("pk").first()
    case = case or Case.objects.create(**about)
    return in_case(by, case=case, reason=Reason.OTHER, words=words)


def checked(reason: str, text: str) -> str:
    """Her own words, as they are kept. Raises Refused."""
    if reason not in Reason.values:
        raise Refused(_("Choose what is wrong with it."), field="reason")
    words = long_text(text, field="text", limit=LONGEST)
    if reason == Reason.OTHER and not words:
        raise Refused(_("Say in a few words what is wrong with it."), field="text")
    return words


def in_case(by: Actor, *, case: Case, reason: str, words: str, may_go_on: bool = False) -> Report:
    """Inside the transaction of the action; with `one_at_a_time` before."""
    told = {"reason": reason, "text": words, "at": now(), "may_go_on": may_go_on}
    defaults = told | {"first_at": told["at"]}
    said, is_new = Report.objects.get_or_create(case=case, by=by, defaults=defaults)
    if not is_new and said.withdrawn_at is None:
        return said
    if Report.objects.filter(by=by, at__gte=now() - A_DAY).count() > REPORTS_A_DAY:
        raise Refused(_("You reported a lot today. Tomorrow you can go on."))
    if not is_new:
        Report.objects.filter(pk=said.pk).update(**told, withdrawn_at=None)
        said.refresh_from_db()
    record(by, "reported", said, audience=Audience.PARTIES)
    return said


def _readable(by: Actor, thing: Thing) -> Thing:
    viewer = knowledge.reader(by)
    match thing:
        case Question():
            return knowledge.plain_question(viewer, thing.pk)
        case Answer():
            return knowledge.answer(viewer, thing.pk)
        case Post():
            return conversations.post(viewer, thing.pk)
        case _:
            return conversations.reply(viewer, thing.pk)


def case_of(thing: Thing) -> Case:
    """The one that is open, or a new one."""
    about = {thing._meta.model_name or "": thing}
    case, _is_new = Case.objects.get_or_create(
        **about, closed_at=None, defaults={"author": thing.author}
    )
    return case


@transaction.atomic
def take_back_report(by: Actor, *, report: Report) -> None:
    """As long as nobody decided. Raises Report.DoesNotExist."""
    Case.objects.select_for_update(no_key=True).get(pk=report.case_id)
    held = queries.open_report(by, report.pk)
    held.withdrawn_at = now()
    held.save(update_fields=["withdrawn_at"])
    record(by, "took_back_report", held, audience=Audience.SELF)
