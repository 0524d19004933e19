"""`liuke migrate`: bring the database to today."""

from __future__ import annotations

import click

from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Bring the database to today; running it again changes nothing."""

    async def work(running: Running) -> int:
        return running.migrated

    SAY.print(f"[green]✓[/] {run(context, work)} migrations ran; the schema is of today.")
