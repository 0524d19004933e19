"""`liuke doctor`: every setting with its source, and the health of each part."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping

import click
from rich.table import Table

from liuke.domains import analytics
from liuke.kernel.problems import Problem
from liuke.kernel.settings import Settings, strangers
from liuke.kernel.values import Value, encode
from liuke.surfaces import health, lake_health
from liuke.surfaces.cli.main import Tools
from liuke.surfaces.cli.session import OUT, SAY, refusing
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
    with refusing():
        settings, sources = tools.load()
    found = asyncio.run(examine(tools, settings))
    parts = [*misspelt(strangers()), *health.of_machine(settings), *found]
    report = Report(tuple(effective(settings, sources)), tuple(parts))
    if as_json:
        click.echo(encode(report).decode())
    else:
        show(report)
    if report.is_failing:
        sys.exit(1)


def misspelt(names: Mapping[str, str]) -> list[Part]:
    """Return a warning of each variable that looks like a setting and is none."""
    return [
        health.part(
            "settings",
            State.WARNING,
            (f"{name} is no setting", f"没有 {name} 这项设置"),
            (f"did you mean {meant}?", f"是 {meant} 吗？") if meant else health.NOTHING,
        )
        for name, meant in names.items()
    ]


async def examine(tools: Tools, settings: Settings) -> list[Part]:
    """Look at what needs a running database; if there is none, that is the finding."""
    try:
        async with tools.start(settings, upgrade=False) as running:
            warned = [health.part("database", State.WARNING, said) for said in running.warnings]
            found = await health.of_database(running.urls)
            return [*found, *warned, *await lake_health.of_lake()]
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
