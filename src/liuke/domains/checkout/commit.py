"""Commit sales: decide against the locked members, move every ledger, write the orders.

One basket, a till's backlog and a year of history are the same function at the same number of
statements: lock, read, fold, write, and the counters of limited rules last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from msgspec.structs import replace

from liuke.domains import coupons, members, points, promotions, tiers
from liuke.domains.checkout.baskets import Buyer, Placed, Rung
from liuke.domains.checkout.claims import CLAIM_DAYS, claim_code, claim_digest
from liuke.domains.checkout.errors import SalesRefused
from liuke.domains.checkout.events import OrderPaid
from liuke.domains.checkout.grants import give
from liuke.domains.checkout.opening import open_register
from liuke.domains.checkout.place import place
from liuke.domains.checkout.record import Sold, record
from liuke.domains.checkout.register import Register
from liuke.domains.checkout.replay import known, receipts, require_same
from liuke.domains.checkout.reserve import close_reservations, require_open
from liuke.domains.checkout.stock import Goods, find_goods
from liuke.domains.checkout.sums import save_sums
from liuke.domains.checkout.timely import require_timely
from liuke.domains.checkout.values import OrderId, Receipt, Sale, State
from liuke.domains.checkout.whom import buyer, guest_seats, why_not
from liuke.domains.promotions import Lost
from liuke.kernel.clock import business_date
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem

DECISIONS_MAX = 6


class LimitsLost(Exception):
    """Some baskets came too late for a limit; never leaves this file."""

    def __init__(self, lost: Sequence[Lost]) -> None:
        """Keep who lost what."""
        super().__init__(lost)
        self.lost = lost


async def commit(tx: Tx, sales: Sequence[Sale]) -> list[Receipt]:
    """Make sales, in the order given; one sent before is answered again and counted once.

    A sale of a member who was merged is the one's they stand for now.

    Raises:
        SalesRefused: names every sale that cannot be made, and why; none was made.
        SaleChanged: a different sale was made under one of the keys.
        UnknownItems: a SKU is not sold here.
        UnknownStores: a store code is not this merchant's.
        UnknownMembers: a member does not exist.
        UnknownReservation: a reservation is not open, or somebody else's.
        PriceFromClient: a line brings a price and the caller may not.
        Contended: the counters of limited rules kept changing; run it again.
    """
    named = [_named(sale) for sale in sales]
    first = {(s.source, s.external_id): n for n, s in reversed(list(enumerate(named)))}
    once = {number: named[number] for number in sorted(first.values())}
    require_same(named, list(once.values()))
    owners = dict(zip(once, await _owners(tx, list(once.values())), strict=True))
    await tx.lock(list(owners.values()))
    before = await known(tx, named)
    fresh = {n: sale for n, sale in once.items() if (sale.source, sale.external_id) not in before}
    require_timely(tx, fresh)
    buyers = await _buyers(tx, fresh, owners)
    baskets = await place(tx, [(sale, buyers[n]) for n, sale in fresh.items()])
    made = await _sell(tx, baskets, list(fresh)) if baskets else []
    found = {(r.source, r.external_id): r for r in made}
    if before:
        again = await receipts(tx, [row.order_id for row in before.values()])
        found |= {key: again[row.order_id] for key, row in before.items()}
    answers = [found[sale.source, sale.external_id] for sale in named]
    return [one if n in once else replace(one, replayed=True) for n, one in enumerate(answers)]


def _named(sale: Sale) -> Sale:
    """Give a sale without a key of its caller's one of its own: its reservation's, if any."""
    if sale.external_id:
        return sale
    return replace(sale, external_id=str(sale.reservation or OrderId.new()))


async def _owners(tx: Tx, sales: Sequence[Sale]) -> list[MemberId]:
    """Return whose each sale is; a guest's belongs to a member-shaped key made from its own."""
    guests = [(sale.source, sale.external_id) for sale in sales if sale.member_id is None]
    seats = iter(await guest_seats(tx, guests))
    return [sale.member_id or next(seats) for sale in sales]


async def _buyers(
    tx: Tx, sales: Mapping[int, Sale], owners: Mapping[int, MemberId]
) -> dict[int, Buyer]:
    """Return whose the orders will be, by place: who was merged stands for another.

    Raises:
        SalesRefused: some of them are blocked or erased.
    """
    asked = sorted({sale.member_id for sale in sales.values() if sale.member_id is not None})
    heirs = await members.heir_rows(tx, asked)
    await tx.lock([who.id for who in heirs.values()])
    buying = {n: heirs[sale.member_id] for n, sale in sales.items() if sale.member_id is not None}
    if wrong := {n: why for n, who in buying.items() if (why := why_not(who))}:
        raise SalesRefused(wrong)
    return {n: buyer(buying[n]) if n in buying else Buyer(owners[n]) for n in sales}


async def _sell(tx: Tx, baskets: Sequence[Placed], places: Sequence[int]) -> list[Receipt]:
    await require_open(tx, baskets)
    goods = await find_goods(tx, baskets, places)
    return await _decide(tx, baskets, goods, places=places, left=DECISIONS_MAX)


async def _decide(
    tx: Tx,
    baskets: Sequence[Placed],
    goods: Goods,
    *,
    places: Sequence[int],
    left: int,
) -> list[Receipt]:
    """Fold and write; a basket that lost a limit is decided anew without that rule."""
    if left == 0:
        raise Contended
    register = await open_register(tx, baskets, goods)
    rung = _ring(register, baskets, places)
    if not register.is_limited:
        return await _write(tx, register, rung)
    try:
        async with tx.savepoint():
            return await _write(tx, register, rung)
    except LimitsLost as lost:
        fewer = _without(baskets, lost.lost)
    except coupons.CouponLimitReached as lost:
        raise SalesRefused(_of_coupons(rung, places, lost)) from lost
    return await _decide(tx, fewer, goods, places=places, left=left - 1)


def _without(baskets: Sequence[Placed], lost: Sequence[Lost]) -> list[Placed]:
    """Bar from each basket the rules whose limit it came too late for."""
    rules: dict[str, set[str]] = {}
    for one in lost:
        rules.setdefault(one.cause, set()).add(one.rule)
    return [
        basket.without_rules(rules[basket.cause]) if basket.cause in rules else basket
        for basket in baskets
    ]


def _ring(register: Register, baskets: Sequence[Placed], places: Sequence[int]) -> list[Rung]:
    """Fold every basket; refuse the batch if any is refused, naming each.

    Raises:
        SalesRefused: some baskets cannot be sold.
    """
    rung: list[Rung] = []
    problems: dict[int, Problem] = {}
    for placed, number in zip(baskets, places, strict=True):
        try:
            rung.append(register.ring(placed))
        except Problem as problem:
            problems[number] = problem
    if problems:
        raise SalesRefused(problems)
    return rung


def _of_coupons(
    rung: Sequence[Rung], places: Sequence[int], lost: coupons.CouponLimitReached
) -> dict[int, Problem]:
    losers = {str(loser.coupon_id) for loser in lost.losers}
    return {
        number: lost
        for number, one in zip(places, rung, strict=True)
        if losers & {use.coupon for use in one.decision.coupons}
    }


async def _write(tx: Tx, register: Register, rung: Sequence[Rung]) -> list[Receipt]:
    sold = [_sold(tx, one) for one in rung]
    versions = sorted({version for one in rung for version in one.placed.live.versions})
    await record(tx, sold, versions)
    await points.save(tx, register.accounts)
    await tiers.save(tx, register.standings)
    await save_sums(tx, register.sums)
    await close_reservations(tx, [one.placed.id for one in rung if one.placed.sale.reservation])
    tx.emit(*(_paid(one) for one in rung if not one.placed.guest))
    await give(tx, rung)
    await coupons.save(tx, register.coupons)
    if lost := await promotions.grant(tx, register.counters):
        raise LimitsLost(lost)
    return [_receipt(tx, register, one) for one in rung]


def _sold(tx: Tx, one: Rung) -> Sold:
    placed, guest = one.placed, one.placed.guest
    on = business_date(placed.at, tx.zone)
    return Sold(
        id=placed.id,
        member_id=placed.member_id,
        guest=guest,
        sale=placed.sale,
        lines=one.lines,
        decision=one.decision,
        state=State.PAID,
        store_id=placed.store_id,
        placed_at=placed.at,
        business_on=on,
        fingerprint=placed.fingerprint,
        claim=claim_digest(tx, claim_code(tx, placed.id)) if guest else None,
        claim_until_on=on + timedelta(days=CLAIM_DAYS) if guest else None,
    )


def _paid(one: Rung) -> OrderPaid:
    placed, decided = one.placed, one.decision
    return OrderPaid(
        member_id=placed.member_id,
        order_id=placed.id,
        at=placed.at,
        payable_minor=decided.payable_minor,
        discount_minor=decided.discount_minor,
        units=one.units,
        store=placed.sale.store,
        channel=placed.sale.channel,
        first=one.first,
    )


def _receipt(tx: Tx, register: Register, one: Rung) -> Receipt:
    placed = one.placed
    return Receipt(
        id=placed.id,
        source=placed.sale.source,
        external_id=placed.sale.external_id,
        member_id=placed.member_id,
        state=State.PAID,
        placed_at=placed.at,
        decision=one.decision,
        claim_code=claim_code(tx, placed.id) if placed.guest else None,
        standing=register.standing(placed),
        tenders=placed.sale.tenders,
    )
