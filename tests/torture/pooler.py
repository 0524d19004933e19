"""A pooler in transaction mode: many clients share few connections of the server, never reset.

A client has one from its first word until the server says that no transaction is open; then
whoever is next gets it as it was left, in turn, so that nobody stays on the same one by chance.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"
PROTOCOL = 3 << 16
CANCEL = 1234 << 16 | 5678
SCRAM = b"SCRAM-SHA-256\0"


def message(kind: bytes, body: bytes) -> bytes:
    """Return one message as it is sent."""
    return kind + struct.pack("!i", len(body) + 4) + body


async def heard(reader: StreamReader) -> bytes:
    """Return the next message as it was sent; its first byte is its kind."""
    head = await reader.readexactly(5)
    (size,) = struct.unpack("!i", head[1:])
    return head + await reader.readexactly(size - 4)


def proved(password: str, first: bytes, challenge: bytes) -> bytes:
    """Answer a challenge of SCRAM-SHA-256 (RFC 5802, without a channel's binding)."""
    parts = dict(part.split(b"=", 1) for part in challenge.split(b","))
    salt = base64.b64decode(parts[b"s"])
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, int(parts[b"i"]))
    key = hmac.digest(salted, b"Client Key", "sha256")
    last = b"c=biws,r=" + parts[b"r"]
    said = b",".join((first, challenge, last))
    signature = hmac.digest(hashlib.sha256(key).digest(), said, "sha256")
    proof = bytes(a ^ b for a, b in zip(key, signature, strict=True))
    return last + b",p=" + base64.b64encode(proof)


READY = message(b"Z", b"I")


@dataclass(eq=False)
class Backend:
    """One connection of the server; `greeting` is what it told of itself, `key` stops it."""

    reader: StreamReader
    writer: StreamWriter
    greeting: bytes = b""
    key: bytes = b""
    stopping: asyncio.Lock = field(default_factory=asyncio.Lock)
    answering: asyncio.Task[None] | None = None


@dataclass
class Pooler:
    """Lends connections of the server at `url` to whoever comes to `path`."""

    url: str
    path: Path
    idle: asyncio.Queue[Backend | None] = field(default_factory=asyncio.Queue)
    lent: dict[bytes, Backend] = field(default_factory=dict)
    opened: list[Backend] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def open(self, connections: int) -> AsyncIterator[None]:
        """Listen while the block runs; a connection of the server is opened when it is needed."""
        self.idle.put_nowait(await self.sign_in())
        for _ in range(1, connections):
            self.idle.put_nowait(None)
        server = await asyncio.start_unix_server(self.serve, self.path)
        try:
            yield
        finally:
            server.close()
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            for backend in self.opened:
                backend.writer.transport.abort()

    async def reach(self) -> tuple[StreamReader, StreamWriter]:
        """Open a socket to the server."""
        (folder,) = parse_qs(urlsplit(self.url).query)["host"]
        return await asyncio.open_unix_connection(f"{folder}/{SOCKET}")

    async def sign_in(self) -> Backend:
        """Open a connection of the server."""
        url = urlsplit(self.url)
        made = Backend(*await self.reach())
        self.opened.append(made)
        wishes = ("user", url.username or "", "database", url.path[1:], "client_encoding", "utf-8")
        said = "\0".join((*wishes, "", "")).encode()
        made.writer.write(struct.pack("!ii", len(said) + 8, PROTOCOL) + said)
        first = b"n=,r=" + secrets.token_urlsafe(18).encode()
        assert SCRAM in await heard(made.reader)
        size = struct.pack("!i", len(first) + 3)
        made.writer.write(message(b"p", SCRAM + size + b"n,," + first))
        challenge = (await heard(made.reader))[9:]
        made.writer.write(message(b"p", proved(url.password or "", first, challenge)))
        while (told := await heard(made.reader))[:1] != b"Z":
            assert told[:1] != b"E", told
            made.greeting += told if told[:1] == b"S" else b""
            made.key = told[5:] if told[:1] == b"K" else made.key
        return made

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one client until it goes, whatever it leaves behind."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        key = secrets.token_bytes(8)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                size, code = struct.unpack("!ii", await reader.readexactly(8))
                said = await reader.readexactly(size - 8)
                if code == CANCEL:
                    await self.stop(said)
                    return
                assert code == PROTOCOL
                greeting = message(b"R", bytes(4)) + self.opened[0].greeting
                writer.write(greeting + message(b"K", key) + READY)
                await self.converse(key, reader, writer)
        finally:
            writer.transport.abort()
            if left := self.lent.pop(key, None):
                assert left.answering is not None
                left.answering.cancel()
                left.writer.transport.abort()  # the server undoes what it was at
                self.idle.put_nowait(None)

    async def converse(self, key: bytes, reader: StreamReader, writer: StreamWriter) -> None:
        """Pass on what the client says; it waits for an answer before it asks for another."""
        while (said := await heard(reader))[:1] != b"X":
            if key not in self.lent:
                # The one that nobody had for longest; whoever finds none waits.
                self.lent[key] = backend = await self.idle.get() or await self.sign_in()
                backend.answering = asyncio.create_task(self.answer(key, backend, writer))
            self.lent[key].writer.write(said)

    async def answer(self, key: bytes, backend: Backend, writer: StreamWriter) -> None:
        """Carry what the server answers; once no transaction is open, the next may have it."""
        with suppress(OSError, asyncio.IncompleteReadError):
            while (told := await heard(backend.reader)) != READY:
                writer.write(told)
                await writer.drain()
            async with backend.stopping:  # who is stopped late is not whoever comes next
                del self.lent[key]
                self.idle.put_nowait(backend)
            writer.write(told)
            return
        writer.transport.abort()

    async def stop(self, key: bytes) -> None:
        """Stop what a client waits for; one that waits for nothing is not looked for."""
        if (backend := self.lent.get(key)) is None:
            return
        async with backend.stopping:
            if self.lent.get(key) is backend:
                reader, writer = await self.reach()
                writer.write(struct.pack("!ii", 8 + len(backend.key), CANCEL) + backend.key)
                await reader.read()  # until the server hangs up: it was told
                writer.close()
