"""The last-byte race: many requests sent but for one byte, released together."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

HOST = "shop.test"
# What was sent so far has long reached the server when the last bytes go.
AIM_SECONDS = 0.005
ANSWER_SECONDS_MAX = 60


@dataclass(frozen=True)
class Shot:
    """One request, ready to go."""

    method: str
    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        """Return it as it goes over the wire."""
        content = b"" if self.body is None else json.dumps(self.body).encode()
        headers = {"host": HOST, "content-length": str(len(content)), **self.headers}
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass(frozen=True)
class Heard:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def won(self) -> bool:
        """Tell whether it was done."""
        return 200 <= self.status < 300


@dataclass
class Line:
    """A connection to the application, kept for one race after another."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    last: bytes = b""

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connect."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def aim(self, shot: Shot) -> None:
        """Send everything but the last byte."""
        raw = shot.raw()
        self.writer.write(raw[:-1])
        await self.writer.drain()
        self.last = raw[-1:]

    def fire(self) -> None:
        """Send the last byte."""
        self.writer.write(self.last)

    async def hear(self) -> Heard:
        """Read the answer."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.strip().split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (r.partition(":") for r in rest)
        }
        content = await self.reader.readexactly(int(headers["content-length"]))
        return Heard(int(first.split()[1]), headers, json.loads(content) if content else None)

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


async def volley(lines: Sequence[Line], shots: Sequence[Shot]) -> list[Heard]:
    """Send every shot on a line of its own, release their last bytes together, and listen."""
    used = lines[: len(shots)]
    assert len(used) == len(shots), "a line for each shot"
    await asyncio.gather(*(line.aim(shot) for line, shot in zip(used, shots, strict=True)))
    await asyncio.sleep(AIM_SECONDS)
    for line in used:
        line.fire()
    async with asyncio.timeout(ANSWER_SECONDS_MAX):
        return await asyncio.gather(*(line.hear() for line in used))
