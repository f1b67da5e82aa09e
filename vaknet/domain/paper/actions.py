"""Bringing somebody in on paper, writing to her, entering what she answers, and letting go."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.activity.names import fold_name
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.actions.members import enter
from vaknet.domain.groups.models import Group, GroupMembership, Mail
from vaknet.domain.groups.rules import may_steward
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, ByLetter
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.paper import queries, rules
from vaknet.domain.paper.models import PaperAsk, PaperInvitation, PaperMember
from vaknet.domain.people.actions.on_paper import (
    bring_without_address,
    correct_without_address,
    give_account,
)
from vaknet.domain.people.addresses import account_at
from vaknet.domain.refusal import Refused


@transaction.atomic
def bring_on_paper(
    by: Actor,
    *,
    group: Group,
    name: str,
    how: str,
    asked_on: date,
    profession: str = "",
    knows: Iterable[str] = (),
) -> PaperMember:
    """She said yes to this steward. Raises Group.DoesNotExist for who tends no such group."""
    if not may_steward(groups.membership(by, group)):
        raise Group.DoesNotExist
    one_at_a_time(group.actor)
    _refuse_yes(how, asked_on)
    refuse_to_write(by)
    _refuse_namesake(name, there=PaperMember.objects.filter(group=group, until=None))
    lately = PaperMember.objects.filter(brought_by=by, since__gt=timezone.now() - rules.DAY)
    if lately.count() >= rules.A_DAY:
        raise Refused(_("You brought in a lot of people today. Go on tomorrow."))
    actor = bring_without_address(name=name, profession=profession, knows=knows)
    paper = PaperMember.objects.create(
        actor=actor, group=group, brought_by=by, how=how, asked_on=asked_on, since=timezone.now()
    )
    enter(actor, group=group, mail=Mail.NOTHING)
    record(by, "brought_on_paper", paper, audience=Audience.PARTIES, group=group.actor)
    return paper


@transaction.atomic
def correct(by: Actor, *, paper: PaperMember, name: str, profession: str) -> None:
    """What was heard or typed wrong, and a profession that is another one now."""
    one_at_a_time(paper.group.actor)
    held = _kept(by, paper)
    refuse_to_write(by)
    others = PaperMember.objects.filter(group=held.group, until=None).exclude(pk=held.pk)
    _refuse_namesake(name, there=others)
    correct_without_address(actor=held.actor, name=name, profession=profession)
    record(by, "corrected_on_paper", held, audience=Audience.PARTIES, group=held.group.actor)


def _refuse_namesake(name: str, *, there: QuerySet[PaperMember]) -> None:
    """Two of one name in a group: who opens a letter could not tell for whom it is."""
    names = {fold_name(one.actor.name) for one in there.select_related("actor")}
    if fold_name(" ".join(name.split())) in names:
        raise Refused(_("Somebody of this name is on paper here already."), field="name")


def _refuse_yes(how: str, asked_on: date) -> None:
    if how not in PaperMember.How.values:
        raise Refused(_("Say how you asked."), field="how")
    today = timezone.localdate()
    if not today - rules.YES_LASTS <= asked_on <= today:
        raise Refused(_("Fill in the day of the yes. After a year, ask again."), field="asked_on")


@transaction.atomic
def make_letter(by: Actor, *, paper: PaperMember) -> list[PaperAsk]:
    """The asks of now, each with its number. The same ones on the same day are the same letter."""
    held = _kept(by, paper)
    chosen = queries.asks_for(held, now=timezone.now())
    if not chosen:
        raise Refused(_("Nothing waits for an answer now. Look again later."))
    at = timezone.now()
    numbers = {ask.question_id: ask for ask in held.asks.all()}
    last = held.last_number
    for question in chosen:
        ask = numbers.get(question.pk)
        if ask is None:
            last += 1
            PaperAsk.objects.create(
                paper=held, question=question, number=last, first_at=at, last_at=at
            )
        else:
            ask.last_at = at
            ask.save(update_fields=["last_at"])
    held.last_number = last
    held.save(update_fields=["last_number"])
    record(by, "made_letter", held, audience=Audience.PARTIES, group=held.group.actor)
    return queries.last_letter(held)


@transaction.atomic
def answer_for(by: Actor, *, paper: PaperMember, number: int, text: str) -> Answer:
    """What she wrote on paper, in her name; everybody reads that it came so, and who entered it."""
    held = _kept(by, paper)
    ask = next((ask for ask in queries.asks_of(held) if ask.number == number), None)
    if ask is None:
        raise Refused(_("There is no open ask with this number."), field="number")
    refuse_to_write(by)
    before = Answer.objects.filter(author=held.actor, question=ask.question_id, withdrawn_at=None)
    if before.exclude(text=text.strip()).exists():
        raise Refused(
            _("An answer of hers stands there already. Take that back first."), field="number"
        )
    given = knowledge.answer(held.actor, question=ask.question, text=text)
    _entered, is_new = ByLetter.objects.get_or_create(answer=given, defaults={"entered_by": by})
    if is_new:
        record(by, "entered_answer", given, audience=Audience.PARTIES, group=held.group.actor)
    return given


@transaction.atomic
def show_to_all(by: Actor, *, paper: PaperMember, shown: bool) -> None:
    """She said that all members here may see her; or that after all only her group may."""
    held = _kept(by, paper)
    if shown == (held.shown_since is not None):
        return
    held.shown_since = timezone.now() if shown else None
    held.save(update_fields=["shown_since"])
    record(by, "showed_paper_member" if shown else "hid_paper_member", held, audience=Audience.SELF)


@transaction.atomic
def invite_by_mail(by: Actor, *, paper: PaperMember, email: str, language: str) -> None:
    """She has an address now. Whose it is shows only in the letter that goes there."""
    held = _kept(by, paper)
    one_at_a_time(by)
    sent = Activity.objects.filter(
        actor=by, verb="invited_by_mail", at__gt=timezone.now() - rules.DAY
    )
    if sent.count() >= rules.INVITATIONS_A_DAY:
        raise Refused(_("You sent a lot of invitations today. Go on tomorrow."), field="email")
    PaperInvitation.objects.filter(paper=held).delete()
    asked = PaperInvitation.objects.create(
        paper=held,
        email=email.strip().lower(),
        language=language,
        at=timezone.now(),
    )
    record(by, "invited_by_mail", asked, audience=Audience.PARTIES, group=held.group.actor)


@transaction.atomic
def take_account(*, invitation: PaperInvitation, name: str, agreed_to: str) -> Actor:
    """Who opened the link reads that mailbox, and knows the name: it is her own account from now.

    A mistyped address learns nothing: the page names nobody.
    """
    held = _still_open(invitation)
    paper = held.paper
    if fold_name(name) != fold_name(paper.actor.name):
        raise Refused(
            _("This is another name than on the letters from your steward."), field="name"
        )
    if account_at(held.email).exclude(actor=None).exists():
        raise Refused(_("This address lets you in already. Sign in with it."))
    actor = paper.actor
    give_account(actor=actor, email=held.email, language=held.language, agreed_to=agreed_to)
    paper.until = timezone.now()
    paper.save(update_fields=["until"])
    held.delete()
    hers = GroupMembership.objects.filter(actor=actor, group=paper.group, until=None)
    hers.filter(mail=Mail.NOTHING).update(mail=Mail.ISSUE, gathered_until=timezone.now())
    record(actor, "took_account", paper, audience=Audience.SELF)
    record(actor, "joined", actor, audience=Audience.MEMBERS)
    return actor


def _still_open(invitation: PaperInvitation) -> PaperInvitation:
    """Locked. Refused when it was used, or taken back, between the page and the button."""
    PaperMember.objects.select_for_update().get(pk=invitation.paper_id)
    rows = PaperInvitation.objects.select_related("paper__actor", "paper__group")
    held = rows.filter(pk=invitation.pk, paper__until=None).first()
    if held is None:
        raise Refused(_("This link was used, or there is a newer one. Try to sign in."))
    return held


@transaction.atomic
def let_go(by: Actor, *, paper: PaperMember) -> Actor:
    """Whom this steward may take out, as long as she is on paper. No link lets her in any more."""
    held = _kept(by, paper)
    PaperInvitation.objects.filter(paper=held).delete()
    record(by, "let_go_of_paper_member", held, audience=Audience.PARTIES, group=held.group.actor)
    return held.actor


@transaction.atomic
def forget_invitations(*, before: datetime) -> None:
    """For the clock: addresses of people who never opened the link."""
    PaperInvitation.objects.filter(at__lt=before).delete()


@transaction.atomic
def take_over_paper(*, kept: Actor, merged: Actor) -> None:
    """Two accounts of one person become one: whom she brought in, and what she entered. How the
    other account came in stays with it."""
    hand_over(PaperMember.objects.all(), "brought_by", kept=kept, merged=merged)
    hand_over(ByLetter.objects.all(), "entered_by", kept=kept, merged=merged)


def _kept(by: Actor, paper: PaperMember) -> PaperMember:
    """Locked. Raises PaperMember.DoesNotExist for who does not keep her."""
    PaperMember.objects.select_for_update().get(pk=paper.pk)
    held = queries.person(by, paper.pk)
    if held.until is not None:
        raise Refused(
            _("%(name)s has an own account now, and answers alone.")
            % {"name": held.actor.first_name}
        )
    return held
