"""What somebody on another network would send, to be changed by one thing at a time."""

import json
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaknet.engine.activitypub import Document, Message, SigningKey
from vaknet.engine.activitypub.keys import published

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
OURS = "https://waterveen.example/"
INBOX = "https://waterveen.example/inbox"
THERE = "https://ver.example"
NOOR = f"{THERE}/users/noor"
BRAM = f"{THERE}/users/bram"
ELSEWHERE = "https://elders.example/users/iris"
AS = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{AS}#Public"


@cache
def rsa_key(owner: str = NOOR, bits: int = 2048) -> SigningKey:
    return SigningKey(f"{owner}#main-key", rsa.generate_private_key(65_537, bits))


@cache
def ed25519_key(owner: str = NOOR) -> SigningKey:
    return SigningKey(f"{owner}#ed25519-key", Ed25519PrivateKey.generate())


def without_none(value: dict) -> dict:
    return {name: one for name, one in value.items() if one is not None}


def document(value: dict) -> Document:
    return Document(json.dumps(value).encode())


def person(**changes: object) -> dict:
    key, newer = rsa_key(), ed25519_key()
    return without_none(
        {
            "@context": [AS, "https://w3id.org/security/v1"],
            "id": NOOR,
            "type": "Person",
            "inbox": f"{NOOR}/inbox",
            "preferredUsername": "noor",
            "publicKey": published(key.public(NOOR)),
            "assertionMethod": [published(newer.public(NOOR))],
        }
        | changes
    )


def note(**changes: object) -> dict:
    return without_none(
        {
            "@context": AS,
            "id": f"{THERE}/notes/1",
            "type": "Note",
            "attributedTo": NOOR,
            "to": [PUBLIC],
            "content": "<p>Dag</p>",
        }
        | changes
    )


def create(**changes: object) -> dict:
    return without_none(
        {
            "@context": AS,
            "id": f"{THERE}/activities/1",
            "type": "Create",
            "actor": NOOR,
            "to": [PUBLIC],
            "object": note(),
        }
        | changes
    )


def outgoing(value: dict | None = None, *, url: str = INBOX) -> Message:
    """A delivery, or without anything a request to read."""
    if value is None:
        return Message.to(
            url, method="GET", headers={"Accept": "application/activity+json"}, body=b""
        )
    headers = {"Content-Type": "application/activity+json"}
    return Message.to(url, method="POST", headers=headers, body=json.dumps(value).encode())


def received(message: Message, headers: dict[str, str], **changes: object) -> Message:
    """The same at the other end."""
    given = {"method": message.method, "origin": message.origin, "target": message.target}
    given |= {"headers": tuple(headers.items()), "body": message.body}
    return Message(**(given | changes))
