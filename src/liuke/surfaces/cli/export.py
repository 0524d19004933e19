"""`liuke export`: members, products, balances, orders and coupons as CSV files in a folder."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from liuke.domains import connect
from liuke.kernel.ids import MerchantId
from liuke.kernel.measures import some
from liuke.kernel.values import Value, encode
from liuke.surfaces.cli.error_file import whole_file
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, refusing, run, the_merchant


class Written(Value, frozen=True):
    """One file of an export."""

    sheet: str
    file: str
    rows: int
    masked: bool


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--only", multiple=True, metavar="KIND", help="Some kinds alone: members, coupons …")
@click.option("--reveal", default="", metavar="REASON", help="Personal data in clear; audited.")
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    only: tuple[str, ...],
    reveal: str,
    merchant: str,
    *,
    as_json: bool,
) -> None:
    """Write everything to a folder; personal data is masked unless `--reveal` says why not."""

    async def work(running: Running) -> list[Written]:
        merchant_id = await the_merchant(running, merchant)
        sheets = [connect.find_sheet(name) for name in only or sorted(connect.SHEETS)]
        return [await write(running, merchant_id, sheet, folder, reveal) for sheet in sheets]

    with refusing():
        folder.mkdir(parents=True, exist_ok=True)
    written = run(context, work)
    if as_json:
        click.echo(encode(written).decode())
        return
    for one in written:
        mark = " masked 已脱敏" if one.masked else ""
        SAY.print(f"[green]✓[/] {escape(one.file)}: {some(one.rows, 'row', 'rows')}{mark}")


async def write(
    running: Running, merchant_id: MerchantId, sheet: connect.Sheet, folder: Path, reveal: str
) -> Written:
    """Write one sheet page by page; a file is there whole or not at all."""
    place = folder / f"{sheet.name}.csv"
    async with running.begin(merchant_id, "export") as tx:
        columns, zone, currency = await connect.all_columns(tx, sheet), tx.zone, tx.currency
    rows, wish, more = 0, connect.Wish(reveal=reveal), True
    with (
        SAY.status(f"{sheet.label_zh} …") as status,
        whole_file(place) as out,
    ):
        out.write(connect.head(columns))
        while more:
            async with running.begin(merchant_id, "export") as tx:
                leaf = await connect.export_page(tx, sheet, wish)
            out.write(connect.body(columns, leaf.rows, zone, currency))
            rows, more = rows + len(leaf.rows), leaf.more
            wish = connect.Wish(after=leaf.after, reveal=reveal)
            status.update(f"{sheet.label_zh} {rows:,}")
    return Written(sheet.name, str(place), rows, masked=sheet.personal and not reveal)
