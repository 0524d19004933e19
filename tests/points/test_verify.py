"""A ledger that was tampered with says where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date

import pytest
import pytest_asyncio

from liuke.domains import points
from liuke.domains.points import Because, BookSpec, Movement, OrderKey
from liuke.domains.points.verify import Broken
from liuke.domains.programme import Live, VersionId
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Tx, begin, connect
from liuke.kernel.ids import MemberId, MerchantId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from liuke.providers.postgres import Server
from tests import make

LIVE = Live.of(BookSpec(code="stars"))
# Tampering needs the owner's hand: the append-only trigger is off for this transaction only.
OWNER = Sql[None]("SET LOCAL session_replication_role = replica")
FORGERIES = {
    "L10 edited points": "UPDATE points_entry SET points = points + 1 WHERE seq = 2",
    "L10 edited reason": "UPDATE points_entry SET reason = '[\"gift\"]' WHERE seq = 2",
    "L10 edited cause": "UPDATE points_entry SET cause = 'x' WHERE seq = 2",
    "L10 edited moment": "UPDATE points_entry SET counts_on = '2020-01-01' WHERE seq = 2",
    "L10 removed": "DELETE FROM points_entry WHERE seq = 2",
    "L1 cut off": "DELETE FROM points_entry WHERE seq = 3",
    "L1 raised": "UPDATE points_account SET balance = 99, spendable = 99 WHERE true",
    "L6 refilled": "UPDATE points_lot SET remaining = points WHERE remaining < points",
    "L6 untraced": "DELETE FROM points_use WHERE true",
}
# How a value of a type becomes another one that its column takes.
EDITS = {
    "int8": "COALESCE({0}, 0) + 1", "text": "{0} || 'x'", "uuid": "uuidv7()",
    "bytea": "sha256({0})",
    "date": "COALESCE({0}, '2020-01-01') + 1", "timestamptz": "{0} + INTERVAL '1 microsecond'",
}  # fmt: skip
CHECKED = {"kind": "'adjust'", "reason": """'["x"]'""", "seq": "{0} + 100"}


class Column(Value, frozen=True):
    """A column of the catalogue and its type."""

    name: str
    kind: str


COLUMNS = Sql[Column]("""
    SELECT a.attname::text, t.typname::text
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = 'points_entry'::regclass AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
""")
# Others' accounts, forged along, would fill the hundred faults that are told.
OF_ONE = " AND member_id = $1::uuid"


async def history(tx: Tx) -> MemberId:
    (one,) = await make.members(tx)
    because = Because(
        order_id=OrderKey.new(),
        store_id=StoreId.new(),
        rule="消费|得积分",
        version_id=VersionId.new(),
        reason=("每 1 元 1 分", "a|b"),
        card_on=date(2025, 1, 1),
    )
    await points.post(
        tx,
        [
            Movement(one, "stars", "订单|1", 100, because),
            Movement(one, "stars", "gift", -30, because),
            Movement(one, "stars", "order:2", 7),
        ],
        live=LIVE,
    )
    return one


@pytest.mark.inv("L10")
async def test_an_honest_ledger_is_proven(tx: Tx) -> None:
    await history(tx)
    proven = await points.verify(tx)
    assert proven.broken == []
    assert (proven.entries, proven.lots, proven.uses, proven.accounts) == (3, 2, 1, 1)


class Undo(BaseException):
    """Leaves a savepoint without keeping anything."""


@pytest_asyncio.fixture(loop_scope="session")
async def owner_tx(server: Server) -> AsyncIterator[Tx]:
    """Open a transaction of a new merchant as someone past every fence; nothing of it stays."""
    database = await connect(server.admin_url, Keys.for_tests(), size=1)
    with suppress(Undo):
        async with begin(database, system(MerchantId.new(), "test")) as tx:
            await make.merchant(tx)
            yield tx
            raise Undo
    await database.close()


async def tampered(tx: Tx, one: MemberId, forgery: str) -> list[Broken]:
    """Return what is found after a forgery of one member's books, and undo it."""
    found: list[Broken] = []
    with suppress(Undo):
        async with tx.savepoint():
            await tx.run(Sql[None](forgery + OF_ONE), one)
            found = (await points.verify(tx)).broken
            raise Undo
    return found


@pytest.mark.inv("L10")
@pytest.mark.inv("L1")
async def test_every_forgery_is_named(owner_tx: Tx) -> None:
    one = await history(owner_tx)
    await owner_tx.run(OWNER)
    for name, forgery in FORGERIES.items():
        found = [b for b in await tampered(owner_tx, one, forgery) if b.member_id == one]
        promise = name.split()[0]
        assert promise in {b.promise for b in found}, name
        if "edited" in name:
            assert next(b.number for b in found if b.promise == "L10") == 2, name


@pytest.mark.inv("L10")
async def test_no_column_of_an_entry_is_edited_unnoticed(owner_tx: Tx) -> None:
    one = await history(owner_tx)
    await owner_tx.run(OWNER)
    columns = await owner_tx.rows(COLUMNS)
    assert len(columns) > 15
    unnoticed = []
    for column in columns:
        edit = CHECKED.get(column.name, EDITS[column.kind]).format(column.name)
        forgery = f"UPDATE points_entry SET {column.name} = {edit} WHERE seq = 2"  # noqa: S608 -- names of the catalogue
        if not await tampered(owner_tx, one, forgery):
            unnoticed.append(column.name)
    # Where an entry lies in the log is kept outside, by the day's anchor.
    assert unnoticed == ["xid"]


@pytest.mark.inv("L10")
async def test_an_anchor_kept_outside_shows_a_ledger_cut_off(tx: Tx) -> None:
    await history(tx)
    (before,) = await points.anchors(tx)
    await history(tx)
    (after,) = await points.anchors(tx)
    assert (before.accounts, before.entries) == (1, 3)
    assert after.digest != before.digest
