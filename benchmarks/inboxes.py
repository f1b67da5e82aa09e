"""Inboxes of other networks on this machine: python -m benchmarks.inboxes HOSTS DEAD SLOW

One process listens at a port for each host. It says its ports on the first line, and at
`GET /count` of the first how many activities came. `SLOW` take a request and never answer; nobody
listens at those that are dead.
"""

import asyncio
import json
import sys
from asyncio import StreamReader, StreamWriter

ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
came = 0
seen: set[tuple[int, str]] = set()


async def answer(reader: StreamReader, writer: StreamWriter, *, is_slow: bool) -> None:
    global came  # noqa: PLW0603 - one number for all ports
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            if head.startswith(b"GET"):
                text = json.dumps([came, len(seen)]).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(text) + text)
                continue
            lines = head.decode("latin-1").split("\r\n")
            length = next(line for line in lines if line.lower().startswith("content-length"))
            await reader.readexactly(int(length.partition(":")[2]))
            if is_slow:
                await asyncio.sleep(3_600)
            came += 1
            port = writer.get_extra_info("sockname")[1]
            seen.add((port, lines[0].split(" ")[1]))
            writer.write(ACCEPTED)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main(hosts: int, dead: int, slow: int) -> None:
    servers = []
    for number in range(hosts):
        is_slow = hosts - dead - slow <= number < hosts - dead
        servers.append(
            await asyncio.start_server(
                lambda r, w, is_slow=is_slow: answer(r, w, is_slow=is_slow), "127.0.0.1", 0
            )
        )
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    for server in servers[hosts - dead :]:
        server.close()
    print(json.dumps(ports), flush=True)
    await asyncio.sleep(3_600)


if __name__ == "__main__":
    asyncio.run(main(*(int(one) for one in sys.argv[1:4])))
