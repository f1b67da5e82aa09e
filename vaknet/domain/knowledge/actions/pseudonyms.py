"""Taking a pseudonym, showing one's name after all, and what becomes of it when she leaves."""

from secrets import token_hex

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.models import UNTOLD, Activity, Actor
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import queries
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerRequest,
    BestAnswer,
    Pseudonym,
    Question,
    SameQuestion,
    Thanks,
)
from vaknet.domain.knowledge.pseudonyms import (
    FEWEST,
    has_enough_members,
    names_of,
    pseudonyms_of,
    voice,
)
from vaknet.domain.refusal import Refused


def take_pseudonym(by: Actor, *, group: Group) -> Actor:
    """Inside the transaction of the action that asks. A new one for each question, with an address
    by chance: no two questions of one person can be laid side by side.
    """
    if not has_enough_members(by, group):
        raise Refused(
            _("This group is too small: people would guess. It takes %(number)d members.")
            % {"number": FEWEST},
            field="without_name",
        )
    kind = Actor.Kind.PSEUDONYM
    actor = Actor.objects.create(kind=kind, handle=f"pseudonym_{token_hex(12)}", name=UNTOLD)
    Pseudonym.objects.create(actor=actor, member=by)
    return Actor.objects.get(pk=actor.pk)


@transaction.atomic
def show_name(by: Actor, *, question: Question) -> Question:
    """She asked without her name, and stands with it after all. There is no way back.

    The sealed row stays: what moderators did with her words still has to reach her.
    Raises Question.DoesNotExist when she may not read it (any more).
    """
    Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    held = queries.plain_question(by, question.pk)
    pseudonym = voice(by, held.author_id)
    if pseudonym == by:
        raise Refused(_("You did not ask this without your name."))
    for model, column in _SAID:
        hand_over(model._default_manager.all(), column, kept=by, merged=pseudonym)
    held.author = by
    record(by, "showed_name", held, audience=audience_of(held.group), group=held.group.actor)
    return held


_SAID = (
    (Question, "author"),
    (Answer, "author"),
    (BestAnswer, "chosen_by"),
    (Thanks, "actor"),
    (SameQuestion, "actor"),
    (Activity, "actor"),
)


def take_over_pseudonyms(*, kept: Actor, merged: Actor) -> None:
    """Inside the transaction that makes one of two accounts. Nobody thanks or asks herself, and no
    name shows that two people were one.
    """
    hand_over(Pseudonym.objects.all(), "member", kept=kept, merged=merged)
    names = names_of(kept.pk)
    Thanks.objects.filter(actor__in=names, answer__author__in=names).delete()
    AnswerRequest.objects.filter(person=kept, question__author__in=names).delete()


@transaction.atomic
def lay_down_pseudonyms(*, actor: Actor) -> None:
    """When all rooms erased what goes: nobody can tell any more whose they were.

    What stays goes on without a name, as it was: a former member in its place would tell that it
    was she who left.
    """
    for pseudonym in pseudonyms_of(actor):
        _forget_acts(pseudonym)
        if not Activity.objects.filter(actor=pseudonym).exists():
            pseudonym.delete()
    Pseudonym.objects.filter(member=actor).delete()


def _forget_acts(pseudonym: Actor) -> None:
    """The log goes on telling of what is still there."""
    kinds = ContentType.objects.get_for_models(Question, Answer)
    stays = Q()
    for model, kind in kinds.items():
        kept = model._default_manager.filter(author=pseudonym).values("pk")
        stays |= Q(object_type=kind, object_id__in=kept)
    Activity.objects.filter(actor=pseudonym).exclude(stays).delete()
