"""Roles: several at once, and over time."""

from datetime import date

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people import rules
from vaknet.domain.people.actions.organisations import count_people
from vaknet.domain.people.actions.profile import keep_headline, own_profile
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.people.models import Organisation, Role
from vaknet.domain.people.models.organisations import kind_by_name
from vaknet.domain.refusal import Refused

ROLES = 60
EARLIEST = 1930


@transaction.atomic
def add_role(
    by: Actor,
    *,
    kind: str,
    title: str,
    organisation: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Role:
    profile = own_profile(by)
    if Role.objects.filter(actor=by).count() >= ROLES:
        raise Refused(_("You have %(count)d roles. Remove one first.") % {"count": ROLES})
    role = Role(actor=by)
    _fill(role, kind=kind, title=title, organisation=organisation, since=since, until=until)
    twin = _twin(role)
    if twin is not None:
        return twin
    role.save()
    _count({role.organisation_id})
    keep_headline(by, profile=profile)
    record(by, "added_role", role, audience=Audience.MEMBERS)
    return role


@transaction.atomic
def change_role(
    by: Actor,
    *,
    role: Role,
    kind: str,
    title: str,
    organisation: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Role:
    _own(by, role)
    profile = own_profile(by)
    role = Role.objects.select_for_update().get(pk=role.pk)
    before = role.organisation_id
    _fill(role, kind=kind, title=title, organisation=organisation, since=since, until=until)
    role.save()
    _count({before, role.organisation_id})
    keep_headline(by, profile=profile)
    record(by, "changed_role", role, audience=Audience.MEMBERS)
    return role


@transaction.atomic
def remove_role(by: Actor, *, role: Role) -> None:
    """Removing what is gone already does nothing: a double click is one click."""
    _own(by, role)
    profile = own_profile(by)
    if not Role.objects.filter(pk=role.pk).exists():
        return
    record(by, "removed_role", role, audience=Audience.SELF)
    Role.objects.filter(pk=role.pk).delete()
    _count({role.organisation_id})
    keep_headline(by, profile=profile)


def organisation_named(name: str) -> Organisation | None:
    """The organisation with this name, whatever its capitals; made if there is none."""
    tidy = line(name, limit=200, field="organisation")
    if not tidy:
        return None
    # PostgreSQL lowers both sides: that is what its unique index compares.
    same = Organisation.objects.alias(lower=Lower("name")).filter(lower=Lower(Value(tidy)))
    found = same.first()
    if found is None:
        # Two people may bring in the same new employer at the same moment: both get one row.
        Organisation.objects.bulk_create(
            [Organisation(name=tidy, kind=kind_by_name(tidy))], ignore_conflicts=True
        )
        found = same.get()
    return found


def _count(places: set[int | None]) -> None:
    count_people(places=[pk for pk in places if pk is not None])


def _own(by: Actor, role: Role) -> None:
    if not rules.may_change_role(by, role):
        raise Refused(_("This role is not yours. You can only change your own profile."))


def _fill(
    role: Role,
    *,
    kind: str,
    title: str,
    organisation: str,
    since: date | None,
    until: date | None,
) -> None:
    if kind not in Role.Kind.values:
        raise Refused(_("Choose work, union or volunteering."), field="kind")
    role.kind = kind
    role.title = required_line(
        title,
        limit=120,
        field="title",
        missing=_("Fill in your job title. “Member” is fine too."),
    )
    if until is not None and since is not None and until < since:
        raise Refused(_("This role ends before it starts. Check the two dates."), field="until")
    for moment, field in ((since, "since"), (until, "until")):
        if moment is not None and not EARLIEST <= moment.year <= 2100:
            raise Refused(_("Check the year. Use four digits, such as 2019."), field=field)
    role.organisation = organisation_named(organisation)
    role.since = since
    role.until = until


def _twin(role: Role) -> Role | None:
    """The same role, sent twice."""
    return (
        Role.objects.filter(
            actor_id=role.actor_id,
            kind=role.kind,
            title__iexact=role.title,
            organisation=role.organisation,
            since=role.since,
            until=role.until,
        )
        .select_related("organisation")
        .first()
    )
