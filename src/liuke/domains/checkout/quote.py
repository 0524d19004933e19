"""Quote baskets: what they would cost and earn now, explained; nothing is written or locked."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.checkout.baskets import Buyer
from liuke.domains.checkout.opening import open_register
from liuke.domains.checkout.place import place
from liuke.domains.checkout.stock import find_goods
from liuke.domains.checkout.values import Sale, Standing
from liuke.domains.checkout.whom import buyer_of, require_buyers
from liuke.domains.promotions import Decision, Missed, compile_live, explain_all
from liuke.kernel.db import Tx
from liuke.kernel.values import Value


class Quote(Value, frozen=True):
    """What a basket would cost and earn, and how the member stands before it."""

    decision: Decision
    standing: Standing | None


async def quote(tx: Tx, sales: Sequence[Sale]) -> list[Quote]:
    """Decide baskets as things stand, each on its own.

    Raises:
        MemberNotActive: a member is blocked or erased.
        CouponUnusable: a coupon presented is theirs and cannot be used.
        UnknownCoupon: a code presented is no coupon of theirs.
        UnknownItems: a SKU is not sold here.
        UnknownSpend: a book of points named to pay with does not exist.
        UnknownStores: a store code is not this merchant's.
        PriceFromClient: a line brings a price and the caller may not.
    """
    baskets = await place(tx, await _whose(tx, sales))
    goods = await find_goods(tx, baskets)
    register = await open_register(tx, baskets, goods)
    return [Quote(register.quote(placed)[1], register.standing(placed)) for placed in baskets]


async def explain(tx: Tx, sale: Sale) -> list[Missed]:
    """Say of every live rule that would not apply to a basket why.

    Raises:
        MemberNotActive: the member is blocked or erased.
        UnknownItems: a SKU is not sold here.
        UnknownStores: a store code is not this merchant's.
        PriceFromClient: a line brings a price and the caller may not.
    """
    (placed,) = await place(tx, await _whose(tx, [sale]))
    register = await open_register(tx, [placed], await find_goods(tx, [placed]))
    basket = register.basket(placed)
    rules = placed.live.derive(compile_live)
    at = placed.at.astimezone(tx.zone)
    return list(explain_all(rules, register.view(placed), basket, at))


async def _whose(tx: Tx, sales: Sequence[Sale]) -> list[tuple[Sale, Buyer]]:
    """Pair sales with whom they are for: who was merged stands for another."""
    named = [sale.member_id for sale in sales if sale.member_id is not None]
    buyers = await require_buyers(tx, named)
    return [(sale, buyer_of(sale, buyers)) for sale in sales]
