from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import coupons, programme
from liuke.domains.coupons import Coupons, Reason, Spent, State
from liuke.domains.coupons.template import Got
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.coupons.templates import cash, given, publish

PUBLIC = {"got": Got.PUBLIC_CODE, "public_code": "SUMMER"}


async def opened(tx: Tx, member_id: MemberId, *codes: str, causes: tuple[str, ...] = ()) -> Coupons:
    await tx.lock([member_id])
    live = await programme.live(tx)
    return await coupons.open_coupons(tx, [member_id], codes, live, causes=causes)


async def test_a_basket_uses_what_ends_first(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    soon = await given(tx, ann, "ten")
    tx.now += timedelta(days=2)
    late = await given(tx, ann, "ten")
    book = await opened(tx, ann)
    assert [coupon.id for coupon in book.usable(ann, tx.now)] == [soon, late]
    book.use(soon, "order:1", at=tx.now, saved_minor=1000)
    assert [coupon.id for coupon in book.usable(ann, tx.now)] == [late]
    await coupons.save(tx, book)
    assert (await coupons.get_coupon(tx, ann, soon)).saved_minor == 1000


async def test_a_presented_code_is_found_however_it_is_typed(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await coupons.get_coupon(tx, ann, await given(tx, ann, "ten"))
    typed = str(ten.code).lower().replace("-", " ")
    book = await opened(tx, ann, typed)
    assert book.presented(ann, typed, cause="order:1", at=tx.now).id == ten.id


async def test_a_public_code_is_a_coupon_of_whoever_uses_it_once_per_order(tx: Tx) -> None:
    await publish(tx, cash(per_member=2, stock=5, **PUBLIC))
    (ann,) = await make.members(tx)
    for order in ("order:1", "order:2"):
        book = await opened(tx, ann, "summer", causes=(order,))
        coupon = book.presented(ann, "summer", cause=order, at=tx.now)
        assert book.presented(ann, "SUMMER", cause=order, at=tx.now) == coupon
        book.use(coupon.id, order, at=tx.now, saved_minor=1000)
        await coupons.save(tx, book)
    book = await opened(tx, ann, "summer")
    with pytest.raises(coupons.CouponUnusable) as refusal:
        book.presented(ann, "summer", cause="order:3", at=tx.now)
    assert refusal.value.reason is Reason.MEMBER_LIMIT
    (tally,) = await coupons.tallies(tx, ["ten"])
    assert (tally.given, tally.used, tally.saved_minor) == (2, 2, 2000)


async def test_a_public_code_presented_and_not_used_leaves_nothing(tx: Tx) -> None:
    await publish(tx, cash(**PUBLIC))
    (ann,) = await make.members(tx)
    book = await opened(tx, ann, "SUMMER")
    book.presented(ann, "SUMMER", cause="order:1", at=tx.now)
    await coupons.save(tx, book)
    assert await coupons.tallies(tx, ["ten"]) == []


@pytest.mark.inv("C1")
async def test_a_return_gives_the_use_back_to_the_public_code(tx: Tx) -> None:
    await publish(tx, cash(stock=1, **PUBLIC))
    ann, bob = await make.members(tx, 2)
    book = await opened(tx, ann, "SUMMER")
    coupon = book.presented(ann, "SUMMER", cause="order:1", at=tx.now)
    book.use(coupon.id, "order:1", at=tx.now, saved_minor=1000)
    await coupons.save(tx, book)
    book = await opened(tx, bob, "SUMMER")
    bobs = book.presented(bob, "SUMMER", cause="order:2", at=tx.now)
    book.use(bobs.id, "order:2", at=tx.now, saved_minor=1000)
    with pytest.raises(coupons.CouponLimitReached) as refusal:
        async with tx.savepoint():
            await coupons.save(tx, book)
    assert [(o.coupon_id, o.reason) for o in refusal.value.losers] == [
        (bobs.id, Reason.OUT_OF_STOCK)
    ]
    back = await opened(tx, ann, causes=("order:1",))
    assert back.restore(coupon.id, "order:1", at=tx.now).state is State.VOID
    await coupons.save(tx, back)
    await coupons.save(tx, book)


@pytest.mark.inv("C1")
async def test_a_budget_is_never_overrun_and_money_returned_is_spent_again(tx: Tx) -> None:
    await publish(tx, cash(budget_minor=2500))
    (ann,) = await make.members(tx)
    ids = [await given(tx, ann, "ten", cause=f"gift:{n}") for n in range(3)]
    book = await opened(tx, ann)
    for number, coupon_id in enumerate(ids):
        book.use(coupon_id, f"order:{number}", at=tx.now, saved_minor=1000)
    with pytest.raises(coupons.CouponLimitReached) as refusal:
        async with tx.savepoint():
            await coupons.save(tx, book)
    assert [(o.coupon_id, o.reason) for o in refusal.value.losers] == [
        (ids[2], Reason.BUDGET_SPENT)
    ]
    book = await opened(tx, ann)
    for number in (0, 1):
        book.use(ids[number], f"order:{number}", at=tx.now, saved_minor=1000)
    await coupons.save(tx, book)
    book = await opened(tx, ann, causes=("order:0",))
    book.restore(ids[0], "order:0", at=tx.now, part=Spent(1, 1000))
    book.use(ids[2], "order:9", at=tx.now, saved_minor=1500)
    await coupons.save(tx, book)


async def test_a_claimed_back_part_leaves_the_rest_spent(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ten = await given(tx, ann, "ten")
    book = await opened(tx, ann)
    book.use(ten, "order:1", at=tx.now, saved_minor=1000)
    book.restore(ten, "order:1", at=tx.now, part=Spent(0, 400))
    assert (book.get(ten).state, book.get(ten).saved_minor) == (State.USED, 600)
    book.restore(ten, "order:1", at=tx.now, part=Spent(1, 9999))
    assert (book.get(ten).state, book.get(ten).saved_minor) == (State.OPEN, 0)
    await coupons.save(tx, book)
