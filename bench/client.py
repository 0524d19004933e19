"""A bare HTTP client for load: one keep-alive connection, no parsing beyond what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Self


class Client:
    """One connection to a server on this machine."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.port = port
        self.head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()
        await self.writer.wait_closed()

    async def post(self, path: str, body: bytes, key: str = "") -> tuple[int, bytes]:
        """Send one request and return status and body."""
        keyed = f"Idempotency-Key: {key}\r\n" if key else ""
        kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return await self._ask(f"POST {path}", f"{kind}{keyed}", body)

    async def get(self, path: str) -> tuple[int, bytes]:
        """Ask for something and return status and body."""
        return await self._ask(f"GET {path}", "", b"")

    async def _ask(self, line: str, head: str, body: bytes) -> tuple[int, bytes]:
        start = f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}{self.head}\r\n"
        self.writer.write(start.encode() + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        length = 0
        for one in answer.split(b"\r\n"):
            name, _, value = one.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, await self.reader.readexactly(length)
