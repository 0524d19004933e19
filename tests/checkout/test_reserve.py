from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from liuke.domains import checkout, coupons, members, points
from liuke.domains.checkout import Item, Reservation, Reserving, Sale, Tender
from liuke.domains.checkout.values import OrderId
from liuke.domains.members import Merging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import InvalidField
from tests import make
from tests.checkout.test_take_back import open_shop, sell, spendable


async def hold(tx: Tx, member_id: MemberId, **more: object) -> Reservation:
    sale = Sale((Item("tee"),), member_id, external_id="web", spend={"stars": 100}, **more)  # type: ignore[arg-type]  # plain test data
    (reservation,) = await checkout.reserve(tx, [Reserving(sale)])
    return reservation


async def test_what_is_reserved_cannot_be_spent_elsewhere(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 19800, units={"tee": 2})
    await hold(tx, member)
    (quoted,) = await checkout.quote(tx, [Sale((Item("tee"),), member, spend={"stars": 198})])
    assert quoted.decision.spends[0].points == 98


async def test_the_sale_that_names_it_spends_what_is_held(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 19800, units={"tee": 2})
    reservation = await hold(tx, member)
    due = reservation.decision.payable_minor
    (receipt,) = await checkout.commit(
        tx,
        [
            Sale(
                (Item("tee"),), member, external_id="web", spend={"stars": 100},
                tenders=(Tender("wechat", due),), reservation=reservation.id,
            )
        ],
    )  # fmt: skip
    assert receipt.id == reservation.id
    (balance,) = await points.balances(tx, [member])
    assert (balance.spendable, balance.held) == (98 + 89, 0)
    with pytest.raises(checkout.UnknownReservation):
        await checkout.release(tx, [reservation.id])


@pytest.mark.inv("C4")
async def test_a_reservation_is_let_go_once(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 19800, units={"tee": 2})
    reservation = await hold(tx, member)
    await checkout.release(tx, [reservation.id])
    assert await spendable(tx, member) == 198
    with pytest.raises(checkout.UnknownReservation):
        await checkout.release(tx, [reservation.id])


@pytest.mark.inv("C4")
async def test_time_frees_a_reservation(tx: Tx) -> None:
    member = await open_shop(tx)
    await coupons.issue(tx, [coupons.Grant(member, "ten-off", "gift")])
    await sell(tx, member, 19800, units={"tee": 2})
    book = await coupons.open_coupons(tx, [member], (), await make.live(tx))
    (held,) = book.usable(member, tx.now)
    await hold(tx, member, coupons=(str(held.id),))
    tx.now += timedelta(minutes=16)
    (quoted,) = await checkout.quote(
        tx,
        [Sale((Item("tee"),), member, spend={"stars": 198}, coupons=(str(held.id),))],
    )
    assert quoted.decision.discount_minor == 1000
    assert quoted.decision.spends[0].points == 198


async def test_a_sale_under_a_made_up_reservation_is_refused(tx: Tx) -> None:
    member = await open_shop(tx)
    sale = Sale((Item("tee"),), member, external_id="x", reservation=OrderId.new())
    with pytest.raises(checkout.UnknownReservation):
        await checkout.commit(tx, [sale])


async def test_a_basket_that_is_reserved_already_is_refused_by_its_field(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 19800, units={"tee": 2})
    first = await hold(tx, member)
    with pytest.raises(InvalidField) as refusal:
        await hold(tx, member, reservation=first.id)
    assert refusal.value.field == "[0].reservation"


@pytest.mark.parametrize("key", ["web", ""])
async def test_a_guests_basket_is_sold_under_its_reservation_too(tx: Tx, key: str) -> None:
    await open_shop(tx)
    sale = Sale((Item("tee"),), external_id=key, tenders=(Tender("wechat", 9900),))
    (held,) = await checkout.reserve(tx, [Reserving(sale)])
    (receipt,) = await checkout.commit(tx, [replace(sale, reservation=held.id)])
    assert (receipt.id, receipt.claim_code is not None) == (held.id, True)
    with pytest.raises(checkout.UnknownReservation):
        await checkout.release(tx, [held.id])


async def test_a_guests_reservation_is_nobody_elses_and_is_let_go_once(tx: Tx) -> None:
    member = await open_shop(tx)
    (held,) = await checkout.reserve(tx, [Reserving(Sale((Item("tee"),), external_id="web"))])
    for whose, key in ((member, "web"), (None, "other")):
        sale = Sale((Item("tee"),), whose, external_id=key, reservation=held.id)
        with pytest.raises(checkout.UnknownReservation):
            await checkout.commit(tx, [sale])
    await checkout.release(tx, [held.id])
    with pytest.raises(checkout.UnknownReservation):
        await checkout.release(tx, [held.id])


@pytest.mark.parametrize("minutes", [-11, 11])
async def test_nothing_is_held_for_another_time_than_now(tx: Tx, minutes: int) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 19800, units={"tee": 2})
    with pytest.raises(InvalidField) as refusal:
        await hold(tx, member, placed_at=tx.now + timedelta(minutes=minutes))
    assert refusal.value.field == "[0].placed_at"


class Merged(NamedTuple):
    """What was held for somebody who was merged since, with which coupon."""

    loser: MemberId
    winner: MemberId
    reservation: Reservation
    coupon: str


async def held_and_merged(tx: Tx) -> Merged:
    """Reserve for somebody with a coupon, then merge them into somebody else."""
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    await coupons.issue(tx, [coupons.Grant(loser, "ten-off", "gift")])
    await sell(tx, loser, 19800, units={"tee": 2})
    (held,) = await coupons.holdings(tx, loser)
    reservation = await hold(tx, loser, coupons=(str(held.id),))
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    return Merged(loser, winner, reservation, str(held.id))


@pytest.mark.parametrize("asked", ["loser", "winner"])
async def test_a_merge_in_between_leaves_what_was_reserved_to_be_sold(tx: Tx, asked: str) -> None:
    loser, winner, reservation, coupon = await held_and_merged(tx)
    sale = Sale(
        (Item("tee"),), loser if asked == "loser" else winner, external_id="web",
        spend={"stars": 100}, coupons=(coupon,), reservation=reservation.id,
        tenders=(Tender("wechat", reservation.decision.payable_minor),),
    )  # fmt: skip
    (stranger,) = await make.members(tx)
    with pytest.raises(checkout.UnknownReservation):
        await checkout.commit(tx, [replace(sale, member_id=stranger)])
    (receipt,) = await checkout.commit(tx, [sale])
    assert (receipt.id, receipt.member_id) == (reservation.id, winner)
    assert receipt.decision.payable_minor == reservation.decision.payable_minor
    with pytest.raises(checkout.UnknownReservation):
        await checkout.release(tx, [reservation.id])


async def test_what_was_reserved_is_let_go_after_a_merge(tx: Tx) -> None:
    _, winner, reservation, _ = await held_and_merged(tx)
    await checkout.release(tx, [reservation.id])
    assert await spendable(tx, winner) == 198
