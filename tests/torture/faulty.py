"""A proxy with faults, between a client and a server that speak over sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

CHUNK = 65_536
DELAY_SECONDS = 0.2
DRIP_BYTES = 64
DRIP_SECONDS = 0.02
# What a client of PostgreSQL says to commit, as the simple protocol writes it.
COMMIT = b"COMMIT;"


class Fault(StrEnum):
    """What goes wrong."""

    NONE = "none"
    AWAY = "away"  # nobody takes the connection, and those open are cut
    DELAY = "delay"  # every answer is late
    DRIP = "drip"  # every answer comes in small pieces
    CUT_BEFORE_COMMIT = "cut_before_commit"  # the commit never arrives
    CUT_AFTER_COMMIT = "cut_after_commit"  # the commit arrives, its answer does not
    HALF_CLOSE = "half_close"  # the server's side says goodbye and nothing more
    STALL = "stall"  # connections stand, and nothing comes through


@dataclass
class Proxy:
    """Carries bytes between two sockets in folders, as well as the fault allows."""

    path: str
    target: str
    fault: Fault = Fault.NONE
    struck: int = 0
    deaf: bool = False
    passable: asyncio.Event = field(default_factory=asyncio.Event)
    writers: set[asyncio.StreamWriter] = field(default_factory=set)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen while the block runs."""
        self.passable.set()
        server = await asyncio.start_unix_server(self.serve, self.path)
        try:
            yield
        finally:
            server.close()
            self.strike(Fault.AWAY)
            await asyncio.gather(*self.tasks, return_exceptions=True)

    def strike(self, fault: Fault) -> None:
        """Let something go wrong from now on, or nothing any more."""
        self.fault = fault
        if fault is Fault.STALL:
            self.passable.clear()
        else:
            self.passable.set()
        if fault is Fault.AWAY:
            self.cut()

    def cut(self) -> None:
        """Cut every connection."""
        self.struck += len(self.writers)
        for writer in self.writers:
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection both ways until either side ends it."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        if self.fault is Fault.AWAY:
            self.struck += 1
            writer.transport.abort()
            return
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_unix_connection(self.target)
            ends = {writer, far_writer}
            self.writers |= ends
            try:
                await asyncio.gather(
                    self.carry(reader, far_writer, self.towards),
                    self.carry(far_reader, writer, self.back),
                )
            finally:
                self.writers -= ends
                for end in ends:
                    end.transport.abort()

    async def carry(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        way: Callable[[bytes, asyncio.StreamWriter], Awaitable[None]],
    ) -> None:
        """Carry one way."""
        while data := await source.read(CHUNK):
            await self.passable.wait()
            await way(data, sink)
        sink.transport.abort()

    async def towards(self, data: bytes, server: asyncio.StreamWriter) -> None:
        """Carry what the client says; a commit may be its last word."""
        commits = COMMIT in data
        if commits and self.fault is Fault.CUT_BEFORE_COMMIT:
            self.cut()
            return
        self.deaf = self.deaf or (commits and self.fault is Fault.CUT_AFTER_COMMIT)
        server.write(data)
        await server.drain()
        if commits and self.deaf:
            await asyncio.sleep(DELAY_SECONDS)  # time to commit
            self.cut()
            self.deaf = False

    async def back(self, data: bytes, client: asyncio.StreamWriter) -> None:
        """Carry what the server answers, late, in pieces or not at all."""
        if self.deaf:
            return
        match self.fault:
            case Fault.DELAY:
                await asyncio.sleep(DELAY_SECONDS)
                client.write(data)
            case Fault.DRIP:
                for at in range(0, len(data), DRIP_BYTES):
                    client.write(data[at : at + DRIP_BYTES])
                    await asyncio.sleep(DRIP_SECONDS)
            case Fault.HALF_CLOSE:
                self.struck += 1
                client.write_eof()
            case _:
                client.write(data)
        await client.drain()
