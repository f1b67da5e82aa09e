"""What somebody tells about herself, and the one line that others see under her name."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.people.models import Occupation, Place, Profile, Role
from vaknet.domain.people.queries import main_role
from vaknet.domain.people.visibility import is_narrowed

HEADLINE = 240
CATCH_UP = timedelta(days=31)


def own_profile(by: Actor) -> Profile:
    """Locked: whoever changes anything of a person waits for her other change to finish."""
    return Profile.objects.select_for_update().get(pk=by.pk)


@transaction.atomic
def change_profile(
    by: Actor,
    *,
    name: str,
    promise: str,
    profession: str,
    occupation: Occupation | None,
    place: Place | None,
) -> Profile:
    profile = own_profile(by)
    by.name = person_name(name)
    profile.promise = line(promise, limit=200, field="promise")
    profile.profession = line(profession, limit=120, field="profession")
    profile.occupation = occupation
    profile.place = place
    by.save(update_fields=["name"])
    profile.save()
    keep_headline(by, profile=profile)
    record(by, "changed_profile", profile, audience=Audience.MEMBERS)
    return profile


def person_name(name: str) -> str:
    return required_line(
        name,
        limit=120,
        field="name",
        missing=_("Fill in your name. That is how fellow professionals know you."),
    )


def keep_headline(by: Actor, *, profile: Profile, today: date | None = None) -> None:
    """Write the line under the name if it changed: of what all members may see."""
    roles = Role.objects.filter(actor=by, kind=Role.Kind.WORK).exclude(is_narrowed("work"))
    narrowed = Profile.objects.filter(is_narrowed("profession"), pk=by.pk).exists()
    headline = headline_of(
        "" if narrowed else profile.profession,
        list(roles.select_related("organisation")),
        today=today or timezone.localdate(),
    )
    if headline != by.headline:
        by.headline = headline
        by.save(update_fields=["headline"])


@transaction.atomic
def refresh_headlines(*, on: date) -> int:
    """For the clock: roles that begin or end by themselves. How many lines changed.

    Of the past days too: a network that was off for a while has them to catch up with.
    """
    lately = (on - CATCH_UP, on)
    turning = Role.objects.filter(kind=Role.Kind.WORK)
    turning = turning.filter(Q(since__range=lately) | Q(until__range=lately))
    people = Profile.objects.select_for_update(of=("self",)).select_related("actor")
    changed = 0
    people = people.exclude(actor__name="")  # who left has no line until she comes back
    for profile in people.filter(actor__in=turning.values("actor")).order_by("pk"):
        before = profile.actor.headline
        keep_headline(profile.actor, profile=profile, today=on)
        changed += profile.actor.headline != before
    return changed


def headline_of(profession: str, roles: list[Role], *, today: date) -> str:
    """The current work role with its organisation, else the profession."""
    role = main_role(roles, today=today)
    if role is None:
        return profession
    if role.organisation is None:
        return role.title
    headline = f"{role.title}, {role.organisation.name}"
    return headline if len(headline) <= HEADLINE else headline[: HEADLINE - 1] + "…"
