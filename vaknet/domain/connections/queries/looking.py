"""Who looks for work, for whom she chose. Who works for her employer is left out in the query."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection, JobTip, LookingForWork, LookingReader
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.colleagues import employs_both, is_colleague_of
from vaknet.domain.people.visibility import Closeness, is_kept_to_herself, is_narrowed

Audience = LookingForWork.Audience
TOLD_FROM = {
    Audience.MEMBERS: Closeness.MEMBER,
    Audience.CONTACTS: Closeness.CONTACT,
    Audience.CHOSEN: Closeness.CONTACT,
}


def looking_for_work(viewer: Actor, person: Actor) -> LookingForWork | None:
    """What that person told, if the viewer may know of it; of oneself always, while it lasts."""
    found = _LOOKING(viewer=viewer.pk, person=person.pk, today=timezone.localdate())
    return next(iter(found), None)


def search_as_seen(viewer: Actor, person: Actor, closeness: Closeness) -> LookingForWork | None:
    """On a page: one's own as somebody so near may see it, unless her employer is theirs too."""
    told = looking_for_work(viewer, person)
    if told is None or person.pk != viewer.pk:
        return told
    return told if closeness >= TOLD_FROM[Audience(told.audience)] else None


def my_search(viewer: Actor) -> LookingForWork | None:
    """Also when its day went by: to look back on, and to take up again."""
    return LookingForWork.objects.filter(actor=viewer, until=None).first()


def readers_of(viewer: Actor, told: LookingForWork, *, text: str = "") -> QuerySet[Actor]:
    """Who may see what she told; by name, those whose name holds `text`.

    It may hold somebody who does not see it, never the other way round: that a contact has a role
    at her employer which he keeps from her is not for her to learn from a name that is missing.
    """
    tie = Connection.objects.filter(holder=viewer, contact=OuterRef("pk"), until=None)
    people = Actor.objects.filter(kind=Actor.Kind.PERSON, domain="", profile__isnull=False)
    people = people.exclude(pk=viewer.pk).exclude(is_apart(viewer.pk))
    if told.audience != Audience.MEMBERS:
        people = people.filter(Exists(tie))
    if told.audience == Audience.CHOSEN:
        people = people.filter(pk__in=told.readers.values("reader"))
    known_of = Connection.objects.filter(holder=viewer, contact=OuterRef("actor"), until=None)
    kind = OuterRef("kind")
    known = ~is_kept_to_herself(kind) & (~is_narrowed(kind) | Q(Exists(known_of)))
    colleague = is_colleague_of(viewer.pk, today=timezone.localdate(), known=known)
    return people.exclude(colleague).filter(name__icontains=text).order_by("name", "pk")


def tips_for(viewer: Actor, told: LookingForWork) -> QuerySet[JobTip]:
    rows = told.tips.select_related("actor").exclude(is_apart(viewer.pk, "actor"))
    return rows if told.actor_id == viewer.pk else rows.filter(actor=viewer)


def who_look(viewer: int, today: date) -> QuerySet[LookingForWork]:
    """All of whom the viewer may know that they look for work, and herself."""
    tie = Connection.objects.filter(holder=OuterRef("actor"), contact=viewer, until=None)
    chosen = LookingReader.objects.filter(looking=OuterRef("pk"), reader=viewer)
    told = (
        Q(audience=Audience.MEMBERS)
        | Q(Exists(tie), audience=Audience.CONTACTS)
        | Q(Exists(tie), Exists(chosen), audience=Audience.CHOSEN)
    )
    others = told & ~employs_both(viewer, today=today) & ~is_apart(viewer, "actor")
    rows = LookingForWork.objects.filter(until=None, until_on__gte=today)
    return rows.filter(Q(actor=viewer) | others).select_related("actor")


def _looking(viewer: int, person: int, today: date) -> QuerySet[LookingForWork]:
    return who_look(viewer, today).filter(actor=person)


_LOOKING = Frozen(_looking)
