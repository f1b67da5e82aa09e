"""Showing parts of a profile to some and not to others."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.profile import keep_headline, own_profile
from vaknet.domain.people.models import Consent, PartAudience, ProfilePart
from vaknet.domain.refusal import Refused

Who = PartAudience.Who


@transaction.atomic
def show_parts(by: Actor, *, who_sees: Mapping[str, str], agreed_to: str = "") -> None:
    """Set who sees each part that is named; the others stay as they are.

    The first part for everyone makes a page that outsiders can open, and so tells them that she
    is a member: that takes her consent. `agreed_to` is the edition of the words she agreed to.
    """
    profile = own_profile(by)
    now = dict(PartAudience.objects.filter(actor=by).values_list("part", "who"))
    wanted = now | {ProfilePart(part).value: Who(who).value for part, who in who_sees.items()}
    _keep_consent(by, wanted, agreed_to)
    changed = {part: who for part, who in wanted.items() if who != now.get(part, Who.MEMBERS)}
    if not changed:
        return
    PartAudience.objects.filter(actor=by, part__in=changed).delete()
    PartAudience.objects.bulk_create(
        PartAudience(actor=by, part=part, who=who)
        for part, who in changed.items()
        if who != Who.MEMBERS
    )
    keep_headline(by, profile=profile)
    record(by, "showed_parts", profile, audience=Audience.SELF)


def _keep_consent(by: Actor, wanted: Mapping[str, str], agreed_to: str) -> None:
    standing = Consent.objects.filter(actor=by, kind=Consent.Kind.BE_PUBLIC, until=None)
    if Who.EVERYONE not in wanted.values():
        standing.update(until=timezone.now())
    elif not standing.exists():
        if not agreed_to:
            raise Refused(
                _("Outsiders then see that you are a member here. Tick the box if you agree."),
                field="agrees",
            )
        Consent.objects.create(actor=by, kind=Consent.Kind.BE_PUBLIC, text=agreed_to)
