"""`liuke programme simulate`: what a draft would have cost over orders that were really sold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click
from rich.table import Table

from liuke.domains import checkout, points, programme
from liuke.domains.checkout import Simulated
from liuke.domains.promotions import Simulation
from liuke.kernel.clock import day_end, day_start
from liuke.kernel.measures import Measure, some
from liuke.kernel.money import decimals, figure
from liuke.kernel.values import encode
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, run, the_merchant

DAYS = 30
ORDERS_MAX = 100_000
DAY = click.DateTime(["%Y-%m-%d"])


COUNTED = "{:,}".format
Amount: TypeAlias = Callable[[int], str]
Units: TypeAlias = dict[str, Measure]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--from", "first", type=DAY, help=f"First day; {DAYS} days before the last if none.")
@click.option("--to", "last", type=DAY, help="Last day; today if none.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def simulate(
    context: click.Context,
    file: Path,
    merchant: str,
    first: datetime | None,
    last: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Run a draft over real orders: its cost, its winners and losers. Nothing is written."""
    document = file.read_bytes()
    require_order(first, last)

    async def work(running: Running) -> tuple[Simulated, str, Units]:
        draft = programme.check(document)
        async with running.begin(await the_merchant(running, merchant)) as tx:
            to = last.date() if last else tx.today
            since = first.date() if first else to - timedelta(days=DAYS)
            with SAY.status("simulating 试算中…"):
                found = await checkout.simulate(
                    tx,
                    draft,
                    since=day_start(since, tx.zone),
                    until=day_end(to, tx.zone),
                    most=ORDERS_MAX,
                )
            live = await programme.live(tx)
            books = (*live.items(points.BookSpec), *draft.of(points.BookSpec))
            return found, tx.currency, {book.code: points.measure_of(book) for book in books}

    found, currency, units = run(context, work)
    if as_json:
        click.echo(encode(found).decode())
    else:
        report(found, currency, units)


def require_order(first: datetime | None, last: datetime | None) -> None:
    """Make sure that days run forwards.

    Raises:
        UsageError: they do not.
    """
    if first and last and first > last:
        raise click.UsageError("--from is after --to")


def report(found: Simulated, currency: str, units: Units) -> None:
    """Show cost, winners and losers, then every rule before and after."""
    one, amount = found.outcome, partial(figure, places=decimals(currency))
    OUT.print(totals(one, amount, units))
    OUT.print(by_rule(one, amount))
    for note in found.notes:
        SAY.print(f"[dim]· {note.text_zh} {note.text}[/]")


def totals(one: Simulation, amount: Amount, units: Units) -> Table:
    """Return the comparison as a whole."""
    title = f"{some(one.orders, 'order', 'orders')} 订单"
    table = Table("", "live 现行", "draft 草稿", title=title)
    for name, before, after in (
        ("paid 实付", one.live.payable_minor, one.draft.payable_minor),
        ("discount 优惠", one.live.discount_minor, one.draft.discount_minor),
        ("shipping off 免运费", one.live.shipping_off_minor, one.draft.shipping_off_minor),
    ):
        table.add_row(name, amount(before), amount(after))
    for book in sorted({*one.live.points, *one.draft.points}):
        before, after = one.live.points.get(book, 0), one.draft.points.get(book, 0)
        unit = units.get(book, points.measure_of(None))
        table.add_row(f"points 积分 {book}", unit.told(before)[0], unit.told(after)[0])
    table.add_section()
    table.add_row("cost of the draft 成本", "", f"[bold]{amount(one.cost_minor)}[/]")
    table.add_row("winners 受益", "", f"{buyers(one.winners)}, {amount(one.won_minor)}")
    table.add_row("losers 受损", "", f"{buyers(one.losers)}, {amount(one.lost_minor)}")
    return table


def buyers(count: int) -> str:
    """Say how many buyers."""
    return some(count, "buyer", "buyers")


def by_rule(one: Simulation, amount: Amount) -> Table:
    """Return what each rule did on both sides."""
    columns = {"orders": COUNTED, "members": COUNTED, "off_minor": amount, "points": COUNTED}
    live = {rule.rule: rule for rule in one.live.rules}
    draft = {rule.rule: rule for rule in one.draft.rules}
    table = Table()
    table.add_column("rule 规则", overflow="fold")
    for name in ("orders 订单", "buyers 人数", "off 优惠", "points 积分"):
        table.add_column(name)
    for code in dict.fromkeys([*draft, *live]):
        before, after = live.get(code), draft.get(code)
        cells = [
            f"{write(getattr(before, name, 0))} → {write(getattr(after, name, 0))}"
            for name, write in columns.items()
        ]
        table.add_row(code, *cells)
    return table
