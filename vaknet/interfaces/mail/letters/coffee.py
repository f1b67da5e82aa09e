"""Letters about coffee. Why just this colleague stands on the page; the first reasons here too."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.coffee import queries
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeSeat, CoffeeWish, Often
from vaknet.domain.coffee.words import in_words
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.kit.words import moment_in_words


def coffee_given(activity: Activity) -> None:
    """To each of them: with whom, why, and what to do. Not when she answered already."""
    seat, table = _at(activity)
    if table is None or not _is_asked(table):
        return
    name = {"name": _names(table.others)}
    write(
        seat.person,
        thread=f"coffee-{seat.match_id}",
        url=_page(seat),
        content=lambda: Content(
            subject=_("Coffee with %(name)s?") % name,
            opening=_("We found somebody for coffee: %(name)s. This is why:") % name,
            quote=_why(table, seat.person),
            closing=_until(table) + " " + _stop(),
            action=_("Say yes or no"),
        ),
    )


def reminded(activity: Activity) -> None:
    seat, table = _at(activity)
    if table is None or not _is_asked(table):
        return
    name = {"name": _names(table.others)}
    write(
        seat.person,
        thread=f"coffee-{seat.match_id}",
        url=_page(seat),
        content=lambda: Content(
            subject=_("Do you feel like coffee with %(name)s?") % name,
            opening=_("You did not say yet whether coffee with %(name)s suits you.") % name,
            closing=_until(table) + " " + _stop(),
            action=_("Say yes or no"),
        ),
    )


def yes_said(activity: Activity) -> None:
    """To whom said yes before: now it is both."""
    seat, table = _at(activity)
    if table is None:
        return
    for other in table.agreed:
        _write_agreed(other, seat)


def _write_agreed(reader: CoffeeSeat, sayer: CoffeeSeat) -> None:
    """Unless she does not see the other any more."""
    try:
        table = queries.table(reader.person, reader.match_id)
    except CoffeeMatch.DoesNotExist:
        return
    if sayer.person not in [seat.person for seat in table.agreed]:
        return
    name = {"name": sayer.person.name}
    write(
        reader.person,
        thread=f"coffee-{reader.match_id}",
        url=settings.BASE_URL + reverse("propose-talk", args=[sayer.person.handle]),
        content=lambda: Content(
            subject=_("You both said yes: coffee with %(name)s") % name,
            opening=_("%(name)s said yes to coffee too. Now make an appointment.") % name,
            closing=_("Propose a few times. The other one picks one."),
            action=_("Propose a time"),
        ),
    )


def came_to_nothing(activity: Activity) -> None:
    """To all at the table the same, whatever they said. It names nobody, and comes as well when the
    other left or blocked her since: that it stays away would tell."""
    seat = CoffeeSeat.objects.select_related("person").get(pk=activity.object_id)
    write(
        seat.person,
        thread=f"coffee-{seat.match_id}",
        url=_page(seat),
        content=lambda: Content(
            subject=_("No coffee this time"),
            opening=_("It did not work out this time. That can have many reasons."),
            closing=_("Next time you go first, if you still take part.") + " " + _stop(),
            action=_("Look at how it stands"),
        ),
    )


def found_nobody(activity: Activity) -> None:
    wish = CoffeeWish.objects.select_related("person").get(pk=activity.object_id)
    if wish.until is not None:
        return
    is_once = wish.often == Often.ONCE
    write(
        wish.person,
        thread=f"coffee-wish-{wish.pk}",
        url=settings.BASE_URL + reverse("coffee"),
        content=lambda: Content(
            subject=_("No coffee this time"),
            opening=_("There was nobody for coffee who fits what you would like."),
            closing=(
                _("You can look again whenever you like. Going farther helps.")
                if is_once
                else _("Next month you go first. Going farther helps.") + " " + _stop()
            ),
            action=_("Look at what you would like"),
        ),
    )


def _at(activity: Activity) -> tuple[CoffeeSeat, queries.Table | None]:
    """Her coffee as she may see it now: not with somebody whom she blocked or who left."""
    seat = CoffeeSeat.objects.select_related("person").get(pk=activity.object_id)
    try:
        return seat, queries.table(seat.person, seat.match_id)
    except CoffeeMatch.DoesNotExist:
        return seat, None


def _is_asked(table: queries.Table) -> bool:
    return not table.is_over and table.seat.accepted_at is None


def _names(seats: Sequence[CoffeeSeat]) -> str:
    """At a table there are one or two others."""
    one, *more = (seat.person.name for seat in seats)
    return _("%(one)s and %(other)s") % {"one": one, "other": more[0]} if more else one


def _why(table: queries.Table, reader: Actor) -> str:
    lines = []
    for told in table.reasons:
        reason = in_words(told, reader)
        whom = f"{told.other.first_name}: " if len(table.others) > 1 else ""
        lines.append(f"- {whom}{reason.title}")
    return "\n".join(lines)


def _until(table: queries.Table) -> str:
    moment = moment_in_words(localtime(table.waits_until), get_language() or "nl")
    return _("Say yes before %(moment)s. Of a no nobody is told.") % {"moment": moment}


def _stop() -> str:
    address = settings.BASE_URL + reverse("stop-coffee")
    return _("Stop looking for coffee: %(address)s") % {"address": address}


def _page(seat: CoffeeSeat) -> str:
    return f"{settings.BASE_URL}{reverse('coffee')}#coffee-{seat.match_id}"
