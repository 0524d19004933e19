"""`liuke verify`: prove every ledger of the whole database."""

from __future__ import annotations

import sys
import time

import click

from liuke.domains import checkout, coupons, points
from liuke.kernel.reader import reading
from liuke.kernel.values import encode
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Prove every ledger of the whole database; exit 1 and name the rows if one is wrong."""

    async def work(running: Running) -> bool:
        return await prove(running, as_json=as_json)

    if not run(context, work, upgrade=False):
        sys.exit(1)


async def prove(running: Running, *, as_json: bool = False) -> bool:
    """Verify as the role that reads everything and writes nothing; say what was found."""
    began = time.monotonic()
    async with reading(running.urls.verify) as reader:
        of_points = await points.verify(reader)
        of_coupons = await coupons.verify(reader)
        of_orders = await checkout.verify(reader)
    seconds = time.monotonic() - began
    if as_json:
        parts = {"points": of_points, "coupons": of_coupons, "orders": of_orders}
        click.echo(encode(parts).decode())
    broken = [*of_points.broken, *of_coupons.broken, *of_orders.broken]
    for fault in broken:
        SAY.print(f"[red]✗[/] {encode(fault).decode()}")
    if not broken:
        rows = of_points.entries + of_points.lots + of_points.uses + of_points.accounts
        rows += of_coupons.coupons + of_coupons.entries + of_orders.orders + of_orders.lines
        rate = f"{rows:,} rows in {seconds:.1f} s, {rows / seconds:,.0f} rows/s"
        SAY.print(f"[green]✓[/] ledgers proved: {rate}")
    return not broken
