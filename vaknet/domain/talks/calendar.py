"""A talk as a calendar file. The two see each other's address only there, after both agreed."""

from typing import Literal
from urllib.parse import urlsplit

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Account
from vaknet.domain.talks.models import Talk
from vaknet.kit.calendar import Meeting, Party
from vaknet.kit.calendar import invitation as build


def invitation(
    talk: Talk, *, base_url: str, method: Literal["REQUEST", "CANCEL"] = "REQUEST"
) -> bytes:
    """The file for both. `talk` has a time: it is agreed, or was before it was cancelled."""
    if talk.starts_at is None:
        raise ValueError("a talk without a time is in nobody's calendar")
    both = [talk.proposer_id, talk.invitee_id]
    emails = dict(Account.objects.filter(actor__in=both).values_list("actor__pk", "email"))
    meeting = Meeting(
        uid=f"{talk.uid}@{urlsplit(base_url).hostname}",
        sequence=talk.sequence,
        summary=talk.purpose,
        location=talk.location,
        description=f"{base_url}/ik/afspraken/{talk.pk}/",
        starts_at=talk.starts_at,
        minutes=talk.minutes,
        organiser=_party(talk.proposer, emails),
        attendees=(_party(talk.invitee, emails),),
        stamp=talk.cancelled_at or talk.agreed_at or talk.proposed_at,
    )
    return build(meeting, method)


def _party(actor: Actor, emails: dict[int, str]) -> Party:
    return Party(actor.name, emails.get(actor.pk, f"{actor.handle}@invalid"))
