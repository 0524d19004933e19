"""`liuke verify`: prove every book of the whole database, its logs, and what is kept outside."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import click

from liuke.domains import checkout, coupons, points, stores, tiers
from liuke.kernel import seals
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.reader import reading
from liuke.kernel.values import Value, encode
from liuke.surfaces import anchors
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run


class Proof(Protocol):
    """What a part looked at, and what is wrong with it."""

    @property
    def broken(self) -> Sequence[Value]:
        """Return what does not add up."""
        ...


class Standing(Value, frozen=True):
    """A standing that its entries do not lead to."""

    promise: str
    merchant_id: MerchantId
    member_id: MemberId
    set_code: str
    found: str


class Standings(Value, frozen=True):
    """How many members' standings were replayed from zero, and which differ."""

    members: int
    broken: list[Standing]


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Prove books, standings, sealed logs and anchors; exit 1 and name the rows if one is wrong."""

    async def work(running: Running) -> bool:
        return await prove(running, as_json=as_json)

    if not run(context, work, upgrade=False):
        sys.exit(1)


async def prove(running: Running, *, as_json: bool = False) -> bool:
    """Verify as the role that reads everything and writes nothing; say what was found."""
    began = time.monotonic()
    with SAY.status("points 积分 …") as shown:
        async with reading(running.urls.verify) as reader:
            of_points = await points.verify(reader)
            shown.update("coupons 券 …")
            of_coupons = await coupons.verify(reader)
            shown.update("orders 订单 …")
            of_levels = await tiers.verify(reader)
            of_orders = await checkout.verify(reader)
            shown.update("logs 日志 …")
            of_logs = await seals.verify(reader)
            of_anchors = await anchors.verify(reader, anchors.place_of(running.settings.home))
            merchants = [merchant.id for merchant in await stores.merchants(reader)]
        of_tiers = await standings(running, merchants, shown.update)
    seconds = time.monotonic() - began
    parts: dict[str, Proof] = {
        "points": of_points,
        "coupons": of_coupons,
        "orders": of_orders,
        "tiers": of_tiers,
        "levels": of_levels,
        "logs": of_logs,
        "anchors": of_anchors,
    }
    if as_json:
        click.echo(encode(parts).decode())
    rows = of_points.entries + of_points.lots + of_points.uses + of_points.accounts
    rows += of_coupons.coupons + of_coupons.entries + of_orders.orders + of_orders.lines
    rows += of_logs.rows + of_levels.entries + of_tiers.members
    told = f"{rows:,} rows in {seconds:.1f} s, {rows / seconds:,.0f} rows/s"
    sealed = f"{of_logs.rows:,} log rows in {of_logs.blocks:,} sealed blocks"
    days = f"{of_anchors.days:,} days of anchors"
    return report(parts, f"ledgers proved: {told}; {sealed}; {days}")


async def standings(
    running: Running, merchants: list[MerchantId], say: Callable[[str], object]
) -> Standings:
    """Replay every member's standings from zero, a thousand members at a time."""
    members, broken = 0, list[Standing]()
    for merchant_id in merchants:
        last: MemberId | None = None
        while True:
            async with running.begin(merchant_id, "verify") as tx:
                page = await tiers.members_standing(tx, last)
                found = await tiers.prove(tx, page)
                if found:
                    # Looked at again with nobody at the till of these: a sale is no forgery.
                    await tx.lock([one.member_id for one in found])
                    found = await tiers.prove(tx, [one.member_id for one in found])
            broken += [
                Standing("L12", merchant_id, one.member_id, one.set_code,
                         f"replayed from zero it differs in {', '.join(one.fields)}")
                for one in found
            ]  # fmt: skip
            members += len(page)
            say(f"levels of members 会员等级 {members:,} …")
            if not page:
                break
            last = page[-1]
    return Standings(members, broken)


def report(parts: Mapping[str, Proof], told: str) -> bool:
    """Name what does not add up, or say that everything does."""
    broken = [fault for part in parts.values() for fault in part.broken]
    for fault in broken:
        SAY.print(f"[red]✗[/] {encode(fault).decode()}")
    if not broken:
        SAY.print(f"[green]✓[/] {told}")
    return not broken
