"""Opportunities and applications, as the one who looks may see them.

Who applied is known to herself, and after the closing moment to the panel. No other query of this
room looks at an application of somebody else, and no count of them leaves it.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.models import (
    Application,
    Aside,
    Opportunity,
    OpportunityOrganiser,
    Panellist,
    Score,
)
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import Organisation

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.applications import ReadApplication
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity

PER_PAGE = 20
Readers = Opportunity.Readers


def visible_opportunities(viewer: Actor | None) -> "QuerySet[SeenOpportunity]":
    """Published ones that she may know of, drafts that she organises, and where she is asked to
    read. Cancelled ones stay.

    Each with `is_organiser`, `is_panellist` (she agreed to sit) and `is_asked` (she did not yet).
    """
    rows = Opportunity.objects.select_related("group__actor", "organisation", "place")
    if viewer is None:
        nobody = Value(value=False)
        public = Q(group=None) | Q(group__readers=Group.Readers.PUBLIC)
        rows = rows.filter(public, published_at__isnull=False, readers=Readers.PUBLIC)
        return rows.annotate(is_organiser=nobody, is_panellist=nobody, is_asked=nobody)
    sits = Panellist.objects.filter(opportunity=OuterRef("pk"), actor=viewer, until=None)
    rows = rows.annotate(
        is_organiser=_organises(viewer.pk, timezone.localdate()),
        is_panellist=Exists(sits.filter(agreed_at__isnull=False)),
        is_asked=Exists(sits.filter(agreed_at=None)),
    )
    member = GroupMembership.objects.filter(group=OuterRef("group"), actor=viewer, until=None)
    wide = Q(readers__in=(Readers.PUBLIC, Readers.MEMBERS))
    # Of a hidden group nobody outside knows that it is there, so neither what it offers.
    wide &= ~Q(group__admission=Group.Admission.HIDDEN) | Q(group=None)
    hers = Application.objects.filter(opportunity=OuterRef("pk"), person=viewer)
    # Who left the group meanwhile still looks back, withdraws, or says yes.
    known = wide | Q(Exists(member)) | Q(Exists(hers)) | Q(is_panellist=True)
    known |= Q(is_asked=True)
    return rows.filter(Q(known, published_at__isnull=False) | Q(is_organiser=True) | _reads())


def _reads() -> Q:
    """A draft too: before she says yes she may want to know to what."""
    return Q(is_panellist=True) | Q(is_asked=True)


def _organises(viewer: int, today: date) -> Q:
    named = OpportunityOrganiser.objects.filter(
        opportunity=OuterRef("pk"), actor=viewer, until=None
    )
    steward = stewards_on(today).filter(
        membership__actor=viewer, membership__group=OuterRef("group")
    )
    return Q(Exists(named)) | Q(Exists(steward))


def opportunity(viewer: Actor | None, pk: int) -> "SeenOpportunity":
    """Raises Opportunity.DoesNotExist for one that is not there and for one she may not know of."""
    return visible_opportunities(viewer).get(pk=pk)


def organised_opportunity(viewer: Actor, pk: int) -> "SeenOpportunity":
    """To who does not organise it, its desk does not exist: raises Opportunity.DoesNotExist."""
    return visible_opportunities(viewer).filter(is_organiser=True).get(pk=pk)


def sat_opportunity(viewer: Actor, pk: int) -> "SeenOpportunity":
    """For who agreed to sit in its panel; to others it has none."""
    return visible_opportunities(viewer).filter(is_panellist=True).get(pk=pk)


def open_opportunities(viewer: Actor | None, *, now: datetime) -> "QuerySet[SeenOpportunity]":
    """To which one can apply, the first that closes first."""
    rows = visible_opportunities(viewer).filter(published_at__isnull=False, cancelled_at=None)
    return rows.filter(closes_at__gt=now, answered_at=None).order_by("closes_at", "pk")


def past_opportunities(viewer: Actor | None, *, now: datetime) -> "QuerySet[SeenOpportunity]":
    """The last one that closed first; also what was cancelled."""
    rows = visible_opportunities(viewer).filter(published_at__isnull=False)
    over = Q(closes_at__lte=now) | Q(cancelled_at__isnull=False)
    return rows.filter(over).order_by("-closes_at", "-pk")


def drafts(viewer: Actor) -> "QuerySet[SeenOpportunity]":
    rows = visible_opportunities(viewer).filter(published_at=None, is_organiser=True)
    return rows.order_by("-pk")


def to_read(viewer: Actor) -> "QuerySet[SeenOpportunity]":
    """Where she is asked to sit, or sits and nobody has a reply yet."""
    rows = visible_opportunities(viewer).filter(_reads(), answered_at=None, cancelled_at=None)
    return rows.order_by("closes_at", "pk")


def of_group(rows: "QuerySet[SeenOpportunity]", group: Group) -> "QuerySet[SeenOpportunity]":
    return rows.filter(group=group)


def in_name_of(
    rows: "QuerySet[SeenOpportunity]", place: Organisation
) -> "QuerySet[SeenOpportunity]":
    return rows.filter(organisation=place)


def organisers(viewer: Actor, opportunity: Opportunity) -> list[OpportunityOrganiser]:
    """By name, without whom she may not see."""
    rows = OpportunityOrganiser.objects.filter(opportunity=opportunity, until=None)
    rows = rows.select_related("actor").exclude(is_apart(viewer.pk, "actor"))
    return list(rows.order_by("actor__name", "pk"))


def panel(viewer: Actor | None, opportunity: Opportunity) -> list[Panellist]:
    """Who reads what she writes, by name: those who said yes. Guests are told no names."""
    if viewer is None:
        return []
    return [row for row in asked_panel(viewer, opportunity) if row.agreed_at is not None]


def asked_panel(viewer: Actor, opportunity: Opportunity) -> list[Panellist]:
    """With who did not answer yet, for the desk."""
    rows = Panellist.objects.filter(opportunity=opportunity, until=None)
    rows = rows.select_related("actor").exclude(is_apart(viewer.pk, "actor"))
    return list(rows.order_by("actor__name", "pk"))


def may_be_asked(viewer: Actor, opportunity: Opportunity) -> QuerySet[Actor]:
    """To organise or to read: members with an account whom she may see; and who does already, be
    it to take them off."""
    named = OpportunityOrganiser.objects.filter(opportunity=opportunity, until=None)
    sits = Panellist.objects.filter(opportunity=opportunity, until=None)
    already = Q(pk__in=named.values("actor")) | Q(pk__in=sits.values("actor"))
    here = Q(account__is_active=True) & ~is_apart(viewer.pk)
    return Actor.objects.filter(PEOPLE_HERE, here | already)


def application(viewer: Actor | None, opportunity: Opportunity) -> Application | None:
    """Hers. Of nobody else."""
    if viewer is None:
        return None
    return Application.objects.filter(opportunity=opportunity, person=viewer).first()


def my_applications(viewer: Actor) -> QuerySet[Application]:
    """The latest first, with what they are for."""
    rows = Application.objects.filter(person=viewer).order_by("-pk")
    return rows.select_related("opportunity__group__actor", "opportunity__organisation")


def to_read_of(
    viewer: Actor, opportunity: "SeenOpportunity", *, now: datetime
) -> "QuerySet[ReadApplication]":
    """For the panel, once nobody can change them any more. Each with whether she stepped aside, and
    whether she gave her scores. To anybody else there are none."""
    rows = Application.objects.filter(opportunity=opportunity, sent_at__isnull=False)
    if not (opportunity.is_panellist and rules.may_be_read(opportunity, now)):
        rows = rows.none()
    rows = rows.exclude(is_apart(viewer.pk, "person")).select_related("person", "decided_by")
    aside = Aside.objects.filter(application=OuterRef("pk"), by=viewer)
    hers = Score.objects.filter(application=OuterRef("pk"), by=viewer)
    decided = Q(~Q(outcome=""))
    rows = rows.annotate(is_aside=Exists(aside), is_scored=Exists(hers), is_decided=decided)
    return rows.order_by("pk")


def application_to_read(
    viewer: Actor, opportunity: "SeenOpportunity", pk: int, *, now: datetime
) -> "ReadApplication":
    """Raises Application.DoesNotExist, also for who does not sit."""
    return to_read_of(viewer, opportunity, now=now).get(pk=pk)


def number_of(
    viewer: Actor, opportunity: "SeenOpportunity", application: Application, *, now: datetime
) -> int:
    """What it is called while it has no name, among those that she may read."""
    return to_read_of(viewer, opportunity, now=now).filter(pk__lte=application.pk).count()


def waiting_for_an_answer(opportunity: Opportunity) -> QuerySet[Application]:
    """For the press and the clock alone: also what this or that reader does not see. Who was
    switched off is not waited for: nobody can read her."""
    rows = Application.objects.filter(opportunity=opportunity, sent_at__isnull=False, outcome="")
    return rows.exclude(person__account__is_active=False)


def readers_of(application: Application) -> QuerySet[Panellist]:
    """Who of the panel has a say in it: not who stepped aside, nor who is kept apart from her."""
    aside = Aside.objects.filter(application=application, by=OuterRef("actor"))
    rows = Panellist.objects.filter(
        opportunity=application.opportunity_id, until=None, agreed_at__isnull=False
    )
    return rows.exclude(Exists(aside)).exclude(is_apart(application.person_id, "actor"))


def lacks_a_reader(opportunity: Opportunity) -> bool:
    """Whether something waits that nobody in the panel sees. Which, and how many, nobody hears."""
    rows = waiting_for_an_answer(opportunity)
    sits = Panellist.objects.filter(
        opportunity=opportunity, until=None, agreed_at__isnull=False, actor__account__is_active=True
    )
    for reader in sits.values_list("actor_id", flat=True):
        aside = Aside.objects.filter(application=OuterRef("pk"), by=reader)
        rows = rows.filter(is_apart(reader, "person") | Q(Exists(aside)))
    return rows.exists()


def taking_part(viewer: Actor, opportunity: "SeenOpportunity") -> list[Application]:
    """Who said yes to a place, which she did knowing that organisers see it. Nobody else."""
    if not opportunity.is_organiser:
        return []
    rows = Application.objects.filter(opportunity=opportunity, confirmed_at__isnull=False)
    rows = rows.filter(declined_at=None).exclude(is_apart(viewer.pk, "person"))
    return list(rows.select_related("person").order_by("person__name", "pk"))
