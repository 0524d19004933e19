"""The demo's table: what came out, beside what went in."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from liuke.domains import checkout, coupons, points, programme, tiers
from liuke.domains.coupons import CouponTemplate
from liuke.kernel.measures import some
from liuke.surfaces.cli.grocer import Basket
from liuke.surfaces.cli.shop import Shop


def money(minor: int) -> str:
    """Write an amount of the demo's currency."""
    return f"{'-' if minor < 0 else ''}${abs(minor) // 100:,}.{abs(minor) % 100:02}"


async def summary(shop: Shop, sold: Sequence[Basket], *, seconds: float, homeless: int) -> Table:
    """Return the table: sold, earned, given, and how fast; the source's own sums beside ours."""
    async with shop.begin() as tx:
        sums = await checkout.figures(tx)
        census = await tiers.census(tx)
        books = await points.liability(tx)
        live = await programme.live(tx)
        tallies = await coupons.tallies(tx, [t.code for t in live.items(CouponTemplate)])
    lines = sum(len(basket.rows) for basket in sold)
    net = sum(row.gross_minor - row.cut_minor for basket in sold for row in basket.rows)
    table = Table(title="一年的真实小票 A year of real receipts", show_header=False)
    table.add_row("baskets", f"{sums.orders:,}", f"source {len(sold):,}")
    table.add_row("lines", f"{sums.lines:,}", f"source {lines:,}")
    table.add_row("sales", money(sums.sales_minor), f"source {money(net)}")
    table.add_row("discount given", money(sums.discount_minor), "coupons, by our rules")
    table.add_row("paid with points", money(sums.points_minor), "")
    for row in census:
        held = some(row.members, "member", "members")
        table.add_row(f"tier {row.set_code}", row.level or "none", held)
    for book in books:
        s = book.sums
        table.add_row(
            f"points {s.book}",
            f"issued {s.awarded:,}  redeemed {s.redeemed:,}  expired {s.expired:,}",
            f"outstanding {book.outstanding:,}, liability {money(book.worth_minor)}",
        )
    table.add_row(
        "coupons",
        f"issued {sum(t.given for t in tallies):,}  used {sum(t.used for t in tallies):,}",
        f"{homeless:,} real redemptions have no basket that day",
    )
    table.add_row(
        "speed", f"{sums.orders / seconds:,.0f} baskets/s", f"{lines / seconds:,.0f} lines/s"
    )
    return table
