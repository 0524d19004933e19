from __future__ import annotations

import random
from datetime import timedelta

import pytest

from liuke.domains import coupons
from liuke.domains.coupons import (
    Coupon,
    CouponId,
    Gift,
    Grant,
    Hold,
    Holding,
    Return,
    State,
    Use,
    Voiding,
)
from liuke.domains.coupons.merge import Union, part, unite
from liuke.domains.coupons.template import Got, OnReturn
from liuke.domains.coupons.verify import Broken
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.coupons.templates import card, cash, given, publish
from tests.forgery import COLUMNS, OWNER, owner_tx, tampered

__all__ = ["owner_tx"]

TAMPER = Sql[None]("UPDATE coupons_coupon SET saved_minor = saved_minor + 1 WHERE id = $1::uuid")
MISLEAD = Sql[None]("""
    INSERT INTO coupons_code (code, member_id, coupon_id)
    VALUES ('\\x0102030405060708', $1::uuid, $2::uuid)
""")


@pytest.mark.inv("L1")
async def test_an_honest_shop_is_proven_and_a_tampered_coupon_named(tx: Tx) -> None:
    await publish(tx, card(3, on_return=OnReturn.VOID), cash())
    (ann,) = await make.members(tx)
    coffee, ten = await given(tx, ann, "card"), await given(tx, ann, "ten")
    await coupons.redeem(tx, [Use(ann, coffee, "order:1", uses=2), Use(ann, ten, "order:1")])
    (left,) = await coupons.restore(tx, [Return(ann, coffee, "order:1")])
    assert (left.state, left.uses_left) == (State.OPEN, 1)
    await coupons.restore(tx, [Return(ann, ten, "order:1")])
    await coupons.void(tx, [Voiding(ann, ten, "test")])
    proven = await coupons.verify(tx)
    assert (proven.coupons, proven.entries, proven.broken) == (2, 6, [])
    await tx.run(TAMPER, ten)
    await tx.run(MISLEAD, ann, coffee)
    found = (await coupons.verify(tx)).broken
    named = [(b.promise, b.coupon_id) for b in found]
    assert named == [("L1", ten), ("A9", coffee), ("L1", None)]
    assert found[-1].found.startswith("kept sums of ten ending ")
    assert found[-1].found.endswith(
        " 0 given, 0 open, 0 claimed, 0 used, 0 expired, 0 void, 0 passed on, 1 saved"
    )


async def broken(tx: Tx) -> list[Broken]:
    return (await coupons.verify(tx)).broken


async def lived(tx: Tx) -> tuple[MemberId, CouponId, CouponId]:
    """Give a member a card, used three times of five, and a coupon that nothing happened to."""
    await publish(tx, card(5), cash())
    (ann,) = await make.members(tx)
    coffee, ten = await given(tx, ann, "card"), await given(tx, ann, "ten")
    for order in ("订单|1", "order:2", "order:3"):
        await coupons.redeem(tx, [Use(ann, coffee, order)])
    return ann, coffee, ten


async def unnoticed(tx: Tx, ann: MemberId, table: str, row: str) -> set[str]:
    """Return the columns of a row that may be edited without its being told, and being named."""
    found = set()
    for column in await tx.rows(COLUMNS, table):
        forgery = f"UPDATE {table} SET {FORGED.get(column.name, column.edited())} WHERE {row}"  # noqa: S608 -- names of the catalogue
        faults = await tampered(tx, ann, forgery, broken)
        if not any(fault.coupon_id for fault in faults):
            found.add(column.name)
    return found


# What the checks of the table let pass.
FORGED = {
    "kind": "kind = 'restored'", "state": "state = 'void'",
    "uses_left": "uses_left = uses_left - 1", "seq": "seq = seq + 100, link = sha256('x')",
    "reserved_for": "reserved_for = 'x', reserved_until = '2030-01-01Z'",
    "link": "link = sha256(link)",
    # Alone it would be refused.
    "reserved_until": "reserved_until = reserved_until",
}  # fmt: skip


@pytest.mark.inv("L10")
async def test_no_column_of_a_step_is_edited_unnoticed(owner_tx: Tx) -> None:
    ann, coffee, _ = await lived(owner_tx)
    assert await broken(owner_tx) == []
    await owner_tx.run(OWNER)
    step = f"coupon_id = '{coffee.bytes.hex()}' AND seq = 2"
    # Where an entry lies in the log is kept outside, by the day's anchor.
    assert await unnoticed(owner_tx, ann, "coupons_entry", step) == {"xid"}


@pytest.mark.inv("L10")
async def test_nothing_that_a_coupon_was_born_with_is_edited_unnoticed(owner_tx: Tx) -> None:
    ann, coffee, ten = await lived(owner_tx)
    await owner_tx.run(OWNER)
    for coupon_id in (coffee, ten):
        left = await unnoticed(owner_tx, ann, "coupons_coupon", f"id = '{coupon_id.bytes.hex()}'")
        assert left <= {"xid", "reserved_until", "link"}
        assert ("link" in left) == (coupon_id == ten), "no step, no link"


@pytest.mark.inv("L10")
async def test_no_column_of_a_reservation_is_edited_unnoticed(owner_tx: Tx) -> None:
    ann, coffee, _ = await lived(owner_tx)
    await coupons.reserve(owner_tx, [Hold(ann, coffee, "order:4")])
    await coupons.reserve(owner_tx, [Hold(ann, coffee, "order:4", 1800)])
    assert await broken(owner_tx) == []
    await owner_tx.run(OWNER)
    for seq in (4, 5):
        step = f"coupon_id = '{coffee.bytes.hex()}' AND seq = {seq}"
        assert await unnoticed(owner_tx, ann, "coupons_entry", step) == {"xid"}
    longer = "UPDATE coupons_coupon SET reserved_until = reserved_until + INTERVAL '1 day'"
    found = await tampered(owner_tx, ann, f"{longer} WHERE seq = 5", broken)
    assert [(b.promise, b.coupon_id) for b in found] == [("L1", coffee)]
    assert "held for order:4 against order:4 until" in found[0].found


FORGERIES = {
    "step 2 was edited": "UPDATE coupons_entry SET actor = 'x' WHERE seq = 2",
    "step 2 is missing": "DELETE FROM coupons_entry WHERE seq = 2",
    "step 2 is not the last": "DELETE FROM coupons_entry WHERE seq = 3",
    "step 3 is not the last": "UPDATE coupons_coupon SET link = sha256(link) WHERE seq = 3",
    "it is not what was given": "UPDATE coupons_coupon SET issued_by = 'x' WHERE seq = 3",
    "it was not claimed then": "UPDATE coupons_coupon SET claimed_at = issued_at WHERE seq = 3",
    "no code leads": "DELETE FROM coupons_code WHERE coupon_id IN "
    "(SELECT id FROM coupons_coupon WHERE seq = 3)",
    "expired held for": "UPDATE coupons_coupon SET state = 'expired' WHERE seq = 3",
}


@pytest.mark.inv("L10")
async def test_a_forged_coupon_is_named_and_so_is_its_step(owner_tx: Tx) -> None:
    ann, coffee, _ = await lived(owner_tx)
    await owner_tx.run(OWNER)
    for told, forgery in FORGERIES.items():
        found = await tampered(owner_tx, ann, forgery, broken)
        assert any(told in b.found for b in found if b.coupon_id == coffee), told


async def pass_on(tx: Tx, one: Coupon, other: MemberId, _: str) -> None:
    await coupons.transfer(tx, [Gift(one.member_id, one.id, other)])


async def hold_and_let_go(tx: Tx, one: Coupon, _: MemberId, cause: str) -> None:
    hold = Hold(one.member_id, one.id, cause)
    await coupons.reserve(tx, [hold])
    await coupons.release(tx, [hold])


async def hold_and_use(tx: Tx, one: Coupon, _: MemberId, cause: str) -> None:
    await coupons.reserve(tx, [Hold(one.member_id, one.id, cause)])
    await coupons.redeem(tx, [Use(one.member_id, one.id, cause)])


async def use_and_restore(tx: Tx, one: Coupon, _: MemberId, cause: str) -> None:
    await coupons.redeem(tx, [Use(one.member_id, one.id, cause)])
    await coupons.restore(tx, [Return(one.member_id, one.id, cause)])


async def merge_and_part(tx: Tx, one: Coupon, other: MemberId, cause: str) -> None:
    await unite(tx, [Union(one.member_id, other, cause)])
    await part(tx, [Union(one.member_id, other, cause)])


async def take(tx: Tx, one: Coupon, _: MemberId, cause: str) -> None:
    await coupons.void(tx, [Voiding(one.member_id, one.id, cause)])
    await given(tx, one.member_id, "card")


MOVES = (pass_on, hold_and_let_go, hold_and_use, use_and_restore, merge_and_part, take)


@pytest.mark.inv("L10")
async def test_whatever_becomes_of_coupons_they_stay_provable(tx: Tx) -> None:
    await publish(
        tx,
        card(9, transferable=True),
        cash(got=Got.CLAIMED, transferable=True),
        cash("waits", claim_days=60, transferable=True),
    )
    ann, bob = await make.members(tx, 2)
    await coupons.claim(tx, [Grant(ann, "ten", "tap")])
    assert await coupons.issue_to_segment(tx, [ann, bob], "card", cause="drop") == 2
    await coupons.accept(tx, [Holding(ann, await given(tx, ann, "waits"))])
    chance = random.Random(7)  # noqa: S311 - a life that can be told again
    for turn in range(30):
        held = [c for m in (ann, bob) for c in await coupons.holdings(tx, m, state=State.OPEN)]
        one = chance.choice(held)
        move = MOVES[turn % len(MOVES)]
        await move(tx, one, ann if one.member_id == bob else bob, f"cause:{turn}")
        assert await broken(tx) == [], move.__name__
    tx.now += timedelta(days=30)
    assert await coupons.expire(tx, [ann, bob]) > 0
    proven = await coupons.verify(tx)
    assert proven.broken == []
    assert proven.entries > 30
