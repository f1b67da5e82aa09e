"""What is told of an actor of ours: the other way round of `actors`."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from vaknet.engine.activitypub import multibase
from vaknet.engine.activitypub.actors import ActorKind
from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.engine.activitypub.handles import Handle
from vaknet.engine.activitypub.keys import PublicKey, published

COLLECTIONS = ("outbox", "followers", "following", "featured")
MODERATORS = "moderators"  # of a group, as FEP-1b12 has it
CONTEXT: list[object] = [
    ACTIVITYSTREAMS,
    "https://w3id.org/security/v1",
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    {
        "toot": "http://joinmastodon.org/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "featured": {"@id": "toot:featured", "@type": "@id"},
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
        "movedTo": {"@id": "as:movedTo", "@type": "@id"},
        "webfinger": {
            "@id": "https://purl.archive.org/socialweb/webfinger#webfinger",
            "@type": "xsd:string",
        },
        "implements": {"@id": "https://w3id.org/fep/844e#implements", "@type": "@id"},
    },
]
# FEP-844e, with what is registered there.
IMPLEMENTS = [
    {
        "type": "Link",
        "href": "https://datatracker.ietf.org/doc/html/rfc9421",
        "name": "RFC-9421: HTTP Message Signatures",
    }
]
_RSA = b"\x85\x24"  # rsa-pub of the table of multicodec, as varint


@dataclass(frozen=True)
class OwnActor:
    """`key` is the RSA key in use; `other_keys` all others, also those of before.

    Most servers read one `publicKey` and no list, so an RSA key of before stands with the others.
    """

    id: str
    kind: ActorKind
    handle: Handle
    name: str
    page: str
    shared_inbox: str
    lines: Sequence[str]
    key: PublicKey
    other_keys: Sequence[PublicKey]
    also_known_as: Sequence[str]
    asks_first: bool
    discoverable: bool
    indexable: bool
    moved_to: str = ""


def document(own: OwnActor) -> dict[str, object]:
    """Nothing in it that she did not choose to tell: no moment, no number, no picture."""
    told: dict[str, object] = {
        "@context": CONTEXT,
        "id": own.id,
        "type": own.kind.value,
        "preferredUsername": own.handle.user,
        "webfinger": f"{own.handle.user}@{own.handle.host}",
        "name": own.name,
        "url": own.page,
        "inbox": f"{own.id}/inbox",
        **{name: f"{own.id}/{name}" for name in COLLECTIONS},
        "endpoints": {"sharedInbox": own.shared_inbox},
        "manuallyApprovesFollowers": own.asks_first,
        "discoverable": own.discoverable,
        "indexable": own.indexable,
        "publicKey": published(own.key),
        "assertionMethod": [_multikey(own.id, key) for key in own.other_keys],
        "generator": {"type": "Application", "name": "Vaknet", "implements": IMPLEMENTS},
    }
    if own.kind is ActorKind.GROUP:
        told["attributedTo"] = f"{own.id}/{MODERATORS}"
    if own.lines:
        told["summary"] = "".join(f"<p>{escape(line)}</p>" for line in own.lines)
    if own.also_known_as:
        told["alsoKnownAs"] = list(own.also_known_as)
    if own.moved_to:
        told["movedTo"] = own.moved_to
    return told


def collection(actor: str, name: str) -> dict[str, object]:
    """Without a number where that would tell of others: of who follows her, and whom she follows.

    Of the rest there is nothing yet.
    """
    told: dict[str, object] = {
        "@context": ACTIVITYSTREAMS,
        "id": f"{actor}/{name}",
        "type": "OrderedCollection",
        "attributedTo": actor,
    }
    return told if name in {"followers", "following"} else told | _NOTHING


def moderators(group: str, uris: Sequence[str]) -> dict[str, object]:
    """Only those on other networks: of a member it would tell that she is one."""
    return {
        "@context": ACTIVITYSTREAMS,
        "id": f"{group}/{MODERATORS}",
        "type": "OrderedCollection",
        "attributedTo": group,
        "totalItems": len(uris),
        "orderedItems": list(uris),
    }


_NOTHING: dict[str, object] = {"totalItems": 0, "orderedItems": []}


def tombstone(actor: str) -> dict[str, object]:
    """That there is nobody any more, and no word of who it was, or when."""
    return {"@context": ACTIVITYSTREAMS, "id": actor, "type": "Tombstone"}


def _multikey(actor: str, key: PublicKey) -> dict[str, str]:
    if not isinstance(key.key, RSAPublicKey):
        return published(key)
    text = multibase.encoded(_RSA + key.key.public_bytes(Encoding.DER, PublicFormat.PKCS1))
    return {"id": key.id, "type": "Multikey", "controller": actor, "publicKeyMultibase": text}
