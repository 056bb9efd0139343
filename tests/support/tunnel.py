"""`tunnel.py FROM TO`: carries connections from one place to another, each `host:port` or the path of a socket file.

Two of them reach a port inside a network that nothing outside leads to: a socket file belongs to no network.
"""

import asyncio
import sys
from contextlib import suppress

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def main(source: str, target: str) -> None:
    """Serve until killed."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there = await _open(target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_carry(reader, there[1]), _carry(there[0], writer))

    if source.startswith("/"):
        server: asyncio.Server = await asyncio.start_unix_server(serve, source)
    else:
        host, _, port = source.rpartition(":")
        server = await asyncio.start_server(serve, host, int(port), backlog=256)
    await server.serve_forever()


async def _open(target: str) -> Streams:
    if target.startswith("/"):
        return await asyncio.open_unix_connection(target)
    host, _, port = target.rpartition(":")
    return await asyncio.open_connection(host, int(port))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
