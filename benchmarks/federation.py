"""How many activities of other networks are read and proven in a second, on one core?

    python -m benchmarks.federation

Of each way to sign: the whole of it (headers, digest, signature with a key at hand, JSON, whose
word it is, what was written), beside the least that any server must do: one RSA or Ed25519
verification and `json.loads`. The two are measured in turns, so that a busy machine slows both.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from tqdm import tqdm

from benchmarks.tables import keep, load_before
from vaknet.engine.activitypub import (
    Message,
    PublicKey,
    SigningKey,
    cavage,
    claim,
    message_signatures,
    performed,
    proofs,
)
from vaknet.engine.activitypub.documents import Document
from vaknet.engine.activitypub.keys import Public
from vaknet.engine.activitypub.posts import read_post
from vaknet.engine.activitypub.proven import Proven

RESULTS = Path(__file__).parent / "results" / "federation.md"
ROUNDS, EACH = 60, 100
OURS = "https://waterveen.example/"
NOOR = "https://ver.example/users/noor"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def activity(number: int) -> dict[str, object]:
    """As long as Mastodon sends them: a paragraph, two people, two subjects, a picture."""
    note = f"https://ver.example/users/noor/statuses/{number}"
    people = [f"https://elders{one}.example/users/iris" for one in range(2)]
    words = "Wie heeft ervaring met het vergunnen van warmtepompen aan een monument? " * 5
    tags: list[object] = [{"type": "Mention", "href": one, "name": "@iris"} for one in people]
    tags += [
        {"type": "Hashtag", "href": f"https://ver.example/tags/{one}", "name": f"#{one}"}
        for one in ("erfgoed", "warmte")
    ]
    context = ["https://www.w3.org/ns/activitystreams", {"sensitive": "as:sensitive"}]
    return {
        "@context": context,
        "id": f"{note}/activity",
        "type": "Create",
        "actor": NOOR,
        "published": "2026-11-30T12:00:00Z",
        "to": [PUBLIC],
        "cc": [f"{NOOR}/followers", *people],
        "object": {
            "id": note,
            "type": "Note",
            "attributedTo": NOOR,
            "summary": None,
            "inReplyTo": None,
            "published": "2026-11-30T12:00:00Z",
            "url": f"https://ver.example/@noor/{number}",
            "to": [PUBLIC],
            "cc": [f"{NOOR}/followers", *people],
            "sensitive": False,
            "content": f"<p>{words}</p>",
            "contentMap": {"nl": f"<p>{words}</p>"},
            "attachment": [
                {
                    "type": "Document",
                    "mediaType": "image/png",
                    "url": "https://ver.example/1.png",
                    "name": "Het pand",
                    "width": 1200,
                    "height": 800,
                }
            ],
            "tag": tags,
        },
    }


def message(number: int, body: dict[str, object]) -> Message:
    headers = {"Content-Type": "application/activity+json", "User-Agent": "Ver/1.0"}
    return Message.to(
        f"{OURS}inbox", method="POST", headers=headers, body=json.dumps(body).encode()
    )


def read(proven: Proven) -> None:
    found = performed(proven, ours=OURS)
    assert found.part.fields is not None
    read_post(found.part.fields)


class Way:
    """One way to sign: prepared requests, all of it, and the least that must be done."""

    def __init__(self, name: str, now: datetime) -> None:
        self.name, self.now = name, now
        rsa = SigningKey(f"{NOOR}#main-key", generate_private_key(65_537, 2_048))
        ed = SigningKey(f"{NOOR}#ed25519-key", Ed25519PrivateKey.generate())
        key = rsa if "RSA" in name else ed
        self.key: PublicKey = key.public(NOOR)
        self.bodies: list[bytes] = []
        self.sent: list[Message] = []
        for number in range(EACH):
            one = activity(number)
            if name.startswith("FEP"):
                self.bodies.append(json.dumps(proofs.signed(one, key, now=now)).encode())
                continue
            there = message(number, one)
            module = message_signatures if name.startswith("RFC") else cavage
            headers = module.signed(there, key, now=now)
            self.bodies.append(there.body)
            self.sent.append(
                Message("POST", there.origin, there.target, tuple(headers.items()), there.body)
            )
        self.bare = key.sign(b"x" * 400)

    def whole(self) -> None:
        if not self.sent:
            for body in self.bodies:
                value = Document(body).value
                read(proofs.claim(value, now=self.now).proved_by(self.key))
        for one in self.sent:
            read(claim(one, now=self.now).proved_by(self.key))

    def least(self) -> None:
        key: Public = self.key.key
        for body in self.bodies:
            if isinstance(key, RSAPublicKey):
                key.verify(self.bare, b"x" * 400, PKCS1v15(), SHA256())
            else:
                key.verify(self.bare, b"x" * 400)
            json.loads(body)


def seconds(deed: Callable[[], None]) -> float:
    began = time.process_time()
    deed()
    return time.process_time() - began


def measured(way: Way) -> dict[str, float]:
    pairs = [
        (seconds(way.whole), seconds(way.least))
        for _round in tqdm(range(ROUNDS), desc=way.name, leave=False)
    ]
    whole, least = (median(one) / EACH for one in zip(*pairs, strict=True))
    return {
        "whole": round(1 / whole),
        "least": round(1 / least),
        "ratio": round(whole / least, 2),
    }


def table(known: dict[str, dict[str, float]]) -> str:
    """Of the engine, and of the whole way (`whole_way`), each as far as it was measured."""
    way = {name: one for name, one in known.items() if name.startswith("inbox")}
    engine = {name: one for name, one in known.items() if name not in way}
    lines = [
        "# Activities of other networks",
        "`python -m benchmarks.federation`: a Create of a note of "
        f"{len(json.dumps(activity(0))):,} bytes, for each second of one core, with the key at "
        "hand. *The least*: verify one signature and `json.loads`. *How much more* is the time of "
        "all of it as a multiple of that.",
        "",
        *_rows("signed by", engine),
    ]
    if way:
        lines += [
            "",
            "## The whole way",
            "`python -m benchmarks.whole_way`: the same note, draft-cavage-12 with RSA, from the "
            "request to the 202 by the inbox and its PostgreSQL, one after another; kept, with its "
            "job. For each second of one core, of the web process and its process of the database "
            "together. A key that is read first is fetched over loopback, and its reading written "
            "down; who answers is not counted.",
            "",
            *_rows("how", way),
        ]
    return "\n".join(lines) + "\n"


def _rows(what: str, known: dict[str, dict[str, float]]) -> list[str]:
    lines = [
        f"| {what} | all of it, a second | the least, a second | how much more | load before |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {one['whole']:,} | {one['least']:,} | {one['ratio']} | {one['load']} |"
        for name, one in known.items()
    ]
    about = next(iter(known.values()))
    return [*lines, "", f"On {about['on']}: {about['machine']}."]


def main() -> int:
    now = datetime.now(UTC)
    load_before()
    known = {}
    for name in ("draft-cavage-12, RSA", "RFC 9421, RSA", "RFC 9421, Ed25519", "FEP-8b32, Ed25519"):
        known = keep("federation", name, measured(Way(name, now)))
    text = table(known)
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
