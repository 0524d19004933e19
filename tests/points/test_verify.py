"""A ledger that was tampered with says where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuke.domains import points
from liuke.domains.points import Because, BookSpec, Movement, OrderKey
from liuke.domains.points.reserve import Reservation, reserve
from liuke.domains.points.values import Inactivity
from liuke.domains.points.verify import Broken
from liuke.domains.programme import Live, VersionId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from tests import make
from tests.forgery import COLUMNS, OWNER, owner_tx, tampered

__all__ = ["owner_tx"]

LIVE = Live.of(BookSpec(code="stars", expiry=Inactivity(days=60)))
FORGERIES = {
    "L10 edited points": "UPDATE points_entry SET points = points + 1 WHERE seq = 2",
    "L10 edited reason": "UPDATE points_entry SET reason = '[\"gift\"]' WHERE seq = 2",
    "L10 edited cause": "UPDATE points_entry SET cause = 'x' WHERE seq = 2",
    "L10 edited moment": "UPDATE points_entry SET counts_on = '2020-01-01' WHERE seq = 2",
    "L10 removed": "DELETE FROM points_entry WHERE seq = 2",
    "L10 another day": "UPDATE points_lot SET earned_on = earned_on - 1 WHERE lot = 1",
    "L1 cut off": "DELETE FROM points_entry WHERE seq = 3",
    "L1 raised": "UPDATE points_account SET balance = 99, spendable = 99 - held WHERE true",
    "L6 refilled": "UPDATE points_lot SET remaining = points WHERE remaining < points",
    "L6 untraced": "DELETE FROM points_use WHERE true",
    "L1 never idle": "UPDATE points_account SET lapses_on = NULL WHERE true",
    "L1 idle for longer": "UPDATE points_account SET lapses_on = lapses_on + 90 WHERE true",
    "L6 held of another": "UPDATE points_hold SET lots = '{2}' WHERE true",
    "L6 held no more": "UPDATE points_hold SET parts = '{3}' WHERE true",
}
CHECKED = {"kind": "kind = 'adjust'", "reason": """reason = '["x"]'""", "seq": "seq = seq + 100"}


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
    until = tx.now + timedelta(hours=1)
    await reserve(tx, [Reservation(one, "stars", "till", 5, until)], live=LIVE)
    return one


@pytest.mark.inv("L10")
async def test_an_honest_ledger_is_proven(tx: Tx) -> None:
    await history(tx)
    proven = await points.verify(tx)
    assert proven.broken == []
    assert (proven.entries, proven.lots, proven.uses, proven.accounts) == (3, 2, 1, 1)


async def broken(tx: Tx) -> list[Broken]:
    return (await points.verify(tx)).broken


@pytest.mark.inv("L10")
@pytest.mark.inv("L1")
async def test_every_forgery_is_named(owner_tx: Tx) -> None:
    one = await history(owner_tx)
    await owner_tx.run(OWNER)
    for name, forgery in FORGERIES.items():
        found = [b for b in await tampered(owner_tx, one, forgery, broken) if b.member_id == one]
        promise = name.split()[0]
        assert promise in {b.promise for b in found}, name
        if "edited" in name:
            assert next(b.number for b in found if b.promise == "L10") == 2, name


@pytest.mark.inv("L10")
async def test_no_column_of_an_entry_is_edited_unnoticed(owner_tx: Tx) -> None:
    one = await history(owner_tx)
    await owner_tx.run(OWNER)
    columns = await owner_tx.rows(COLUMNS, "points_entry")
    assert len(columns) > 15
    unnoticed = []
    for column in columns:
        edit = CHECKED.get(column.name, column.edited())
        forgery = f"UPDATE points_entry SET {edit} WHERE seq = 2"  # noqa: S608 -- names of the catalogue
        if not await tampered(owner_tx, one, forgery, broken):
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
