"""A sealed log that was tampered with says which row."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import asyncpg
import pytest

from liuke.kernel import audit, seals
from liuke.kernel.db import Database
from liuke.kernel.events import Event
from liuke.kernel.reader import Reader, reading
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from tests.conftest import Shop

IDS = Sql[str]("SELECT id::text FROM kernel_event WHERE kind = $1 ORDER BY epoch, xid, id")
REPLICA = "SET LOCAL session_replication_role = replica"
FORGERIES = {
    "edited": ("UPDATE kernel_event SET body = '{{}}' WHERE id = '{row}'", "is not the one sealed"),
    "edited actor": (
        "UPDATE kernel_event SET actor = 'somebody' WHERE id = '{row}'",
        "is not the one sealed",
    ),
    "moved to somebody": (
        "UPDATE kernel_event SET member_id = uuidv7() WHERE id = '{row}'",
        "is not the one sealed",
    ),
    "back-dated": (
        "UPDATE kernel_event SET at = at - INTERVAL '1 day' WHERE id = '{row}'",
        "is not the one sealed",
    ),
    "removed": ("DELETE FROM kernel_event WHERE id = '{row}'", "is missing"),
}
SLIPPED = """
    INSERT INTO kernel_audit (merchant_id, xid, at, actor, action, subject)
    SELECT merchant_id, xid, at, 'system:nobody', 'points.adjusted', 'x' FROM kernel_audit
    WHERE merchant_id = '{merchant}' AND action = 'bell.rung' ORDER BY id LIMIT 1
"""
UNSEALED = (
    "DELETE FROM kernel_seal WHERE merchant_id = '{merchant}' AND log = 'audit' AND number = 1"
)


class BellRung(Event, frozen=True):
    """Something that is written down."""

    number: int


class Undo(BaseException):
    """Leaves a transaction without keeping anything."""


async def rung(shop: Shop, *numbers: int) -> None:
    async with shop.begin() as tx:
        tx.emit(*(BellRung(number) for number in numbers))
        await audit.record(tx, [audit.Act("bell.rung", str(number)) for number in numbers])


async def found_after(server: Server, shop: Shop, *statements: str) -> list[seals.Broken]:
    """Return what is found after a forgery by the database's own administrator, and undo it."""
    broken: list[seals.Broken] = []
    connection = await asyncpg.connect(server.admin_url)
    with suppress(Undo):
        async with connection.transaction():
            await connection.execute(REPLICA)
            for statement in statements:
                await connection.execute(statement)
            broken = (await seals.verify(Reader(connection))).broken
            raise Undo
    await connection.close()
    return [fault for fault in broken if fault.merchant_id == shop.actor.merchant_id]


@pytest.mark.inv("L10")
async def test_sealed_logs_are_proven_and_go_on_where_they_stopped(
    server: Server, database: Database, shop: Shop
) -> None:
    merchant = shop.actor.merchant_id
    await rung(shop, 1, 2, 3)
    assert await seals.seal(database, merchant) >= 6
    assert await seals.seal(database, merchant) == 0
    await rung(shop, 4)
    assert await seals.seal(database, merchant) == 2
    assert await found_after(server, shop) == []
    async with reading(server.verify_url) as reader:
        proven = await seals.verify(reader)
        mine = [head for head in await seals.heads(reader) if head.merchant_id == merchant]
        assert await seals.cut_off(reader, mine) == []
    assert proven.rows >= 8
    assert {(head.log, head.block) for head in mine} == {("event", 2), ("audit", 2)}


@pytest.mark.inv("L10")
async def test_every_forgery_names_the_row(server: Server, database: Database, shop: Shop) -> None:
    await rung(shop, 1, 2, 3)
    await rung(shop, 4)
    await seals.seal(database, shop.actor.merchant_id, rows_max=2)
    async with shop.begin() as tx:
        ids = await tx.rows(IDS, BellRung.kind())
    for name, (forgery, told) in FORGERIES.items():
        (fault,) = await found_after(server, shop, forgery.format(row=ids[1]))
        assert fault.log == "event", name
        assert fault.row == (ids[2] if name == "removed" else ids[1]), name
        assert told in fault.found, name
    removed, _ = FORGERIES["removed"]
    (last,) = await found_after(server, shop, removed.format(row=ids[3]))
    assert "missing" in last.found


@pytest.mark.inv("L10")
async def test_acts_slipped_in_or_unsealed_are_named(
    server: Server, database: Database, shop: Shop
) -> None:
    merchant = shop.actor.merchant_id.bytes.hex()
    await rung(shop, 1)
    await rung(shop, 2)
    await seals.seal(database, shop.actor.merchant_id, rows_max=1)
    (fault,) = await found_after(server, shop, SLIPPED.format(merchant=merchant))
    assert (fault.log, fault.found) == ("audit", "a row that was not there when it was sealed")
    (fault,) = await found_after(server, shop, UNSEALED.format(merchant=merchant))
    assert fault.found == "the seal before it is missing"


@pytest.mark.inv("L10")
async def test_seals_cut_off_at_the_end_differ_from_the_head_kept_outside(
    server: Server, database: Database, shop: Shop
) -> None:
    await rung(shop, 1)
    await seals.seal(database, shop.actor.merchant_id)
    async with reading(server.verify_url) as reader:
        kept = [h for h in await seals.heads(reader) if h.merchant_id == shop.actor.merchant_id]
        later = [seals.Head(h.merchant_id, h.log, h.block + 1, h.link) for h in kept]
        assert await seals.cut_off(reader, [*kept, *later]) == later


async def test_what_a_transaction_under_way_could_still_write_before_is_not_sealed(
    database: Database, shop: Shop
) -> None:
    async with shop.begin() as slow:
        await audit.record(slow, [audit.Act("bell.held", "slow")])
        await rung(shop, 1)
        assert await seals.seal(database, shop.actor.merchant_id) == 0
    assert await seals.seal(database, shop.actor.merchant_id) >= 3


async def test_two_workers_seal_every_row_once(
    server: Server, database: Database, shop: Shop
) -> None:
    await rung(shop, *range(50))
    merchant = shop.actor.merchant_id
    both = [seals.seal(database, merchant, rows_max=1) for _ in range(2)]
    assert sum(await asyncio.gather(*both)) >= 100
    assert await found_after(server, shop) == []


async def test_a_worker_finds_every_merchant_with_something_to_seal(
    server: Server, database: Database, shop: Shop
) -> None:
    await rung(shop, 1)
    connection = await asyncpg.connect(server.worker_url)
    assert await seals.seal_everything(connection, database) >= 2
    await connection.close()
    assert await seals.seal(database, shop.actor.merchant_id) == 0
