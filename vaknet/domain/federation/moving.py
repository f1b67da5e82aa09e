"""Whether she may ask who follows her from elsewhere to follow somebody there."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries, rules
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Actor as ActorThere
from vaknet.engine.activitypub import ActorKind
from vaknet.engine.activitypub.origins import origin
from vaknet.kit.words import date_in_words

BETWEEN_MOVES = timedelta(days=30)


def may_move_again_on(viewer: Actor) -> date | None:
    """None when she may now."""
    lately = queries.moved_lately(viewer, since=timezone.now() - BETWEEN_MOVES)
    return timezone.localdate(lately.since + BETWEEN_MOVES) if lately else None


def check_may_move(viewer: Actor) -> None:
    """Raises Refused, before anybody elsewhere is asked."""
    if not (rules.is_on() and queries.is_known(viewer)):
        raise Refused(_("First let people on other networks find you."), field="who")
    if again := may_move_again_on(viewer):
        day = date_in_words(again, get_language() or "en", today=timezone.localdate())
        said = _("You moved your followers lately. You can do that again from %(day)s.")
        raise Refused(said % {"day": day}, field="who")


def check_move(viewer: Actor, *, to: ActorThere) -> None:
    """Raises Refused. Looked at before she presses, and again when she did."""
    check_may_move(viewer)
    if refuses(origin(to.id).authority):
        raise Refused(_("This network has no contact with that network."), field="who")
    _check_is_her(viewer, to)


def _check_is_her(viewer: Actor, to: ActorThere) -> None:
    """On both sides, for a form that is guessed would send all her followers to a stranger."""
    if to.kind != ActorKind.PERSON:
        raise Refused(_("That is not the address of a person."), field="who")
    if to.moved_to:
        raise Refused(_("That one moved to another address. Give that address."), field="who")
    if rules.id_of(queries.token_of(viewer)) not in to.also_known_as:
        raise Refused(
            _(
                "That one does not say yet that it is you. Add your address here to the aliases of "
                "your account there, and come back: %(address)s"
            )
            % {"address": rules.address_of(viewer)},
            field="who",
        )
