"""What people who work somewhere tell about it."""

from collections.abc import Iterable
from secrets import token_hex

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import FORMER, Actor, Audience
from vaknet.domain.people import domains
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused

LONGEST_NAME = 120  # of an actor: it is shorter than that of an organisation
COUNT_PEOPLE = """
with counted as (
    select organisation.id, count(distinct role.actor_id) as people
    from people_organisation organisation
    left join people_role role on role.organisation_id = organisation.id
        and (role.until is null or role.until > %(today)s)
        and (role.since is null or role.since <= %(today)s)
        and not exists (
            select from people_partaudience hidden
            where hidden.actor_id = role.actor_id and hidden.part = role.kind
              and hidden.who in ('contacts', 'me')
        )
    where %(places)s::bigint[] is null or organisation.id = any(%(places)s)
    group by organisation.id
)
update people_organisation organisation set people = counted.people
from counted where counted.id = organisation.id and counted.people <> organisation.people
"""


def count_people(*, places: Iterable[int] | None = None) -> None:
    """Of these organisations, or of all. Today is what it is here: that of PostgreSQL is of another
    time zone, and for an hour or two after midnight it is another day.
    """
    values = {"places": None if places is None else sorted(places), "today": timezone.localdate()}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_PEOPLE, values)


def hold_organisation(organisation: Organisation) -> None:
    """Whether other networks know of it does not change until the end of this transaction."""
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk)
    list(rows.values_list("pk"))


def actor_of_organisation(*, organisation: Organisation, handle: str) -> Actor:
    """As which it acts, made when it is first needed. Belongs inside a transaction that has its
    row, and the handle to be free."""
    actor = organisation.actor or Actor(kind=Actor.Kind.ORGANISATION)
    actor.handle, actor.name = handle, organisation.name[:LONGEST_NAME]
    actor.save()
    if organisation.actor is None:
        organisation.actor = actor
        organisation.save(update_fields=["actor"])
    return actor


def part_with_actor(*, organisation: Organisation) -> None:
    """It acts as that one no more. What stays tells whose it was to nobody: its address only says
    that it is gone. Belongs inside a transaction."""
    actor = organisation.actor
    organisation.actor = None
    organisation.save(update_fields=["actor"])
    if actor is not None:
        actor.handle, actor.name = f"{FORMER}{token_hex(8)}", ""
        actor.save(update_fields=["handle", "name"])


def name_actors_of_organisations() -> None:
    """As the organisations are called now."""
    name = Organisation.objects.filter(actor=OuterRef("pk")).values(
        short=Left("name", LONGEST_NAME)
    )
    Actor.objects.filter(organisation__isnull=False).update(name=Subquery(name))


@transaction.atomic
def describe_organisation(
    by: Actor, *, organisation: Organisation, kind: str | None = None, size: str | None = None
) -> Organisation:
    """What is None stays. The last one counts. The kind of a public body is known."""
    if not domains.may_speak_for(by, organisation):
        raise Refused(_("Only people who work there can do this, with an address of their domain."))
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    row.kind = row.kind if row.uri or kind is None else kind
    row.size = row.size if size is None else size
    if row.kind not in ["", *Organisation.Kind.values] or row.size not in ["", *row.Size.values]:
        raise Refused(_("Choose one of the options in the list."))
    row.save(update_fields=["kind", "size"])
    record(by, "described_organisation", row, audience=Audience.MEMBERS)
    return row
