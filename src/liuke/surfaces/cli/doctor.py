"""`liuke doctor`: every setting with its source, and the health of each part."""

from __future__ import annotations

import asyncio
import sys

import click
from rich.table import Table

from liuke.domains import analytics
from liuke.kernel.problems import Problem
from liuke.kernel.settings import Settings
from liuke.kernel.values import Value, encode
from liuke.surfaces import health, lake_health
from liuke.surfaces.cli.main import Tools
from liuke.surfaces.cli.session import OUT, SAY
from liuke.surfaces.effective import Setting, effective
from liuke.surfaces.health import Part, State

MARKS = {State.FINE: "[green]✓[/]", State.WARNING: "[yellow]![/]", State.FAILING: "[red]✗[/]"}


class Report(Value, frozen=True):
    """Everything the doctor saw."""

    settings: tuple[Setting, ...]
    parts: tuple[Part, ...]

    @property
    def is_failing(self) -> bool:
        """Tell whether any part fails."""
        return any(part.state is State.FAILING for part in self.parts)


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Print every setting and its source, and look at each part; exit 1 if one fails."""
    tools: Tools = context.find_object(Tools)  # type: ignore[assignment]  # `build` put it there
    settings, sources = tools.load()
    parts = [*health.of_machine(settings), *asyncio.run(examine(tools, settings))]
    report = Report(tuple(effective(settings, sources)), tuple(parts))
    if as_json:
        click.echo(encode(report).decode())
    else:
        show(report)
    if report.is_failing:
        sys.exit(1)


async def examine(tools: Tools, settings: Settings) -> list[Part]:
    """Look at what needs a running database; if there is none, that is the finding."""
    try:
        async with tools.start(settings, upgrade=False) as running:
            return [*await health.of_database(running.urls), *await lake_health.of_lake()]
    except analytics.LakeUnavailable as problem:
        return [health.of_problem("lake", problem)]
    except Problem as problem:
        return [health.of_problem("database", problem)]


def show(report: Report) -> None:
    """Show settings and parts to a person."""
    table = Table("setting 设置", "value 值", "source 来源")
    for one in report.settings:
        table.add_row(f"LIUKE_{one.name.upper()}", one.value or "—", one.source)
    OUT.print(table)
    for part in report.parts:
        SAY.print(f"{MARKS[part.state]} {part.name}: {part.found}")
        if part.state is not State.FINE:
            SAY.print(f"  {part.found_zh}")
            told = dict.fromkeys(one for one in (part.advice, part.advice_zh) if one)
            for advice in told:
                SAY.print(f"  → {advice}")
