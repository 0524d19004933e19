"""`liuke doctor`: every setting with its source, and the health of each part."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Mapping

import click
import msgspec
from rich.table import Table

from liuke.kernel.problems import Problem
from liuke.kernel.settings import Settings
from liuke.kernel.values import Value, encode
from liuke.surfaces.cli import health
from liuke.surfaces.cli.health import Part, State
from liuke.surfaces.cli.main import Tools
from liuke.surfaces.cli.session import OUT, SAY

MARKS = {State.FINE: "[green]✓[/]", State.WARNING: "[yellow]![/]", State.FAILING: "[red]✗[/]"}
SECRET = re.compile(r"(://[^:/@]*:)[^@]*@|(password=)[^&\s]+", re.IGNORECASE)


class Setting(Value, frozen=True):
    """A setting as it is in force, passwords struck out, and where it came from."""

    name: str
    value: str
    source: str
    description: str


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
    parts = [health.key_file(settings), health.disk(settings)]
    parts += asyncio.run(examine(tools, settings))
    report = Report(tuple(effective(settings, sources)), tuple(parts))
    if as_json:
        click.echo(encode(report).decode())
    else:
        show(report)
    if report.is_failing:
        sys.exit(1)


async def examine(tools: Tools, settings: Settings) -> list[Part]:
    """Look at what needs a running database; if there is none, that is the finding."""
    parts: list[Part] = []
    try:
        async with tools.start(settings, upgrade=False) as running:
            parts += [await health.database(running), await health.roles(running)]
            parts.append(schema := await health.schema(running))
            # Before the first migration there is nothing else to look at.
            if schema.state is State.FINE:
                parts.append(await health.queue(running))
    except Problem as problem:
        parts.append(health.of_problem("database", problem))
    return parts


def effective(settings: Settings, sources: Mapping[str, str]) -> list[Setting]:
    """Return every setting in force."""
    fields = msgspec.inspect.type_info(Settings).fields  # type: ignore[attr-defined]  # a struct's
    told = {f.name: (f.type.extra_json_schema or {}).get("description", "") for f in fields}
    return [
        Setting(name, without_password(str(getattr(settings, name))), sources[name], told[name])
        for name in Settings.__struct_fields__
    ]


def without_password(text: str) -> str:
    """Strike out what must not be printed.

    >>> without_password("postgresql://liuke_app:hunter2@db/liuke?password=x&a=b")
    'postgresql://liuke_app:…@db/liuke?password=…&a=b'
    """
    return SECRET.sub(lambda found: f"{found[1]}…@" if found[1] else f"{found[2]}…", text)


def show(report: Report) -> None:
    """Show settings and parts to a person."""
    table = Table("setting 设置", "value 值", "source 来源")
    for one in report.settings:
        table.add_row(f"LIUKE_{one.name.upper()}", one.value or "—", one.source)
    OUT.print(table)
    for part in report.parts:
        SAY.print(f"{MARKS[part.state]} {part.name}: {part.found}")
        if part.advice and part.state is not State.FINE:
            SAY.print(f"  → {part.advice}")
