"""A request that never ends is closed; one that is answered slowly is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from liuke.surfaces.app import create_app
from liuke.surfaces.patience import Patient
from liuke.surfaces.serve import serving
from tests.conftest import Shop

pytestmark = pytest.mark.slow

LONG = b"content-length: 900000\r\n\r\n["
HEAD = b"GET /health HTTP/1.1\r\nhost: localhost\r\n"


@pytest_asyncio.fixture(loop_scope="session")
async def port(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(Patient, "head_seconds", 0.3)
    monkeypatch.setattr(Patient, "body_seconds", 0.3)
    async with serving(create_app(shop.database)) as port:
        yield port


async def closed(port: int, beginning: bytes, drop: bytes) -> bytes:
    """Send a beginning, drip on, and return all that came until the server closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(beginning)

    async def drip() -> None:
        while True:
            await asyncio.sleep(0.05)
            writer.write(drop)

    task = asyncio.create_task(drip())
    heard = b""
    try:
        while part := await asyncio.wait_for(reader.read(65_536), 60):
            heard += part
    finally:
        task.cancel()
        writer.transport.abort()
    return heard


@pytest.mark.inv("A12")
@pytest.mark.parametrize(
    ("beginning", "drop", "answered"),
    [
        (b"", b"", 0),
        (b"", b"\r\n", 0),
        (HEAD + b"x-slow: ", b"x", 0),
        (HEAD.replace(b"GET /health", b"POST /v1/sessions") + LONG, b"1", 0),
        (HEAD + b"\r\n" + HEAD + b"x-slow: ", b"x", 1),
    ],
    ids=["nothing", "blank lines", "a head", "a body", "a second head"],
)
async def test_what_never_ends_is_closed_however_it_drips(
    port: int, beginning: bytes, drop: bytes, answered: int
) -> None:
    assert (await closed(port, beginning, drop)).count(b" 200 OK") == answered


async def test_a_connection_is_kept_between_requests_and_while_we_answer(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    heads = []
    for _ in range(2):
        writer.write(HEAD + b"\r\n")
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
        await reader.readexactly(length)
        heads.append(head)
        await asyncio.sleep(0.5)
    assert all(b" 200 OK" in head for head in heads)
    writer.transport.abort()


CHUNKED = HEAD.replace(b"GET /health", b"POST /v1/sessions") + b"transfer-encoding: chunked\r\n\r\n"


@pytest.mark.inv("A12")
@pytest.mark.parametrize(
    "beginning",
    [b"GET /", HEAD + b"x-long: ", CHUNKED + b"0\r\nx-long: ", CHUNKED + b"1;x="],
    ids=["a path", "a head", "what follows a body", "a remark on a piece"],
)
async def test_what_is_no_body_is_bounded_however_fast_it_comes(
    port: int, beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Patient, "head_seconds", 60)
    monkeypatch.setattr(Patient, "body_seconds", 60)
    heard = await closed(port, beginning, b"x" * 40_000)
    assert b" 400 Bad Request" in heard


async def test_a_head_as_large_as_browsers_send_is_heard(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://localhost:{port}") as client:
        answer = await client.get("/health", headers={"cookie": "a=" + "x" * 30_000})
        posted = await client.post("/v1/sessions", content=b" " * 500_000)
    assert (answer.status_code, posted.status_code) == (200, 422)
