"""People, as the one who looks may see them; what to suggest while typing is in suggestions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.people import rules
from vaknet.domain.people.addresses import addresses, own_address
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import (
    Account,
    Closure,
    Consent,
    HelpOffer,
    KnownTopic,
    Merge,
    Occupation,
    Place,
    Profile,
    ProfileLink,
    Role,
    SignIn,
    SoughtTopic,
    SpokenLanguage,
    Subject,
)
from vaknet.domain.people.suggestions import (
    occupation_named,
    occupations_like,
    organisations_like,
    place_named,
    places_like,
    subject_named,
    subjects_like,
)
from vaknet.domain.people.told import leading_to
from vaknet.domain.people.visibility import Closeness, Who, is_public, sees

__all__ = [
    "ProfileView",
    "addresses",
    "agreed_to",
    "closure",
    "consent",
    "main_role",
    "occupation_named",
    "occupations_like",
    "organisations_like",
    "own_address",
    "own_known_topic",
    "own_role",
    "own_sought_topic",
    "people_by_ids",
    "person",
    "place_named",
    "places_like",
    "profile",
    "public_person",
    "sign_ins",
    "subject_named",
    "subjects_like",
]

MOST_SIGN_INS = 50

# One statement instead of three: most of the time of this page went into making statements.
KNOWS, SEEKS, OFFERS, AUDIENCES, SPEAKS, LINKS = range(1, 7)
TOPICS_AND_OFFERS = """
select 1 as what, told.id, text, label_nl, label_en, since
from people_knowntopic told left join people_subject subject on subject.id = subject_id
where actor_id = %(actor)s
union all
select 2, id, text, '', '', since from people_soughttopic where actor_id = %(actor)s
union all
select 3, id, kind, remark, '', since from people_helpoffer where actor_id = %(actor)s
union all
select 4, id, part, who, '', since from people_partaudience where actor_id = %(actor)s
union all
select 5, id, code, '', '', since from people_spokenlanguage where actor_id = %(actor)s
union all
select 6, id, url, '', '', proved_since from people_profilelink where actor_id = %(actor)s
order by what, id
"""
LONG_AGO = date.min
FAR_AWAY = date.max


@dataclass(frozen=True)
class ProfileView:
    """What one who looks may see of a person. Roles: current ones first, then the latest."""

    actor: Actor
    promise: str
    profession: str
    occupation: Occupation | None
    place: Place | None
    languages: list[SpokenLanguage]
    roles: list[Role]
    leads_to: set[int]  # organisations among them that have a page for the one who looks
    known_topics: list[KnownTopic]
    sought_topics: list[SoughtTopic]
    help_offers: list[HelpOffer]
    links: list[ProfileLink]


def person(viewer: Actor | None, handle: str) -> Actor:
    """Raises Actor.DoesNotExist for an unknown handle, and for a guest whatever the handle.

    Also for somebody she is kept apart from: there is no telling that from nobody.
    """
    if viewer is None:
        raise Actor.DoesNotExist
    found = _PERSON(viewer=viewer.pk, handle=handle)
    if not found:
        raise Actor.DoesNotExist
    return found[0]


def _person(viewer: int, handle: str) -> QuerySet[Actor]:
    return _people(viewer).filter(handle=handle)


def _people(viewer: int) -> QuerySet[Actor]:
    people = Actor.objects.filter(kind=Actor.Kind.PERSON, domain="", profile__isnull=False)
    people = people.exclude(is_apart(viewer))
    return people.select_related("profile__occupation", "profile__place")


def people_by_ids(viewer: Actor | None, ids: Iterable[int]) -> dict[int, Actor]:
    if viewer is None:
        return {}
    found = Actor.objects.filter(kind=Actor.Kind.PERSON, domain="", pk__in=list(ids))
    return {actor.pk: actor for actor in found.exclude(is_apart(viewer.pk))}


def public_person(handle: str) -> Actor | None:
    """For whoever is not in: somebody who chose to have a page for everyone.

    One statement, whether there is nobody, or a member who did not choose so. At the address of an
    account that was merged it is who she is now.
    """
    merged = Merge.objects.filter(merged__handle=handle, merged__domain="").values("kept__handle")
    people = _people(0).filter(handle=Coalesce(Subquery(merged[:1]), Value(handle)))
    return people.filter(is_public()).first()


def profile(viewer: Actor | None, actor: Actor, closeness: Closeness) -> ProfileView:
    """`closeness` is that of the viewer, or of whom she wants to see her own profile as."""
    if not rules.may_see_people(viewer) and closeness != Closeness.OUTSIDER:
        raise Profile.DoesNotExist
    with connection.cursor() as cursor:
        cursor.execute(TOPICS_AND_OFFERS, {"actor": actor.pk})
        rows = cursor.fetchall()
    narrowed = {part: who for what, _pk, part, who, *_rest in rows if what == AUDIENCES}

    def shows(part: str) -> bool:
        return sees(closeness, narrowed.get(part, Who.MEMBERS))

    told = actor.profile
    roles = [role for role in _roles_of(actor) if shows(role.kind)]
    return ProfileView(
        actor=actor,
        promise=told.promise if shows("promise") else "",
        profession=told.profession if shows("profession") else "",
        occupation=told.occupation if shows("profession") else None,
        place=told.place if shows("place") else None,
        languages=_languages(actor, rows) if shows("languages") else [],
        roles=roles,
        leads_to=leading_to(roles, closeness, narrowed),
        known_topics=_known_topics(actor, rows) if shows("knows") else [],
        sought_topics=_sought_topics(actor, rows) if shows("seeks") else [],
        help_offers=_help_offers(actor, rows) if shows("help") else [],
        links=_links(actor, rows) if shows("links") else [],
    )


type Rows = Sequence[tuple[Any, ...]]


def _known_topics(actor: Actor, rows: Rows) -> list[KnownTopic]:
    return [
        KnownTopic(pk=pk, actor=actor, text=text, since=since, subject=_subject(nl, en))
        for what, pk, text, nl, en, since in rows
        if what == KNOWS
    ]


def _sought_topics(actor: Actor, rows: Rows) -> list[SoughtTopic]:
    return [
        SoughtTopic(pk=pk, actor=actor, text=text, since=since)
        for what, pk, text, *_labels, since in rows
        if what == SEEKS
    ]


def _languages(actor: Actor, rows: Rows) -> list[SpokenLanguage]:
    return [
        SpokenLanguage(pk=pk, actor=actor, code=code, since=since)
        for what, pk, code, *_rest, since in rows
        if what == SPEAKS
    ]


def _help_offers(actor: Actor, rows: Rows) -> list[HelpOffer]:
    return [
        HelpOffer(pk=pk, actor=actor, kind=kind, remark=remark, since=since)
        for what, pk, kind, remark, _label, since in rows
        if what == OFFERS
    ]


def _links(actor: Actor, rows: Rows) -> list[ProfileLink]:
    return [
        ProfileLink(pk=pk, actor=actor, url=url, proved_since=proved_since)
        for what, pk, url, *_rest, proved_since in rows
        if what == LINKS
    ]


def _subject(label_nl: str | None, label_en: str | None) -> Subject | None:
    return Subject(label_nl=label_nl, label_en=label_en) if label_nl and label_en else None


def _roles_of(actor: Actor) -> list[Role]:
    """Current roles first, each half with the latest start on top."""
    return sorted(
        _ROLES(actor=actor.pk),
        key=lambda role: (role.until or FAR_AWAY, role.since or LONG_AGO),
        reverse=True,
    )


def _roles(actor: int) -> QuerySet[Role]:
    return Role.objects.filter(actor=actor).select_related("organisation")


# A profile is what people look at before they ask.
_PERSON = Frozen(_person)
_ROLES = Frozen(_roles)


def consent(viewer: Actor) -> Consent | None:
    """What she agreed to when she joined; None for who was brought along by an operator."""
    return Consent.objects.filter(actor=viewer, kind=Consent.Kind.BE_SEEN, until=None).first()


def closure(viewer: Actor) -> Closure:
    """That she left, and can still come back. Raises Closure.DoesNotExist."""
    return Closure.objects.get(actor=viewer, until=None)


def agreed_to(viewer: Actor) -> set[str]:
    """The kinds of consent that stand."""
    return set(Consent.objects.filter(actor=viewer, until=None).values_list("kind", flat=True))


def sign_ins(viewer: Account) -> list[SignIn]:
    """Where she is signed in, what was used last first; a session past its time is nothing."""
    mine = SignIn.objects.filter(account=viewer, session__expire_date__gt=now())
    return list(mine.order_by("-seen_at", "-since", "-pk")[:MOST_SIGN_INS])


def identities(viewer: Account) -> list[SocialAccount]:
    """Other systems that let her in, in the order in which she linked them."""
    return list(SocialAccount.objects.filter(user=viewer).order_by("pk"))


def own_role(viewer: Actor, pk: int) -> Role:
    return Role.objects.select_related("organisation").get(pk=pk, actor=viewer)


def own_known_topic(viewer: Actor, pk: int) -> KnownTopic:
    return KnownTopic.objects.get(pk=pk, actor=viewer)


def own_sought_topic(viewer: Actor, pk: int) -> SoughtTopic:
    return SoughtTopic.objects.get(pk=pk, actor=viewer)


def main_role(roles: Sequence[Role], *, today: date) -> Role | None:
    """The work role of today with the latest start."""
    current = [
        role
        for role in roles
        if role.kind == Role.Kind.WORK
        and (role.until is None or role.until > today)
        and (role.since is None or role.since <= today)
    ]
    return max(current, key=lambda role: (role.since or LONG_AGO, role.pk or 0), default=None)
