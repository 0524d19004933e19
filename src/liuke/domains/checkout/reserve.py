"""Reserve: hold the points and coupons a basket would use, until it is sold, released or too late.

The order's identity is made here; the sale that names it spends what is held. Time alone frees a
hold: coupons at once, points with the next look at the account.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from liuke.domains import coupons, members, points, programme
from liuke.domains.checkout.baskets import Placed, cause_of
from liuke.domains.checkout.errors import UnknownReservation
from liuke.domains.checkout.opening import open_register
from liuke.domains.checkout.place import place
from liuke.domains.checkout.stock import find_goods
from liuke.domains.checkout.timely import AHEAD_MOST, LATE_MOST
from liuke.domains.checkout.values import OrderId, Sale
from liuke.domains.checkout.whom import buyer_of, guest_seats, require_buyers
from liuke.domains.coupons import CouponId
from liuke.domains.points import BookSpec, Key
from liuke.domains.promotions import Decision
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.problems import InvalidField
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, array_texts, columns

NOT_NOW = ("a reservation is of now: leave it out", "预占只能从现在起，请去掉这一项")
RESERVED = ("let go of the reservation first, or sell it", "请先释放这个预占，或直接下单")


class Reserving(Value, frozen=True):
    """A basket to be held for some minutes."""

    sale: Sale
    minutes: Annotated[int, Meta(ge=1, le=10_080, description="How long it is held.")] = 15


class Reservation(Value, frozen=True):
    """What is held, until when; the sale names `id` as its reservation."""

    id: OrderId
    until: datetime
    decision: Decision


class Held(Value, frozen=True):
    """An open reservation as it is stored."""

    member_id: MemberId
    id: OrderId
    until: datetime
    coupons: tuple[CouponId, ...]
    store_id: StoreId | None


OPEN = Sql[None]("""
    INSERT INTO checkout_reservation (member_id, id, until, coupons, store_id)
    SELECT member_id, id, until, coupons::uuid[], store_id
    FROM UNNEST($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::uuid[])
        AS r (member_id, id, until, coupons, store_id)
""")
FIND = Sql[Held]("""
    SELECT member_id, id, until, coupons, store_id FROM checkout_reservation
    WHERE id = ANY ($1::uuid[])
""")
CLOSE = Sql[None]("""
    DELETE FROM checkout_reservation WHERE id = ANY ($1::uuid[])
""")
# What they held is free long since; the latest sale a till may send can still name them.
SWEEP = Sql[None]("DELETE FROM checkout_reservation WHERE until < $1")


async def reserve(tx: Tx, wishes: Sequence[Reserving]) -> list[Reservation]:
    """Hold what baskets would use; a guest's uses nothing, and is sold under its own key.

    Raises:
        CouponUnusable: a coupon presented is theirs and cannot be used.
        UnknownCoupon: a code presented is no coupon of theirs.
        UnknownItems: a SKU is not sold here.
        MemberNotActive: a member is blocked or erased.
        UnknownMembers: a member does not exist.
        UnknownStores: a store code is not this merchant's.
        PriceFromClient: a line brings a price and the caller may not.
        InvalidField: a basket names a reservation already, or another time than now.
    """
    _require_fresh(tx, wishes)
    named = [wish.sale.member_id for wish in wishes if wish.sale.member_id is not None]
    await tx.lock(named)
    buyers = await require_buyers(tx, named)
    await tx.lock([buyer.id for buyer in buyers.values()])
    baskets = await place(tx, [(wish.sale, buyer_of(wish.sale, buyers)) for wish in wishes])
    goods = await find_goods(tx, baskets)
    register = await open_register(tx, baskets, goods)
    made, held = [], []
    for placed, wish in zip(baskets, wishes, strict=True):
        until = tx.now + timedelta(minutes=wish.minutes)
        _, decided = register.quote(placed)
        if not placed.guest:
            register.set_aside(placed, decided, until)
            used = tuple(CouponId.parse(use.coupon) for use in decided.coupons)
            held.append(Held(placed.member_id, placed.id, until, used, placed.store_id))
        made.append(Reservation(placed.id, until, decided))
    held += await _for_guests(tx, [(p, one.until) for p, one in zip(baskets, made, strict=True)])
    await tx.run(OPEN, *_rows(held))
    await points.save(tx, register.accounts)
    await coupons.save(tx, register.coupons)
    return made


def _require_fresh(tx: Tx, wishes: Sequence[Reserving]) -> None:
    """Refuse a basket that is reserved already, under whose id there can be no other, or is past.

    What was over then would be held now, and spent.

    Raises:
        InvalidField: names the first one.
    """
    for number, wish in enumerate(wishes):
        if wish.sale.reservation is not None:
            raise InvalidField(f"[{number}].reservation", *RESERVED)
        if wish.sale.placed_at and abs(wish.sale.placed_at - tx.now) > AHEAD_MOST:
            raise InvalidField(f"[{number}].placed_at", *NOT_NOW)


async def _for_guests(tx: Tx, made: Sequence[tuple[Placed, datetime]]) -> list[Held]:
    """Return what lets the sale of a guest name its reservation: nothing else is theirs."""
    guests = [(placed, until) for placed, until in made if placed.guest]
    keys = [(p.sale.source, p.sale.external_id or str(p.id)) for p, _ in guests]
    seats = await guest_seats(tx, keys)
    return [
        Held(seat, placed.id, until, (), placed.store_id)
        for seat, (placed, until) in zip(seats, guests, strict=True)
    ]


def _rows(held: Sequence[Held]) -> list[list[object]]:
    members, ids, untils, used, stores = columns(Held, held)
    texts = array_texts([c.bytes.hex() for c in row] for row in used)
    return [members, ids, untils, texts, stores]


async def release(tx: Tx, ids: Sequence[OrderId]) -> None:
    """Let go of reservations, of one's own stores alone.

    Raises:
        UnknownReservation: one does not exist, is of another store, was sold, or released before.
    """
    seen = await tx.rows(FIND, list(ids))
    await tx.lock([row.member_id for row in seen])
    held, own = await tx.rows(FIND, list(ids)), tx.actor.stores
    if missing := set(ids) - {row.id for row in held if own is None or row.store_id in own}:
        raise UnknownReservation(str(min(missing)))
    live = await programme.live(tx)
    members = [row.member_id for row in held]
    accounts = await points.open_accounts(tx, members, live)
    book = await coupons.open_coupons(
        tx, members, (), live, coupon_ids=[coupon for row in held for coupon in row.coupons]
    )
    for row in held:
        cause = cause_of(row.id)
        for spec in live.items(BookSpec):
            accounts.release(Key(row.member_id, spec.code, f"{cause}/spend"))
        for coupon in row.coupons:
            if book.get(coupon).reserved_for == cause:
                book.release(coupon, cause, at=tx.now)
    await points.save(tx, accounts)
    await coupons.save(tx, book)
    await close_reservations(tx, list(ids))


async def require_open(tx: Tx, baskets: Sequence[Placed]) -> None:
    """Refuse sales that name a reservation that is not open, or is somebody else's.

    What was reserved for somebody merged since is of whom they stand for: nothing is held any more.

    Raises:
        UnknownReservation: one of them does.
    """
    naming = [p for p in baskets if p.sale.reservation is not None]
    named = {p.id: p.member_id for p in naming}
    if not named:
        return
    if len(named) < len(naming):
        twice = next(p.id for n, p in enumerate(naming) if p.id in {o.id for o in naming[:n]})
        raise UnknownReservation(str(twice))
    found = {row.id: row.member_id for row in await tx.rows(FIND, list(named))}
    strange = {whose for order_id, whose in found.items() if whose != named[order_id]}
    heirs = await members.heirs(tx, sorted(strange)) if strange else {}
    for order_id, member_id in named.items():
        whose = found.get(order_id)
        if whose is None or heirs.get(whose, whose) != member_id:
            raise UnknownReservation(str(order_id))


async def close_reservations(tx: Tx, ids: Sequence[OrderId]) -> None:
    """Forget reservations that became orders or were let go."""
    if ids:
        await tx.run(CLOSE, list(ids))


async def sweep_reservations(tx: Tx) -> None:
    """Remove reservations that lapsed longer ago than a late sale may come in."""
    await tx.run(SWEEP, tx.now - LATE_MOST)
