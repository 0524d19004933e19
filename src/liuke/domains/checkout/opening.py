"""Open the register: read what a batch of baskets needs, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import coupons, points, programme, promotions, tiers
from liuke.domains.checkout.baskets import Placed
from liuke.domains.checkout.register import Register
from liuke.domains.checkout.stock import PRICING, Goods
from liuke.domains.checkout.sums import open_sums
from liuke.kernel import facts
from liuke.kernel.db import Tx


async def open_register(tx: Tx, baskets: Sequence[Placed], goods: Goods) -> Register:
    """Read the books of the members of some baskets; to move them, lock the members first."""
    live = baskets[0].current if baskets else await programme.live(tx)
    members = sorted({placed.member_id for placed in baskets if not placed.guest})
    spending = {p.member_id for p in baskets if p.sale.spend or p.sale.reservation}
    presenting = sorted(
        {p.member_id for p in baskets if (p.sale.coupons or p.sale.reservation) and not p.guest}
    )
    codes = [code for placed in baskets for code in placed.sale.coupons]
    accounts = await points.read_accounts(tx, members, live, drawing=spending)
    standings = await tiers.open_standings(tx, members, live)
    moments = [(placed.member_id, placed.at) for placed in baskets if not placed.guest]
    await tiers.look_back(tx, standings, moments)
    held = await coupons.open_coupons(tx, presenting, codes, live)
    sums = await open_sums(tx, members)
    rules = _rules(baskets)
    return Register(
        place=(tx.zone, tx.currency),
        goods=goods,
        books=(accounts, standings, held, sums),
        counters=await promotions.open_counters(
            tx,
            rules,
            [placed.place(tx.zone) for placed in baskets],
        ),
        facts=await facts.read(tx, {name for one in rules for name in one.facts}, members),
        may_owe=tx.actor.may(PRICING),
    )


def _rules(baskets: Sequence[Placed]) -> list[promotions.Compiled]:
    """Return the compiled rules of a batch, each set once."""
    found = {id(placed.live): placed.live.derive(promotions.compile_live) for placed in baskets}
    return list(found.values())
