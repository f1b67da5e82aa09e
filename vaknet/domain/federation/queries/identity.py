"""Who is known to other networks. Everybody else is nobody there: in words, and in statements."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone, translation

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import (
    Allowance,
    AlsoKnownAs,
    FederatedId,
    Federating,
    Follower,
    KeptHome,
    MovedTo,
    SigningKey,
)
from vaknet.domain.federation.queries.organisations import is_organisation, represented_of
from vaknet.domain.federation.rules import NETWORK
from vaknet.domain.groups.models import Group
from vaknet.domain.people.models import Organisation, Role
from vaknet.domain.people.queries import ProfileView, main_role, profile
from vaknet.domain.people.visibility import Closeness, is_public

BESIDE = ("federated_id", "group", "organisation")
KNOWN_FOR = timedelta(days=7)  # how long a key of before stands in her document


@dataclass(frozen=True)
class Identity:
    """What other networks read of an actor. `keys`: first those in use, then those of before.

    `lines` is what she shows to everyone about herself; of a group what it is for, and of an
    organisation what it is and its domain.
    """

    actor: Actor
    token: str
    keys: tuple[SigningKey, ...]
    lines: tuple[str, ...]
    allows: frozenset[str]
    also_known_as: tuple[str, ...]
    moved_to: str


@dataclass(frozen=True)
class Known:
    """Who is meant by a token. `actor` is None for who chose to stop: that is all that is told."""

    actor: Actor | None


def known(handle: str) -> Actor | None:
    """Who is known elsewhere by this handle; None for nobody, and as well for everybody else."""
    return _known().filter(handle=handle).first()


def meant(token: str) -> Known | None:
    """None where there is nobody: also for who may come back, after closing her account or while
    it is switched off. What other networks keep of her goes when they are told that she is gone.
    Once she cannot come back, it is as with who stopped."""
    rows = Actor.objects.filter(federated_id__token=token).select_related(*BESIDE)
    stands = ExpressionWrapper(_is_known(), output_field=BooleanField())
    waits = Exists(Federating.objects.filter(actor=OuterRef("pk"), until=None))
    found = rows.annotate(stands=stands, waits=waits).first()
    if found is None:
        erased = FederatedId.objects.filter(token=token, actor=None).exists()
        return Known(None) if erased else None
    if found.waits and not found.stands:
        return None
    return Known(found if found.stands else None)


def here(token: str, *, known: bool) -> Actor | None:
    """Who has that token. `known`: and other networks may know of her now."""
    rows = Actor.objects.filter(federated_id__token=token).select_related(*BESIDE)
    return (rows.filter(_is_known()) if known else rows).first()


def network() -> Actor | None:
    """None before anybody asked for it."""
    rows = Actor.objects.select_related("federated_id")
    return rows.filter(_is_network()).first()


def identity(actor: Actor) -> Identity | None:
    """None for who has no address yet. `actor` is one of those above."""
    has_id = getattr(actor, "federated_id", None)
    keys = sorted(_keys(actor), key=lambda key: (key.until is not None, key.kind, -key.pk))
    if has_id is None or len([key for key in keys if key.until is None]) < len(SigningKey.Kind):
        return None
    return Identity(
        actor=actor,
        token=has_id.token,
        keys=tuple(keys),
        lines=tuple(_lines(actor)),
        allows=frozenset(allowed(actor)),
        also_known_as=tuple(also_known_as(actor).values_list("uri", flat=True)),
        moved_to=moved.uri if (moved := moved_to(actor)) else "",
    )


def token_of(actor: Actor) -> str:
    """Of who has an address. Raises FederatedId.DoesNotExist."""
    return FederatedId.objects.get(actor=actor).token


def federating(viewer: Actor) -> Federating | None:
    return Federating.objects.filter(actor=viewer, until=None).first()


def is_known(viewer: Actor) -> bool:
    """Whether somebody elsewhere can find her now: she may have chosen so, and show nothing to
    everyone any more."""
    return known(viewer.handle) is not None


def known_among(actors: Collection[int]) -> set[int]:
    """Of these whom somebody elsewhere can find now."""
    return set(_known().filter(pk__in=actors).values_list("pk", flat=True))


def groups_gone() -> QuerySet[Actor]:
    """Those that are not known any more, and that somebody elsewhere follows still."""
    known = ExpressionWrapper(_is_known(), output_field=BooleanField())
    followed = Follower.objects.filter(followed=OuterRef("pk"), until=None)
    rows = Actor.objects.filter(Exists(followed), kind=Actor.Kind.GROUP, domain="")
    rows = rows.filter(federated_id__isnull=False).annotate(is_known=known)
    return rows.filter(is_known=False).select_related("federated_id").order_by("pk")


def kept_home(group: Group) -> KeptHome | None:
    return KeptHome.objects.filter(group=group, until=None).first()


def allowed(actor: Actor) -> set[str]:
    rows = Allowance.objects.filter(actor=actor, until=None)
    return set(rows.values_list("kind", flat=True))


def also_known_as(actor: Actor) -> QuerySet[AlsoKnownAs]:
    return AlsoKnownAs.objects.filter(actor=actor).order_by("pk")


def moved_to(actor: Actor) -> MovedTo | None:
    return MovedTo.objects.filter(actor=actor, until=None).first()


def moved_lately(actor: Actor, *, since: datetime) -> MovedTo | None:
    """The latest move after that moment, also one that was taken back."""
    return MovedTo.objects.filter(actor=actor, since__gt=since).order_by("-since").first()


def signing_keys(*actors: Actor) -> QuerySet[SigningKey]:
    """Those in use."""
    return SigningKey.objects.filter(actor__in=actors, until=None).order_by("kind")


def signing_key_named(name: str) -> SigningKey:
    """Also one of before. Raises SigningKey.DoesNotExist."""
    return SigningKey.objects.get(name=name)


def _known() -> QuerySet[Actor]:
    return Actor.objects.filter(_is_known()).select_related(*BESIDE)


def _is_known() -> Q:
    return _is_person() | _is_group() | _is_network() | is_organisation()


def _is_person() -> Q:
    """She chose so, has a page for everyone, and is here: did not leave, is not switched off."""
    chose = Exists(Federating.objects.filter(actor=OuterRef("pk"), until=None))
    person = Q(kind=Actor.Kind.PERSON, domain="", account__is_active=True) & ~Q(name="")
    return person & Q(chose) & is_public()


def _is_group() -> Q:
    stays = KeptHome.objects.filter(group=OuterRef("pk"), until=None)
    public = Q(kind=Actor.Kind.GROUP, domain="", group__readers=Group.Readers.PUBLIC)
    return public & ~Q(Exists(stays))


def _is_network() -> Q:
    return Q(kind=Actor.Kind.SERVICE, handle=NETWORK, domain="")


def _keys(actor: Actor) -> QuerySet[SigningKey]:
    lately = timezone.now() - KNOWN_FOR
    return SigningKey.objects.filter(Q(until=None) | Q(until__gt=lately), actor=actor)


def _lines(actor: Actor) -> list[str]:
    if actor.kind == Actor.Kind.GROUP:
        return [actor.group.purpose]
    if actor.kind == Actor.Kind.ORGANISATION:
        return _lines_of_organisation(actor.organisation)
    if actor.kind != Actor.Kind.PERSON:
        return [line for line in [settings.NETWORK_DESCRIPTION] if line]
    person = Actor.objects.select_related("profile__occupation", "profile__place").get(pk=actor.pk)
    seen = profile(None, person, Closeness.OUTSIDER)
    return [line for line in (_work(seen), seen.promise) if line]


def _lines_of_organisation(place: Organisation) -> list[str]:
    """In the language of the network: the answer is the same whoever asks."""
    known = represented_of(place)
    with translation.override(settings.LANGUAGE_CODE):
        lines = [str(place.get_kind_display()), known.domain if known is not None else ""]
    return [line for line in lines if line]


def _work(seen: ProfileView) -> str:
    """The line under her name, of what everyone may see."""
    role = main_role(seen.roles, today=timezone.localdate())
    return seen.profession if role is None else _in_words(role)


def _in_words(role: Role) -> str:
    return f"{role.title}, {role.organisation.name}" if role.organisation else role.title
