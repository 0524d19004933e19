"""`liuke demo`: a shop filled with a year of real receipts, proved, and left open."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from liuke.domains import analytics
from liuke.kernel.actor import system
from liuke.kernel.ids import MemberId, MerchantId
from liuke.surfaces import memory
from liuke.surfaces.cli import grocer
from liuke.surfaces.cli.grocer import Basket
from liuke.surfaces.cli.opened import require_free, serve_all
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.replay import Till, by_month
from liuke.surfaces.cli.session import OUT, SAY, run
from liuke.surfaces.cli.shop import Shop, open_shop
from liuke.surfaces.cli.summary import summary
from liuke.surfaces.cli.trial import lay_out
from liuke.surfaces.cli.up import PORT
from liuke.surfaces.cli.verify import prove


@click.command()
@click.option("--baskets", "most", type=int, default=0, help="So many receipts, and their goods.")
@click.option("--as-recorded", is_flag=True, help="Keep the receipts' own dates, of 2017.")
@click.option("--no-serve", is_flag=True, help="Stop when the table is printed.")
@click.option("--port", type=PORT, help="Port to listen on; LIUKE_PORT otherwise.")
@click.pass_context
def command(
    context: click.Context, most: int, port: int | None, *, as_recorded: bool, no_serve: bool
) -> None:
    """Fill a shop with a year of real receipts, prove its ledgers, and open it.

    The receipts are moved by whole weeks, so that the last of them are of the last days.
    """

    async def work(running: Running) -> None:
        chosen = port or running.settings.port
        if not no_serve:
            require_free(running.settings.host, chosen)
        link = f"http://{running.settings.host}:{chosen}"
        shop, key = await fill(running, most, link=link, as_recorded=as_recorded)
        if not no_serve:
            async with shop.begin() as tx:
                trial = await lay_out(tx)
            OUT.print(f"to try it  {trial.typed(link, key)}")
            await serve_all(running, role="all", port=chosen)

    run(context, work)


async def fill(
    running: Running, most: int, *, link: str, as_recorded: bool = False
) -> tuple[Shop, str]:
    """Make the shop, replay the receipts, print the table, prove every ledger; return its key."""
    with SAY.status("reading a year of receipts"):
        sold = grocer.baskets(most)
        vouchers, homeless = grocer.redeem(sold)
        today = datetime.now(ZoneInfo(grocer.ZONE)).date()
        later = timedelta(0) if as_recorded else grocer.weeks_to(today, sold[-1].at.date())
        sold = grocer.moved(sold, later)
    memory.settle()
    merchant_id = MerchantId.new()
    shop = Shop(running, merchant_id, system(merchant_id, "demo"), later)
    with SAY.status("opening the shop: products, households, campaigns and their coupons"):
        members = await open_shop(shop, sold, vouchers, unsold=not most)
    began = time.monotonic()
    await replay(shop, sold, members)
    seconds = time.monotonic() - began
    OUT.print(await summary(shop, sold, seconds=seconds, homeless=homeless))
    await prove(running)
    await fill_lake(shop)
    return shop, await say_links(shop, members, link)


async def replay(shop: Shop, sold: Sequence[Basket], members: Mapping[int, MemberId]) -> None:
    """Ring every receipt, with a bar; the nightly jobs run between months."""
    till = Till(shop.running.database, shop.actor, members)
    columns = (TextColumn("receipts"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=SAY) as progress:
        bar = progress.add_task("receipts", total=len(sold))
        last = sold[0].at
        for month in by_month(sold):
            if month[0].at.month != last.month:
                await till.night(month[0].at)
            await till.ring(month, partial(progress.advance, bar))
            last = month[-1].at
    await till.night(last)


async def fill_lake(shop: Shop) -> None:
    """Bring the lake to what was just sold, so that reports have what to read."""
    began = time.monotonic()
    with SAY.status("filling the lake"):
        exported = await analytics.export(shop.running.database, shop.merchant_id)
    rate = exported.rows / (seconds := time.monotonic() - began)
    OUT.print(f"lake       {exported.rows:,} rows in {seconds:.1f} s, {rate:,.0f} a second")


async def say_links(shop: Shop, members: Mapping[int, MemberId], link: str) -> str:
    """Print where to look, and how to sign in; return a till's key."""
    owner, key = await shop.let_in()
    first = members[min(members)]
    OUT.print(f"owner      {link}/console/accept#token={owner}  for the sign-in “owner”,")
    OUT.print("           until `liuke up` prints another  在 liuke up 打印新链接之前有效")
    OUT.print(f"pages      {link}  console, till and member pages")
    OUT.print(f"a member   {link}/v1/members/{first}/timeline")
    OUT.print(f"API        {link}/docs")
    OUT.print(f"health     {link}/health")
    OUT.print(f"a till     curl -H 'Authorization: Bearer {key}' {link}/v1/members/{first}")
    return key
