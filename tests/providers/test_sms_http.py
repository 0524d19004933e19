"""Codes leave the shop through a gateway: at least once, under one id, to one address only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from liuke.domains.members.code import Asker, Caps, send_code
from liuke.kernel.db import connect
from liuke.kernel.letters import Letter, Undelivered, carry, post
from liuke.kernel.messages import MessageId, outbox
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from liuke.providers.sms_http import HttpCourier
from tests.conftest import Shop

pytestmark = pytest.mark.slow

WIDE = Caps(phone=99, device=99, address=99, block=99, price_minor=5, spend_minor=10**6)
LEFT = Sql[int]("SELECT COUNT(*) FROM kernel_letter")
RAW = Sql[bytes]("SELECT sealed_to || sealed_text FROM kernel_letter")


class Gateway:
    """A gateway on loopback: what it was given, and what it answers, one after another."""

    def __init__(self, url: str, answers: list[int]) -> None:
        self.url = url
        self.answers = answers
        self.given: list[dict[str, Any]] = []


@contextmanager
def gateway(*answers: int) -> Iterator[Gateway]:
    """Open a gateway; once it has no more answers to give, it takes everything."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            opened.given.append(body | {"key": self.headers["Idempotency-Key"],
                                        "from": self.headers["Authorization"]})  # fmt: skip
            self.send_response(opened.answers.pop(0) if opened.answers else 202)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Desk)
    opened = Gateway(f"http://127.0.0.1:{server.server_port}/sms", list(answers))
    running = Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        yield opened
    finally:
        server.shutdown()
        server.server_close()
        running.join()


async def ask(shop: Shop) -> None:
    async with shop.begin() as tx:
        await send_code(tx, "13800138000", Asker("d", "10.0.0.1"), WIDE, carried=True)


async def left(shop: Shop) -> int:
    async with shop.begin() as tx:
        return await tx.row(LEFT) or 0


async def hasten(shop: Shop) -> None:
    """Let the pause before the next try be over."""
    async with shop.begin() as tx:
        await tx.run(Sql[None]("UPDATE kernel_letter SET next_at = $1"), tx.now)


@pytest.fixture
async def carrying(server: Server, shop: Shop) -> Any:
    """Return a worker's database: it alone may ask whose letters are due."""
    database = await connect(server.worker_url, shop.database.keys, size=4)
    yield database
    await database.close()


async def test_a_code_is_carried_to_the_phone_and_kept_nowhere(shop: Shop, carrying: Any) -> None:
    with gateway() as desk:
        await ask(shop)
        async with shop.begin() as tx:
            assert b"13800138000" not in (await tx.rows(RAW))[0]
            assert await outbox(tx) == []
        await carry(carrying, HttpCourier(desk.url, "hunter2"))
    (given,) = [one for one in desk.given if one["to"] == "+8613800138000"]
    assert "验证码" in given["text"]
    assert given["id"] == given["key"]
    assert given["from"] == "Bearer hunter2"
    assert await left(shop) == 0


@pytest.mark.inv("M9")
async def test_what_was_not_taken_is_carried_again_under_the_same_id(
    shop: Shop, carrying: Any
) -> None:
    await ask(shop)
    with gateway(500, 302, 429) as desk:
        courier = HttpCourier(desk.url)
        for _ in range(4):
            await hasten(shop)
            await carry(carrying, courier)
        await carry(carrying, courier)
    assert len(desk.given) == 4
    assert len({(one["id"], one["text"]) for one in desk.given}) == 1
    assert await left(shop) == 0


class Crash(Exception):
    """The process ends here."""


class Dying(HttpCourier):
    """Hands the letter over and dies before anybody can note it."""

    async def deliver(self, letter: Letter) -> None:
        await super().deliver(letter)
        raise Crash


async def test_a_crash_after_handing_over_sends_the_same_code_again(
    shop: Shop, carrying: Any
) -> None:
    await ask(shop)
    with gateway() as desk:
        with pytest.raises(Crash):
            await carry(carrying, Dying(desk.url))
        assert await carry(carrying, HttpCourier(desk.url)) == 0, "it waits before the next try"
        await hasten(shop)
        await carry(carrying, HttpCourier(desk.url))
    assert [one["id"] for one in desk.given] == [desk.given[0]["id"]] * 2
    assert len({one["text"] for one in desk.given}) == 1


async def test_a_code_that_is_over_is_not_carried(shop: Shop, carrying: Any) -> None:
    async with shop.begin() as tx:
        await post(tx, channel="sms", to="+86139", text="old", until=tx.now - timedelta(seconds=1))
    with gateway() as desk:
        await carry(carrying, HttpCourier(desk.url))
    assert desk.given == []
    assert await left(shop) == 0


async def test_a_gateway_that_is_away_is_undelivered_and_an_odd_address_refused() -> None:
    letter = Letter(MessageId.new(), "sms", "+86139", "hello")
    with pytest.raises(Undelivered):
        await HttpCourier("http://127.0.0.1:1/sms").deliver(letter)
    with pytest.raises(ValueError, match="LIUKE_SMS_URL"):
        HttpCourier("file:///etc/passwd")
