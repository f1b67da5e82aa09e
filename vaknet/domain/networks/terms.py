"""The text of a treaty: JSON that both networks sign, in the one form of RFC 8785."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from vaknet.domain.networks.models import Share
from vaknet.engine.activitypub import PublicKey, Unproven, Unreadable, proofs
from vaknet.engine.activitypub.fields import Fields
from vaknet.kit.plain import plain

LONGEST_NAME = 120
LONGEST_SIGNER = 80
MOST_MONTHS = 60
MOST_NOTICE = 180  # days
MOST_VERSIONS = 50
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_KIND, _SIGNED = "Treaty", "SignedTreaty"


class Moderation(TextChoices):
    """Who looks at what is reported."""

    WRITER = "writer", _("Each network moderates what its own members write")
    BOTH = "both", _("Each network moderates all that its own members see")


@dataclass(frozen=True)
class Party:
    """A network as the text names it. `uri`: its own actor."""

    uri: str
    name: str


@dataclass(frozen=True)
class Wishes:
    """What can be chosen. `months`: how long it holds; 0 until one of the two ends it."""

    shares: frozenset[str]
    moderation: str
    months: int
    notice_days: int


@dataclass(frozen=True)
class Pen:
    """With which this network signs. `sign` adds a proof of FEP-8b32."""

    us: Party
    sign: Callable[[Mapping[str, object]], dict[str, object]]


@dataclass(frozen=True)
class Text:
    """A text as it was read."""

    token: str
    number: int
    parties: tuple[Party, Party]
    wishes: Wishes


@dataclass(frozen=True)
class Signed:
    """A text that was signed, with the proof checked. `name`: in whose name, as they wrote it.
    `key`: with which they signed."""

    text: Text
    content: dict[str, object]
    digest: str
    name: str
    document: dict[str, object]
    key: PublicKey


def content_of(
    token: str, number: int, one: Party, other: Party, wishes: Wishes
) -> dict[str, object]:
    parties = sorted([one, other], key=lambda party: party.uri)
    return {
        "type": _KIND,
        "token": token,
        "version": number,
        "parties": [{"id": party.uri, "name": party.name} for party in parties],
        "shares": sorted(wishes.shares),
        "moderation": wishes.moderation,
        "months": wishes.months,
        "noticeDays": wishes.notice_days,
    }


def digest_of(content: Mapping[str, object]) -> str:
    return sha256(proofs.canonical(dict(content))).hexdigest()


def to_sign(content: Mapping[str, object], signer: str, name: str) -> dict[str, object]:
    return {"type": _SIGNED, "terms": dict(content), "signer": signer, "name": name}


def read(content: Mapping[str, object]) -> Text:
    """Exactly what we would write ourselves, and nothing beside it. Raises Unreadable."""
    fields = Fields(content)
    token, parties = content.get("token"), [_party(one) for one in fields.things("parties")]
    if not isinstance(token, str) or not _TOKEN.fullmatch(token) or len(parties) != 2:
        raise Unreadable("a treaty without a token or two parties")
    wishes = Wishes(
        shares=_shares(content.get("shares")),
        moderation=str(content.get("moderation")),
        months=_number(fields, "months", MOST_MONTHS),
        notice_days=_number(fields, "noticeDays", MOST_NOTICE),
    )
    number = _number(fields, "version", MOST_VERSIONS)
    text = Text(token, number, (parties[0], parties[1]), wishes)
    if wishes.moderation not in Moderation.values or number == 0:
        raise Unreadable("a treaty that says what we do not know")
    if content_of(token, number, *text.parties, wishes) != dict(content):
        raise Unreadable("a treaty with more in it than we read")
    return text


def read_signed(
    document: object, *, key_of: Callable[[str], PublicKey | None], now: datetime
) -> Signed:
    """A text with the signature of who has that key. Raises Unreadable and Unproven."""
    if not isinstance(document, dict) or document.get("type") != _SIGNED:
        raise Unreadable("no signed treaty")
    claim = proofs.claim(document, now=now)
    key = key_of(claim.key_id)
    if key is None:
        raise Unproven("signed by a key that we do not know")
    proven = claim.proved_by(key)
    content, name = document.get("terms"), document.get("name")
    if not isinstance(content, dict) or not isinstance(name, str):
        raise Unreadable("no signed treaty")
    if document.get("signer") != proven.signer or len(document) != 5:
        raise Unproven("signed for somebody else")
    if not name or plain(name, LONGEST_SIGNER) != name:
        raise Unreadable("signed in a name that is none")
    text = read(content)
    if proven.signer not in {party.uri for party in text.parties}:
        raise Unproven("signed by who is no party")
    return Signed(text, content, digest_of(content), name, document, key)


def _party(fields: Fields) -> Party:
    uri, name = fields.value.get("id"), fields.value.get("name")
    if not isinstance(uri, str) or not isinstance(name, str) or len(uri) > 500:
        raise Unreadable("a party without an address and a name")
    if not name or plain(name, LONGEST_NAME) != name:
        raise Unreadable("a party with a name that is none")
    return Party(uri, name)


def _shares(given: object) -> frozenset[str]:
    known = Share.values
    if not isinstance(given, list) or not given or not all(one in known for one in given):
        raise Unreadable("a treaty that shares nothing, or what we do not know")
    return frozenset(given)


def _number(fields: Fields, name: str, most: int) -> int:
    found = fields.count(name)
    if found is None or found > most or isinstance(fields.value.get(name), dict):
        raise Unreadable(f"{name} is no number that we take")
    return found
