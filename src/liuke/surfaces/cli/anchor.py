"""`liuke anchor`: write today's line of what stands in the books to a file outside of them."""

from __future__ import annotations

import click

from liuke.kernel.reader import reading
from liuke.surfaces import anchors
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run, show


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Write today's anchor, once a day; the worker does it too. Copy the file elsewhere."""

    async def work(running: Running) -> anchors.Line | None:
        async with reading(running.urls.verify) as reader:
            return await anchors.lay(reader, anchors.place_of(running.settings.home))

    line = run(context, work, upgrade=False)
    if as_json:
        show(line, as_json=True)
    else:
        SAY.print(
            "[green]✓[/] anchored 已存证" if line else "[dim]today has its anchor 今天已存证[/]"
        )
