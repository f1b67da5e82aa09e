"""A name server on this machine: real questions and answers over UDP."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset

from tests.background import in_background


class NameServer:
    """`texts`: the TXT records it knows, by name. `silent`: it hears, and says nothing."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.silent = False
        self.asked: list[str] = []
        self.address = ""

    def answer(self, question: bytes) -> bytes | None:
        asked = dns.message.from_wire(question)
        name = asked.question[0].name
        key = name.to_text(omit_final_dot=True)
        self.asked.append(key)
        if self.silent:
            return None
        answer = dns.message.make_response(asked, recursion_available=True)
        if key not in self.texts:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif self.texts[key]:
            quoted = [f'"{text}"' for text in self.texts[key]]
            answer.answer.append(dns.rrset.from_text_list(name, 60, "IN", "TXT", quoted))
        return answer.to_wire()


@contextmanager
def name_server() -> Iterator[NameServer]:
    """One that listens on a free port of the loopback address until the end."""
    knows = NameServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, socket = self.request
            answer = knows.answer(data)
            if answer is not None:
                socket.sendto(answer, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        knows.address = f"127.0.0.1:{server.server_address[1]}"
        with in_background(server):
            yield knows
