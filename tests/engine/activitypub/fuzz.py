"""Throws bytes at everything that reads what other networks send, for some seconds:

    python -m tests.engine.activitypub.fuzz FOLDER SECONDS SEED

With atheris, which sees which lines were reached and changes the bytes to reach more. The same seed
gives the same bytes; 0 gives others each time.
"""

import json
import sys

import atheris

with atheris.instrument_imports(include=["vaknet.engine.activitypub"]):
    from tests.engine.activitypub.making import NOW, create, note, person
    from vaknet.engine.activitypub import (
        Document,
        Message,
        Refusal,
        activity,
        actor,
        claim,
        collection,
        post,
        webfinger,
    )
    from vaknet.engine.activitypub.handles import handle
    from vaknet.engine.activitypub.keys import from_multikey, public_key
    from vaknet.engine.activitypub.origins import identifier
    from vaknet.engine.activitypub.proofs import claim as claim_of


def _document(content: bytes) -> None:
    document = Document(content)
    for reader in (actor, post, activity, collection):
        try:
            reader(document)
        except Refusal:
            continue
    claim_of(document.value, now=NOW)


def _description(content: bytes) -> None:
    webfinger.read(content)


def _message(content: bytes) -> None:
    """The first line is the target, the next are headers, and after an empty one comes the body."""
    head, _empty, body = content.partition(b"\n\n")
    target, *lines = head.decode("latin-1").split("\n")
    headers = tuple((name, value) for name, _colon, value in (one.partition(":") for one in lines))
    claim(Message("POST", "https://waterveen.example", target, headers, body), now=NOW)


def _text(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    for reader in (identifier, handle, public_key, from_multikey):
        try:
            reader(text)
        except Refusal:
            continue


READERS = (_document, _message, _text, _description)


def one(content: bytes) -> None:
    """Anything but a Refusal is found."""
    for reader in READERS[content[0] % len(READERS) :][:1] if content else ():
        try:
            reader(content[1:])
        except Refusal:
            continue


def _seeds() -> list[bytes]:
    values = [person(), note(), create(), note(type="Event"), note(type="Question", oneOf=[])]
    request = (
        b'/inbox\nhost:waterveen.example\nsignature-input:a=("@method" "@target-uri" '
        b'"content-digest");created=1796040000;keyid="x"\nsignature:a=:AAAA:\n'
        b"content-digest:sha-256=:AAAA:\n\n{}"
    )
    older = b'/inbox\nsignature:keyId="x",headers="(request-target) host date digest",signature=""'
    texts = [b"acct:noor@ver.example", b"https://ver.example/users/noor", b"z6Mk"]
    documents = [b"\0" + json.dumps(value).encode() for value in values]
    return [*documents, b"\1" + request, b"\1" + older, *(b"\2" + text for text in texts)]


def main() -> None:
    folder, seconds, begins_with = sys.argv[1:4]
    for number, seed in enumerate(_seeds()):
        with open(f"{folder}/{number}", "wb") as file:
            file.write(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-seed={begins_with}",
        "-timeout=60",
        "-report_slow_units=60",
        "-rss_limit_mb=0",
        "-max_len=4096",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/found-", folder], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
