"""`liuke lake`: bring the lake to now, see how it is, write it anew in fewer files."""

from __future__ import annotations

import click
from rich.table import Table

from liuke.domains import analytics
from liuke.domains.analytics import Exported, LakeState
from liuke.kernel.measures import some
from liuke.kernel.values import Value
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, run, show, the_merchant

merchant_option = click.option("--merchant", default="", help="Name or id of the merchant.")
json_option = click.option("--json", "as_json", is_flag=True)
MEGABYTE = 1 << 20


class Compacted(Value, frozen=True):
    """How many tables were written anew, and how many files are gone since."""

    tables: int
    files: int


@click.group()
def command() -> None:
    """The lake: what analytics reads, as Parquet files."""


@command.command()
@merchant_option
@json_option
@click.pass_context
def export(context: click.Context, merchant: str, *, as_json: bool) -> None:
    """Bring every table to now; what was interrupted goes on where it was."""

    async def work(running: Running) -> Exported:
        merchant_id = await the_merchant(running, merchant)
        with SAY.status("数据湖 …") as status:

            def say(name: str, rows: int) -> None:
                if rows:
                    SAY.print(f"  {name}: {some(rows, 'row', 'rows')}")
                status.update(f"数据湖 {name}")

            return await analytics.export(running.database, merchant_id, say=say)

    exported = run(context, work)
    if as_json:
        show(exported, as_json=True)
    else:
        written = some(exported.rows, "row", "rows")
        SAY.print(f"[green]✓[/] {written}, as of {exported.moment.as_of:%F %T} UTC")


@command.command()
@merchant_option
@json_option
@click.pass_context
def status(context: click.Context, merchant: str, *, as_json: bool) -> None:
    """Show as of when the lake is, and what each table holds."""

    async def work(running: Running) -> LakeState:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            return await analytics.state(tx)

    state = run(context, work, upgrade=False)
    if as_json:
        show(state, as_json=True)
    else:
        tell(state)


@command.command()
@merchant_option
@json_option
@click.pass_context
def compact(context: click.Context, merchant: str, *, as_json: bool) -> None:
    """Write every table anew in as few files as can be, and delete what is over."""

    async def work(running: Running) -> Compacted:
        merchant_id = await the_merchant(running, merchant)
        with SAY.status("数据湖 …"):
            tables = await analytics.compact(running.database, merchant_id, whole=True)
            return Compacted(tables, await analytics.sweep(running.database, merchant_id))

    done = run(context, work)
    if as_json:
        show(done, as_json=True)
    else:
        SAY.print(f"[green]✓[/] {done.tables} tables written anew, {done.files} files deleted")


def tell(state: LakeState) -> None:
    """Show the lake to a person."""
    if state.as_of is None:
        SAY.print("no lake yet: `liuke lake export`, or start a worker")
        return
    table = Table("table 表", "rows 行", "files 文件", "MB")
    for one in state.tables:
        if one.files:
            size = f"{one.size_bytes / MEGABYTE:,.1f}"
            table.add_row(one.name, f"{one.rows:,}", str(one.files), size)
    table.add_section()
    size = f"{state.size_bytes / MEGABYTE:,.1f}"
    table.add_row("", f"{state.rows:,}", str(state.files), size)
    OUT.print(table)
    OUT.print(
        f"as of {state.as_of:%F %T} UTC, {state.lag_seconds:,} s ago; "
        f"run {state.run} of generation {state.generation}"
    )
