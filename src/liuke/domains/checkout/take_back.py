"""Take units back: exactly what hung on them is undone, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from liuke.domains import coupons, points, programme, promotions, tiers
from liuke.domains.checkout.baskets import cause_of
from liuke.domains.checkout.burden import burden
from liuke.domains.checkout.errors import (
    ReturnChanged,
    SalesRefused,
    UnitsNotReturnable,
    WrongState,
)
from liuke.domains.checkout.events import OrderReturned
from liuke.domains.checkout.grants import vouchers
from liuke.domains.checkout.read import OrderPage, Outcome, PastReturn, hold_orders, pages_of
from liuke.domains.checkout.refunds import Purse, repay
from liuke.domains.checkout.sums import open_sums, save_sums
from liuke.domains.checkout.timely import require_timely_return
from liuke.domains.checkout.undo import Books, Coming, undo, with_levels
from liuke.domains.checkout.units import overlaps, unsold
from liuke.domains.checkout.values import (
    Comeback,
    OrderId,
    Returned,
    ReturnId,
    State,
    Undone,
)
from liuke.domains.members import bearers, resolve
from liuke.domains.promotions import FreedUses, Place
from liuke.kernel.clock import business_date
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from liuke.kernel.rows import Sql

RETURN = Sql[None]("""
    INSERT INTO checkout_return
        (member_id, order_id, id, external_id, returned_at, business_on, units, refund_minor,
         outcome, reason, birth)
    SELECT r.*, sha256(uuid_send(order_id) || uuid_send(id) || convert_to(CONCAT(
        char_length(external_id), '|', external_id,
        (EXTRACT(EPOCH FROM returned_at) * 1000000)::bigint, '|',
        business_on - DATE '1970-01-01', '|', refund_minor, '|',
        units, '|', outcome, '|', reason
    ), 'UTF8'))
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::date[],
        $7::jsonb[], $8::bigint[], $9::jsonb[], $10::text[]
    ) AS r (
        member_id, order_id, id, external_id, returned_at, business_on, units, refund_minor,
        outcome, reason
    )
""")


class TakingBack:
    """A batch of returns being folded: what came back before, and what does now."""

    def __init__(
        self, tx: Tx, pages: Sequence[OrderPage], books: Books, *, with_shipping: bool
    ) -> None:
        """Start from the orders as they stand."""
        self.with_shipping = with_shipping
        self.tx = tx
        self.books = books
        self.pages = {page.order.id: page for page in pages}
        self.purse = Purse([payment for page in pages for payment in page.payments])
        self.back = {page.order.id: page.back for page in pages}
        self.freed: list[FreedUses] = []
        self.known: dict[tuple[OrderId, str], Returned] = {}
        for page in pages:
            for past in page.returns:
                self.known[page.order.id, past.external_id] = _again(page, past)

    def take(self, comeback: Comeback) -> Returned:
        """Fold one return; one made before is answered again.

        Raises:
            UnitsNotReturnable: some units were not sold, or came back already.
            ReturnChanged: other units came back under this key.
            ReturnedAtWrong: it is of a time to come, or of one before the sale.
            WrongState: the order was never paid for, or was called off.
        """
        key = (comeback.order_id, comeback.external_id)
        if key in self.known:
            if self.known[key].units != comeback.units:
                raise ReturnChanged("external_id", self.known[key].id)
            return self.known[key]
        page = self.pages[comeback.order_id]
        self._require(page, comeback)
        require_timely_return(self.tx, comeback, page.order.placed_at)
        coming = self._coming(page, comeback)
        undone: list[Undone] = []
        kept = 0
        if not page.guest:
            undone, kept = undo(self.books, coming)
        heir = self.books.heirs.get(page.order.member_id)
        self.freed.append(FreedUses(_place(page), coming.burden.uses, heir))
        refund = coming.burden.refund_minor + coming.shipping_minor - kept
        assert refund >= 0, "more is kept than goes back"
        self.back[comeback.order_id] += comeback.units
        made = Returned(
            id=coming.id,
            order_id=comeback.order_id,
            member_id=page.order.member_id,
            external_id=comeback.external_id,
            units=comeback.units,
            refund_minor=refund,
            refunds=self.purse.refund(comeback.order_id, refund),
            undone=tuple(undone),
            returned_at=coming.at,
        )
        self.known[key] = replace(made, replayed=True)
        return made

    def _coming(self, page: OrderPage, comeback: Comeback) -> Coming:
        weight = burden(page.order.decision, page.sold, self.back[page.order.id], comeback.units)
        at = comeback.returned_at or self.tx.now
        shipping = page.order.shipping_minor if self.with_shipping else 0
        return Coming(ReturnId.new(), page, weight, at, shipping, self.with_shipping)

    def _require(self, page: OrderPage, comeback: Comeback) -> None:
        if page.order.state is State.CANCELLED:
            raise WrongState(page.order.id, page.order.state)
        wrong = unsold(comeback.units, page.sold)
        wrong += overlaps([*self.back[page.order.id], *comeback.units])
        if wrong:
            raise UnitsNotReturnable(tuple(wrong))


def _place(page: OrderPage) -> Place:
    order = page.order
    return Place(None if page.guest else order.member_id, order.store, order.business_on)


def _again(page: OrderPage, past: PastReturn) -> Returned:
    return Returned(
        id=past.id,
        order_id=page.order.id,
        member_id=page.order.member_id,
        external_id=past.external_id,
        units=past.units,
        refund_minor=past.refund_minor,
        refunds=past.outcome.refunds,
        undone=past.outcome.undone,
        returned_at=past.returned_at,
        tiers=past.outcome.tiers,
        replayed=True,
    )


async def take_back(
    tx: Tx, comebacks: Sequence[Comeback], *, with_shipping: bool = False
) -> list[Returned]:
    """Take units back, in the order given; a return sent before is answered again.

    `with_shipping` gives the shipping back too: the orders never left.

    Raises:
        SalesRefused: names every return that cannot be made, and why; none was made.
        UnknownOrder: there is no such order.
        Contended: an order was claimed meanwhile; run it again.
    """
    taking = await _begin(tx, comebacks, with_shipping=with_shipping)
    made = await _fold(tx, taking, comebacks)
    await _write(tx, taking, [one for one in made if not one.replayed], comebacks)
    return made


async def foresee(
    tx: Tx, comebacks: Sequence[Comeback], *, with_shipping: bool = False
) -> list[Returned]:
    """Say what taking units back would undo and repay, to the last point; nothing is written.

    It takes what `take_back` takes.

    Raises:
        SalesRefused: names every return that could not be made, and why.
        UnknownOrder: there is no such order.
        Contended: an order was claimed meanwhile; run it again.
    """
    taking = await _begin(tx, comebacks, with_shipping=with_shipping)
    return await _fold(tx, taking, comebacks)


async def _begin(tx: Tx, comebacks: Sequence[Comeback], *, with_shipping: bool) -> TakingBack:
    owned = await hold_orders(tx, [comeback.order_id for comeback in comebacks])
    pages = await pages_of(tx, owned)
    return TakingBack(tx, pages, await _open(tx, pages), with_shipping=with_shipping)


async def _fold(tx: Tx, taking: TakingBack, comebacks: Sequence[Comeback]) -> list[Returned]:
    """Fold every return in memory, and see where that leaves its member."""
    made: list[Returned] = []
    problems: dict[int, Problem] = {}
    for place, comeback in enumerate(comebacks):
        try:
            made.append(taking.take(comeback))
        except Problem as problem:
            problems[place] = problem
    if problems:
        raise SalesRefused(problems)
    await tiers.refold(tx, taking.books.standings, taking.books.accounts)
    return [with_levels(taking.books, one) for one in made]


async def _open(tx: Tx, pages: Sequence[OrderPage]) -> Books:
    live = await programme.live(tx)
    members = sorted({page.order.member_id for page in pages if not page.guest})
    undoing = [
        points.Key(page.order.member_id, book, cause)
        for page in pages
        if not page.guest
        for book, cause in _moved(page)
    ]
    heirs = await resolve(tx, members) if members else {}
    merged = [member for member, heir in heirs.items() if heir != member]
    above = await bearers(tx, merged) if merged else {}
    everyone = sorted({*members, *[one for line in above.values() for one in line]})
    await tx.lock(everyone)
    causes = [cause_of(page.order.id) for page in pages]
    brought = [coupons.CouponId.made_of(*one) for page in pages for one in _brought(page)]
    return Books(
        heirs=heirs,
        bearers=above,
        currency=tx.currency,
        accounts=await points.open_accounts(tx, members, live, undoing=undoing),
        standings=await tiers.open_standings(tx, members, live),
        coupons=await coupons.open_coupons(
            tx, everyone, (), live, causes=causes, coupon_ids=brought
        ),
        sums=await open_sums(tx, everyone),
    )


def _brought(page: OrderPage) -> list[tuple[MemberId, str, str]]:
    """Return whom an order brought coupons, of which templates, under which causes."""
    order = page.order
    given = vouchers(order.member_id, cause_of(order.id), order.decision.grants)
    return [(one.member_id, one.template, one.cause) for one in given]


def _moved(page: OrderPage) -> list[tuple[str, str]]:
    """Return the points entries of an order, by book and cause."""
    cause, decided = cause_of(page.order.id), page.order.decision
    earned = [(award.book, cause) for award in decided.awards if award.points]
    return earned + [(spend.book, f"{cause}/spend") for spend in decided.spends]


async def _write(
    tx: Tx, taking: TakingBack, made: Sequence[Returned], comebacks: Sequence[Comeback]
) -> None:
    if not made:
        return
    reasons = {(one.order_id, one.external_id): one.reason for one in comebacks}
    rows = [_row(tx, one, reasons[one.order_id, one.external_id]) for one in made]
    await tx.run(RETURN, *[list(column) for column in zip(*rows, strict=True)])
    await repay(tx, taking.purse)
    books = taking.books
    await points.save(tx, books.accounts)
    await tiers.save(tx, books.standings)
    await save_sums(tx, books.sums)
    await coupons.save(tx, books.coupons)
    await promotions.give_back(tx, [freed for freed in taking.freed if freed.uses])
    tx.emit(*map(_event, made))


def _row(tx: Tx, made: Returned, reason: str) -> tuple[Any, ...]:
    return (
        made.member_id,
        made.order_id,
        made.id,
        made.external_id,
        made.returned_at,
        business_date(made.returned_at, tx.zone),
        made.units,
        made.refund_minor,
        Outcome(made.refunds, made.undone, made.tiers),
        reason,
    )


def _event(made: Returned) -> OrderReturned:
    return OrderReturned(
        member_id=made.member_id,
        order_id=made.order_id,
        return_id=made.id,
        at=made.returned_at,
        refund_minor=made.refund_minor,
        units=sum([span.count for span in made.units]),
    )
