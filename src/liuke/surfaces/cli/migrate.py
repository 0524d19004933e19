"""`liuke migrate`: bring the database to today."""

from __future__ import annotations

import click

from liuke.kernel.values import Value
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run, show


class Migrated(Value, frozen=True):
    """How many migrations ran; none, when the schema was of today already."""

    migrations: int


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Bring the database to today; running it again changes nothing."""

    async def work(running: Running) -> Migrated:
        return Migrated(running.migrated)

    done = run(context, work)
    if as_json:
        show(done, as_json=True)
    else:
        SAY.print(f"[green]✓[/] {done.migrations} migrations ran; the schema is of today.")
