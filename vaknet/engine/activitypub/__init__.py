"""The language in which networks talk: ActivityPub, on bytes and plain values.

claimed = claim(message, now=now)              # who says that she signed it, with which key
proven = claimed.proved_by(key)                # she did: the bytes that were signed
activity = performed(proven, ours=origin)      # what she did, and nothing in another's name

Nothing here fetches, keeps or shows anything. What others wrote in HTML is as it came.
"""

from vaknet.engine.activitypub.activities import Activity, Part, Verb, activity
from vaknet.engine.activitypub.actors import Actor, ActorKind, actor
from vaknet.engine.activitypub.collections import Collection, collection, next_page
from vaknet.engine.activitypub.documents import Document, check_content_type
from vaknet.engine.activitypub.fields import PUBLIC
from vaknet.engine.activitypub.keys import PublicKey, SigningKey
from vaknet.engine.activitypub.messages import Message
from vaknet.engine.activitypub.posts import Post, PostKind, Tombstone, post
from vaknet.engine.activitypub.proven import Claim, Proven
from vaknet.engine.activitypub.refusals import Refusal, Unproven, Unreadable
from vaknet.engine.activitypub.signatures import claim
from vaknet.engine.activitypub.trust import (
    Found,
    Source,
    found_at,
    performed,
    source_of,
)

__all__ = [
    "PUBLIC",
    "Activity",
    "Actor",
    "ActorKind",
    "Claim",
    "Collection",
    "Document",
    "Found",
    "Message",
    "Part",
    "Post",
    "PostKind",
    "Proven",
    "PublicKey",
    "Refusal",
    "SigningKey",
    "Source",
    "Tombstone",
    "Unproven",
    "Unreadable",
    "Verb",
    "activity",
    "actor",
    "check_content_type",
    "claim",
    "collection",
    "found_at",
    "next_page",
    "performed",
    "post",
    "source_of",
]
