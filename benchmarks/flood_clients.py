"""Clients that do a server no good: large, many, and slow. See `flood`."""

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from vaknet.engine.activitypub import Message, SigningKey, cavage

POSTS, CONNECTIONS = 200, 20
SLOW_SECONDS, PATIENCE = 30.0, 60.0
PIECE = b" " * 65_536
TAKEN_IN = 1_000_000  # what one activity may have, and is read


def posted(port: int, size: int) -> Counter[str]:
    """What was answered, or that the server closed the door."""
    said: Counter[str] = Counter()
    left, lock = list(range(POSTS)), threading.Lock()

    def send() -> None:
        while True:
            with lock:
                if not left:
                    return
                left.pop()
            answer = _post(port, size)
            with lock:
                said[answer] += 1

    _together(send)
    return said


def signed(port: int, elsewhere: int, key: RSAPrivateKey) -> Counter[str]:
    """Each another report, as long as one may be, of one who is there: made before it begins."""
    home = f"http://127.0.0.1:{port}"
    left = [_signed_post(home, elsewhere, number, key) for number in range(POSTS)]
    said: Counter[str] = Counter()
    lock = threading.Lock()

    def send() -> None:
        while True:
            with lock:
                if not left:
                    return
                whole = left.pop()
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
                with suppress(OSError):
                    line.sendall(whole)
                answer = _answer(line) or "closed"
            with lock:
                said[answer] += 1

    _together(send)
    return said


def _signed_post(home: str, elsewhere: int, number: int, key: RSAPrivateKey) -> bytes:
    """`Connection: close` and the length go along with what is signed."""
    her = f"http://127.0.0.1:{elsewhere}/users/noor"
    about = {"id": f"{her}/flags/{time.time_ns()}", "type": "Flag", "actor": her}
    told = about | {"object": [f"{home}/x{number}"], "padding": "x" * (TAKEN_IN - 1_000)}
    body = json.dumps(told).encode()
    kind = {"Content-Type": "application/activity+json"}
    message = Message.to(f"{home}/ap/inbox", method="POST", headers=kind, body=body)
    headers = cavage.signed(message, SigningKey(f"{her}#main-key", key), now=datetime.now(UTC))
    headers |= {"Host": home.removeprefix("http://"), "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /ap/inbox HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode() + body


def slow_readers(port: int) -> Counter[str]:
    """How many had all of the start page, and who is still reading."""
    said: Counter[str] = Counter()
    lock = threading.Lock()

    def sip() -> None:
        began, word = time.monotonic(), "still reading"
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)  # as little as there can be
            line.settimeout(PATIENCE)
            line.connect(("127.0.0.1", port))
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            while time.monotonic() - began < SLOW_SECONDS:
                try:
                    if not line.recv(1):
                        word = "read to the end"
                        break
                except OSError:
                    word = "closed"
                    break
                time.sleep(1.0)
        with lock:
            said[word] += 1

    _together(sip)
    return said


def _post(port: int, size: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        try:
            line.sendall(_head(size))
            for start in range(0, size, len(PIECE)):
                line.sendall(PIECE[: size - start])
        except OSError:  # it hangs up: what it said before is still there
            return _answer(line) or "closed"
        return _answer(line) or "closed"


def slowly(port: int) -> Counter[str]:
    """When they were hung up on or answered; who was not in time is "still open"."""
    said: Counter[str] = Counter()
    lock = threading.Lock()

    def drip() -> None:
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as line:
            line.sendall(_head(1_000))
            word = ""
            while not word and time.monotonic() - began < SLOW_SECONDS:
                word = _dripped(line)
        with lock:
            said[word or "still open"] += 1

    _together(drip)
    return said


def _dripped(line: socket.socket) -> str:
    """One byte, and a second in which an answer may come."""
    try:
        line.sendall(b" ")
        said = line.recv(64)
    except TimeoutError:
        return ""
    except OSError:
        return "closed"
    return _status(said) or "closed"


def _head(size: int) -> bytes:
    return (
        f"POST /ap/inbox HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n"
        "Content-Type: application/activity+json\r\nConnection: close\r\n\r\n"
    ).encode()


def _answer(line: socket.socket) -> str:
    try:
        return _status(line.recv(64))
    except OSError:
        return ""


def _status(said: bytes) -> str:
    words = said.split(b" ", 2)
    return words[1].decode("ascii", "replace") if len(words) > 1 else ""


def _together(deed: Callable[[], None]) -> None:
    threads = [threading.Thread(target=deed) for _number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
