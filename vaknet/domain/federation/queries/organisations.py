"""Which organisations are known to other networks, and who may say so.

Known is one whose domain is shown to be its own without a break since somebody who speaks for it by
that domain let it be known, and that did not merge into another.
"""

from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import FederatedThing, Follower, Represented
from vaknet.domain.people.domains import domains_spoken_for, may_speak_for
from vaknet.domain.people.models import DomainProof, Organisation


def represented() -> QuerySet[Represented]:
    """Of all organisations that are known elsewhere. One whose domain was lost and came back is
    not, also before the clock saw that: whoever shows it now is perhaps somebody else."""
    of_it = DomainProof.objects.filter(
        organisation=OuterRef("organisation"), domain=OuterRef("domain"), since__isnull=False
    )
    at_that_moment = Q(since__lte=OuterRef("until")) & (
        Q(until=None) | Q(until__gt=OuterRef("until"))
    )
    ended = of_it.filter(until__gte=OuterRef("since")).exclude(Exists(of_it.filter(at_that_moment)))
    rows = Represented.objects.filter(Exists(of_it.filter(until=None)), ~Exists(ended))
    return rows.filter(until=None, organisation__ended=False)


def represented_of(place: Organisation) -> Represented | None:
    """When it is known elsewhere."""
    return represented().filter(organisation=place).select_related("organisation").first()


def represented_as(actor: Actor) -> Represented | None:
    """When that is one that is known elsewhere."""
    rows = represented().filter(organisation__actor=actor)
    return rows.select_related("organisation").first()


def is_organisation() -> Q:
    """Of an actor: whether it is an organisation that is known elsewhere."""
    rows = represented().filter(organisation__actor=OuterRef("pk"))
    return Q(kind=Actor.Kind.ORGANISATION, domain="") & Q(Exists(rows))


def speaks_by_its_domain(person: Actor, known: Represented) -> bool:
    """By the one that it is known by. Anybody who says that she works there can show another one
    by an address of her own."""
    return known.domain in domains_spoken_for(person, known.organisation)


def may_decide_for(person: Actor, place: Organisation) -> bool:
    """Whether other networks hear of it, or do no more."""
    known = represented_of(place)
    if known is None:
        return bool(domains_spoken_for(person, place))
    return speaks_by_its_domain(person, known)


def may_publish_for(person: Actor, place: Organisation) -> bool:
    """Whether what she publishes can be said in its name. Of one that is known elsewhere that is
    who speaks for it by that domain: it goes out with it."""
    known = represented_of(place)
    return may_speak_for(person, place) if known is None else speaks_by_its_domain(person, known)


def may_change_for(person: Actor, place: Organisation, *, published_at: datetime) -> bool:
    """Whether other networks may read what she makes of something that was put up in its name at
    that moment."""
    known = represented_of(place)
    if known is None or published_at < known.since:  # then they do not read it
        return True
    return speaks_by_its_domain(person, known)


def organisations_gone() -> QuerySet[Actor]:
    """Those that are not known any more, and of which nobody elsewhere was told so yet."""
    here = Actor.objects.filter(kind=Actor.Kind.ORGANISATION, domain="")
    known = ExpressionWrapper(is_organisation(), output_field=BooleanField())
    standing = Represented.objects.filter(organisation__actor=OuterRef("pk"), until=None)
    followed = Follower.objects.filter(followed=OuterRef("pk"), until=None)
    said = FederatedThing.objects.filter(owner=OuterRef("federated_id__token"), gone_at=None)
    untold = Q(Exists(standing)) | Q(Exists(followed)) | Q(Exists(said))
    rows = here.annotate(is_known=known).filter(untold, is_known=False)
    return rows.select_related("federated_id", "organisation").order_by("pk")
