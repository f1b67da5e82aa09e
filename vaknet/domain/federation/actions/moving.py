"""Asking who follows from elsewhere to follow somebody at another address, who is her too."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries, rules
from vaknet.domain.federation.actions.follows import BETWEEN_MOVES
from vaknet.domain.federation.models import MovedTo
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Actor as ActorThere
from vaknet.engine.activitypub import ActorKind
from vaknet.engine.activitypub.origins import origin
from vaknet.kit.words import date_in_words


@transaction.atomic
def move_followers(by: Actor, *, to: ActorThere) -> MovedTo:
    """Who follows her is told once to follow `to` instead. `to` was read just now, at its own
    address: other networks believe a move only when both sides say so, and do nothing otherwise.

    Once a month, also after taking back: most networks do not follow more often.
    """
    one_at_a_time(by)
    check_move(by, to=to)
    now, host = timezone.now(), origin(to.id).authority
    MovedTo.objects.filter(actor=by, until=None).update(until=now)
    name = f"@{to.username or host}@{host}"[:400]
    moved = MovedTo.objects.create(actor=by, uri=to.id, name=name, since=now)
    record(by, "moved_followers", moved, audience=Audience.SELF)
    return moved


@transaction.atomic
def take_back_move(by: Actor) -> None:
    """Others are not told any more where she went. Twice is once."""
    one_at_a_time(by)
    moved = queries.moved_to(by)
    if moved is not None:
        moved.until = timezone.now()
        moved.save(update_fields=["until"])
        record(by, "took_back_move", moved, audience=Audience.SELF)


def may_move_again_on(viewer: Actor) -> date | None:
    """None when she may now."""
    lately = queries.moved_lately(viewer, since=timezone.now() - BETWEEN_MOVES)
    return timezone.localdate(lately.since + BETWEEN_MOVES) if lately else None


def check_may_move(by: Actor) -> None:
    """Raises Refused, before anybody elsewhere is asked."""
    if not (rules.is_on() and queries.is_known(by)):
        raise Refused(_("First let people on other networks find you."), field="who")
    if again := may_move_again_on(by):
        day = date_in_words(again, get_language() or "en", today=timezone.localdate())
        said = _("You moved your followers lately. You can do that again from %(day)s.")
        raise Refused(said % {"day": day}, field="who")


def check_move(by: Actor, *, to: ActorThere) -> None:
    """Raises Refused. Looked at before she presses, and again when she did."""
    check_may_move(by)
    if refuses(origin(to.id).authority):
        raise Refused(_("This network has no contact with that network."), field="who")
    _check_is_her(by, to)


def _check_is_her(by: Actor, to: ActorThere) -> None:
    """On both sides, for a form that is guessed would send all her followers to a stranger."""
    if to.kind != ActorKind.PERSON:
        raise Refused(_("That is not the address of a person."), field="who")
    if to.moved_to:
        raise Refused(_("That one moved to another address. Give that address."), field="who")
    if rules.id_of(queries.token_of(by)) not in to.also_known_as:
        raise Refused(
            _(
                "That one does not say yet that it is you. Add your address here to the aliases of "
                "your account there, and come back: %(address)s"
            )
            % {"address": rules.address_of(by)},
            field="who",
        )
