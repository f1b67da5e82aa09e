"""What came in and was proven, and the word for what nothing comes of."""

from dataclasses import dataclass

from vaknet.domain.events.actions import EventThere
from vaknet.domain.federation.models import RemoteActor
from vaknet.engine.activitypub import Activity, Document
from vaknet.engine.activitypub import Actor as ActorThere
from vaknet.engine.activitypub.fields import Fields


class Nothing(Exception):
    """Nothing comes of it, and why: for the operator."""


@dataclass(frozen=True)
class Arrived:
    """`by` is who signed it. `found`: somebody who was read for it at her own address; `event`: an
    event to which somebody here goes. `is_gone`: as its own server says, it is not there any more.

    What stands in `document` about others is only their word: see `trust.source_of`.
    """

    activity: Activity
    by: RemoteActor
    document: Document
    found: ActorThere | None = None
    event: EventThere | None = None
    is_gone: bool = False

    def undone(self) -> Fields:
        """What an Undo takes back, told whole. Raises Nothing where somebody else did it."""
        fields = self.activity.part.fields
        if fields is None or fields.link("actor") != self.by.uri:
            raise Nothing("what somebody else did")
        return fields
