"""A letter to one person on another network, with a link to a page here that is for her alone."""

from django.utils import timezone
from django.utils.html import format_html

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import RemoteActor
from vaknet.engine.activitypub.own_letters import letter
from vaknet.interfaces.federation import who
from vaknet.interfaces.federation.addresses import actor_address


def write_to(
    remote: RemoteActor, *, sender: Actor, name: str, says: str, link: str, read: str
) -> None:
    """`name` ends its id, so that it is told once. `read`: the words of the link.

    All in the language of this network: hers we do not know.
    """
    address = actor_address(who.identity(sender).token)
    words = '<p>@{} {}</p><p><a href="{}">{}</a></p>'
    told = letter(
        note_id=f"{address}#{name}",
        sender=address,
        to=remote.uri,
        called=remote.actor.address,
        html=format_html(words, remote.actor.address, says, link, read),
        at=timezone.now(),
    )
    deliver(sender, told, [remote.inbox])
