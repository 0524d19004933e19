"""`liuke worker`: jobs only."""

from __future__ import annotations

import click

from liuke.surfaces.cli.opened import serve_all
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import run


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Run jobs until told to stop; start as many as you like, on any machine."""

    async def work(running: Running) -> None:
        await serve_all(running, role="worker", port=running.settings.port)

    run(context, work)
