"""Claim receipts: a guest's basket becomes a member's, once, and earns what it had not earned."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from liuke.domains import points, promotions, tiers
from liuke.domains.checkout.baskets import Buyer, Placed
from liuke.domains.checkout.claims import claim_digest, kept_units
from liuke.domains.checkout.errors import NotClaimable
from liuke.domains.checkout.events import OrderClaimed
from liuke.domains.checkout.freeing import free_points
from liuke.domains.checkout.opening import open_register
from liuke.domains.checkout.place import place
from liuke.domains.checkout.read import OrderPage, get_orders
from liuke.domains.checkout.register import Register
from liuke.domains.checkout.stock import goods_of
from liuke.domains.checkout.sums import save_sums
from liuke.domains.checkout.units import taken
from liuke.domains.checkout.values import Item, OrderId, Sale, Tender
from liuke.domains.checkout.whom import require_buyers
from liuke.domains.promotions import Decision
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class ReceiptClaim(Value, frozen=True):
    """A member who holds the code of a receipt."""

    member_id: MemberId
    code: Annotated[str, Meta(min_length=8, max_length=40)]


class Found(Value, frozen=True):
    """The order behind a code that may still be claimed."""

    claim: bytes
    order_id: OrderId
    guest_id: MemberId


FIND = Sql[Found]("""
    SELECT claim, order_id, member_id AS guest_id
    FROM checkout_key
    WHERE claim = ANY ($1::bytea[]) AND claim_until_on >= $2
""")
# One statement, so that the references between these tables are checked when all have moved.
MOVE = Sql[None]("""
    WITH claimed AS (
        SELECT order_id, guest_id, member_id, decision
        FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[])
            AS c (order_id, guest_id, member_id, decision)
    ), orders AS (
        UPDATE checkout_order o SET member_id = c.member_id, guest = false, decision = c.decision,
            decided = sha256(uuid_send(o.id) || convert_to(CONCAT(o.versions, c.decision), 'UTF8'))
        FROM claimed c WHERE o.member_id = c.guest_id AND o.id = c.order_id
    ), lines AS (
        UPDATE checkout_line l SET member_id = c.member_id
        FROM claimed c WHERE l.member_id = c.guest_id AND l.order_id = c.order_id
    ), payments AS (
        UPDATE checkout_payment p SET member_id = c.member_id
        FROM claimed c WHERE p.member_id = c.guest_id AND p.order_id = c.order_id
    ), returns AS (
        UPDATE checkout_return r SET member_id = c.member_id
        FROM claimed c WHERE r.member_id = c.guest_id AND r.order_id = c.order_id
    )
    UPDATE checkout_key k SET member_id = c.member_id, claim = NULL, claim_until_on = NULL
    FROM claimed c WHERE k.order_id = c.order_id
""")


async def claim(tx: Tx, claims: Sequence[ReceiptClaim]) -> list[OrderId]:
    """Give guests' orders to the members who hold their codes; return the orders, in order.

    Raises:
        NotClaimable: a code is wrong, claimed, too old, or all came back: they look the same.
        MemberNotActive: a member is blocked or erased.
        UnknownMembers: a member does not exist.
        Contended: somebody took the rest of a limit meanwhile; run it again.
    """
    # Locked before it is asked who they are now, so that no merge comes between.
    await tx.lock([one.member_id for one in claims])
    buyers = await require_buyers(tx, [one.member_id for one in claims])
    wanted = {claim_digest(tx, one.code): buyers[one.member_id].id for one in claims}
    seen = await tx.rows(FIND, list(wanted), tx.today)
    await tx.lock([*wanted.values(), *(found.guest_id for found in seen)])
    found = {row.claim: row for row in await tx.rows(FIND, list(wanted), tx.today)}
    if len(wanted) < len(claims) or len(found) < len(wanted):
        raise NotClaimable
    pages = await get_orders(tx, [found[digest].order_id for digest in wanted])
    if not all(kept_units(page) for page in pages):
        raise NotClaimable
    await _adopt(tx, pages, list(wanted.values()))
    return [page.order.id for page in pages]


async def _adopt(tx: Tx, pages: Sequence[OrderPage], members: Sequence[MemberId]) -> None:
    pairs = list(zip(pages, members, strict=True))
    baskets = await place(tx, [(_sale(page, member), Buyer(member)) for page, member in pairs])
    baskets = [placed.as_order(page.order.id) for placed, page in zip(baskets, pages, strict=True)]
    goods = await goods_of(tx, baskets)
    register = await open_register(tx, baskets, goods)
    decided = [_earn(register, placed, page) for placed, page in zip(baskets, pages, strict=True)]
    await tx.run(
        MOVE,
        [page.order.id for page in pages],
        [page.order.member_id for page in pages],
        list(members),
        decided,
    )
    await points.save(tx, register.accounts)
    await tiers.save(tx, register.standings)
    await save_sums(tx, register.sums)
    await free_points(tx, [(page.order.id, whose, page.order.state) for page, whose in pairs])
    if await promotions.grant(tx, register.counters):
        raise Contended
    tx.emit(*(OrderClaimed(p.member_id, p.id, p.at) for p in baskets))


def _sale(page: OrderPage, member_id: MemberId) -> Sale:
    """Return the basket as it was paid for: what was taken off stays off."""
    items = tuple(
        Item(line.sku, line.units, line.grams, line.gross_minor, line.gross_minor - line.due_minor)
        for line in page.lines
    )
    order = page.order
    return Sale(
        items, member_id, order.source, order.external_id, store=order.store,
        channel=order.channel, placed_at=order.placed_at,
        tenders=tuple(Tender(p.kind, p.amount_minor, p.reference) for p in page.payments),
    )  # fmt: skip


def _earn(register: Register, placed: Placed, page: OrderPage) -> Decision:
    """Move the member's books by the units still kept; return the decision with its awards.

    What the guest's basket took of shared limits stays taken; a rule's uses by the member count.
    """
    decided, paid = register.earnings(placed), page.order.decision
    counted = {use.rule for use in paid.uses}
    _take_uses(register, placed, decided, counted)
    kept = {award.book: award.points - taken(award.shares, page.back) for award in decided.awards}
    returned = sum(past.refund_minor for past in page.returns)
    register.credit(
        placed,
        decided,
        kept,
        net_minor=sum(line.due_minor for line in page.lines) - returned,
        saved_minor=paid.discount_minor - taken(paid.discounts, page.back),
        units=kept_units(page),
    )
    register.sums.brought_back(placed.member_id, returned)
    uses = paid.uses + tuple(u for u in decided.uses if u.rule not in counted)
    return replace(paid, awards=decided.awards, uses=uses)


def _take_uses(
    register: Register, placed: Placed, decided: Decision, counted: Collection[str]
) -> None:
    """Count a basket against the limits; `counted` rules have given their share to the guest."""
    counters = register.counters
    before = len(counters.asks)
    counters.take(placed.cause, placed.place(register.zone), decided.uses)
    counters.asks[before:] = [ask for ask in counters.asks[before:] if ask.rule not in counted]
