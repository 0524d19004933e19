"""`liuke recount`: count kept sums anew from what they are the sums of, and say what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from liuke.domains import coupons, points, tiers
from liuke.kernel.values import Value, encode
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run, show, the_merchant


@click.command()
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, merchant: str, *, as_json: bool) -> None:
    """Count sums anew after `liuke verify` named one, while tills go on; the audit keeps it."""

    async def work(running: Running) -> Mapping[str, Sequence[Value]]:
        merchant_id = await the_merchant(running, merchant)
        found: dict[str, Sequence[Value]] = {}
        # One transaction each: what is right stays counted whatever becomes of the others.
        async with running.begin(merchant_id) as tx:
            found["points"] = await points.resum(tx)
        async with running.begin(merchant_id) as tx:
            found["tiers"] = await tiers.recount(tx)
        async with running.begin(merchant_id) as tx:
            found["coupons"] = await coupons.resum(tx)
        return found

    with SAY.status("counting 加总中…"):
        found = run(context, work, upgrade=False)
    if as_json:
        show(found, as_json=True)
        return
    for part, wrong in found.items():
        for one in wrong:
            SAY.print(f"[yellow]±[/] {part} {encode(one).decode()}")
    SAY.print("[green]✓[/] sums counted anew 已重新加总")
