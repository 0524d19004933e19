"""One search box: members, orders and coupons by whatever is typed or scanned."""

from __future__ import annotations

from liuke.domains import checkout, coupons, members
from liuke.domains.checkout import SaleRow, SalesAsked
from liuke.domains.coupons import Coupon
from liuke.domains.members import By, MemberState
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.values import Value

SHOWN_MAX = 8
RANK = {by: place for place, by in enumerate(By)}


class Suggestion(Value, frozen=True):
    """A member who fits, what names them masked; `by` is what fitted."""

    id: MemberId
    by: By
    name: str
    phone: str
    state: MemberState
    store_id: StoreId | None
    tags: tuple[str, ...]


class Findings(Value, frozen=True):
    """Everything that fits a text: at most eight members, and what bears it as its number."""

    members: list[Suggestion]
    orders: list[SaleRow]
    coupons: list[Coupon]


async def search(tx: Tx, text: str) -> Findings:
    """Return what fits a text, of the stores the actor works for, the surest first."""
    hits = await members.search_hits(tx, text, limit=SHOWN_MAX)
    ranked = {hit.member_id: hit.by for hit in sorted(hits, key=lambda hit: RANK[hit.by])}
    shown = await members.get_members(tx, list(ranked))
    orders = await checkout.sales(tx, SalesAsked(number=text.strip()), limit=SHOWN_MAX)
    coupon = await coupons.find_by_code(tx, text)
    if coupon is not None and not await _is_ours(tx, coupon):
        coupon = None
    return Findings(
        [_suggestion(member, ranked[member.standing.id]) for member in shown],
        orders,
        [coupon] if coupon else [],
    )


async def _is_ours(tx: Tx, coupon: Coupon) -> bool:
    if tx.actor.stores is None:
        return True
    holder = (await members.standings(tx, [coupon.member_id]))[coupon.member_id]
    return holder.store_id in tx.actor.stores


def _suggestion(member: members.Member, by: By) -> Suggestion:
    row = member.standing
    return Suggestion(row.id, by, member.name, member.phone, row.state, row.store_id, member.tags)
