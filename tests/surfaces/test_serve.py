"""Over a real socket: raw requests that no client library would send."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from liuke.kernel.settings import Settings
from liuke.surfaces.app import create_app
from liuke.surfaces.serve import (
    CONNECTIONS_MOST,
    AddressTaken,
    make_room,
    opened,
    serve,
    serving,
)
from tests.conftest import Shop

pytestmark = pytest.mark.slow

PROXY_SETTINGS = Settings(allowed_hosts="shop.test,localhost", trusted_proxies="10.9.9.9")


@pytest_asyncio.fixture(loop_scope="session")
async def port(shop: Shop) -> AsyncIterator[int]:
    async with serving(create_app(shop.database, PROXY_SETTINGS)) as port:
        yield port


async def raw(port: int, *lines: str) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode())
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    await writer.wait_closed()
    return answer.decode()


async def test_a_client_is_answered_over_a_socket(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://localhost:{port}") as client:
        answer = await client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"
    assert "server" not in answer.headers


@pytest.mark.inv("A14")
@pytest.mark.parametrize(
    "lines",
    [
        ("GET /health HTTP/1.1", "Host: evil.test"),
        ("GET /health HTTP/1.1", "Host: shop.test.evil.test"),
        ("GET /health HTTP/1.1", "Host: shop.test", "Host: evil.test"),
        ("GET /health HTTP/1.1", "Host: shop.test@evil.test"),
        ("GET /health HTTP/1.1", "X-Forwarded-Host: shop.test"),
        ("GET /health HTTP/1.1", "Host: evil.test", "X-Forwarded-Host: shop.test"),
        ("GET /health HTTP/1.0", "X-Forwarded-Host: shop.test"),
    ],
)
async def test_a_host_that_is_not_ours_is_refused(port: int, lines: tuple[str, ...]) -> None:
    assert " 400 " in (await raw(port, *lines)).partition("\r\n")[0]


@pytest.mark.inv("A14")
async def test_our_own_host_is_served(port: int) -> None:
    answer = await raw(port, "GET /health HTTP/1.1", "Host: SHOP.test:80")
    assert " 200 " in answer.partition("\r\n")[0]


@pytest.mark.inv("A14")
async def test_a_forged_address_gets_no_bucket_of_its_own(port: int) -> None:
    left = []
    for address in ("1.1.1.1", "2.2.2.2", "3.3.3.3"):
        answer = await raw(
            port, "GET /v1/me HTTP/1.1", "Host: shop.test", f"X-Forwarded-For: {address}"
        )
        left.append(int(answer.partition("x-rate-limit-remaining: ")[2].partition("\r\n")[0]))
    assert left == [left[0], left[0] - 1, left[0] - 2]


async def test_what_is_no_http_gets_400(port: int) -> None:
    assert " 400 " in (await raw(port, "NONSENSE", "")).partition("\r\n")[0]


async def test_a_server_that_stops_finishes_what_it_began(shop: Shop) -> None:
    async with httpx.AsyncClient() as client:
        async with serving(create_app(shop.database)) as port:
            asked = asyncio.create_task(client.get(f"http://localhost:{port}/health"))
            await asyncio.sleep(0.05)
        assert (await asked).status_code == 200


@pytest.mark.inv("A12")
def test_a_process_makes_room_for_the_connections_it_takes() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, before[1]))
    try:
        make_room()
        room, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert most == before[1]
        assert room > CONNECTIONS_MOST or room == most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1"])
async def test_an_address_that_is_taken_is_said_in_plain_words_and_nothing_begins(
    shop: Shop, port: int, host: str
) -> None:
    begun: list[str] = []

    async def then() -> None:
        begun.append("work")
        await asyncio.sleep(0)

    with pytest.raises(AddressTaken) as taken:
        await serve(create_app(shop.database), host, port, then=then)
    assert (taken.value.port, begun) == (port, [])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_no_answer_waits_for_its_head_to_be_acknowledged(host: str) -> None:
    with opened(host, 0) as door, socket.create_connection(door.getsockname()[:2]):
        served, _ = door.accept()
        with served:
            assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
