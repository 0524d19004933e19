"""Run one command: start the system, do the work, say refusals plainly."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from rich.console import Console

from liuke.domains import stores
from liuke.kernel.ids import MerchantId
from liuke.kernel.problems import Problem
from liuke.kernel.reader import reading
from liuke.kernel.values import Value, encode
from liuke.kernel.web import body_of
from liuke.surfaces.cli.main import Tools
from liuke.surfaces.cli.ports import Running, Work

T = TypeVar("T")
V = TypeVar("V", bound=Value)
SAY = Console(stderr=True, highlight=False)
OUT = Console(highlight=False, soft_wrap=True)


def run(context: click.Context, work: Work[T], *, upgrade: bool = True) -> T:
    """Start the system, await `work`, and turn a refusal into one line and exit code 1."""
    tools: Tools = context.find_object(Tools)  # type: ignore[assignment]  # `build` put it there

    async def session() -> T:
        settings, _ = tools.load()
        async with tools.start(settings, upgrade=upgrade) as running:
            return await work(running)

    with refusing():
        return asyncio.run(session())


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a refusal, of a file or folder too, into one line, its facts and exit code 1."""
    try:
        yield
    except OSError as fault:
        SAY.print(f"✗ {fault}", style="red", markup=False, soft_wrap=True)
        sys.exit(1)
    except Problem as problem:
        SAY.print(f"[red]✗[/] {problem.title} {problem.title_zh}")
        SAY.print_json(encode(problem.body()).decode())
        sys.exit(1)


def checked(kind: type[V], **given: Any) -> V:
    """Return a value made of what was typed, judged like what comes over HTTP.

    Raises:
        Malformed: names the field and the reason.
    """
    made: V = body_of(kind, encode(given))
    return made


async def the_merchant(running: Running, name: str = "") -> MerchantId:
    """Return the merchant a command is for: the one named, or the only one.

    Raises:
        click.UsageError: there is none, or several and none was named.
    """
    async with reading(running.urls.verify) as reader:
        known = await stores.merchants(reader)
    found = [m for m in known if not name or name in (m.name, str(m.id))]
    if len(found) != 1:
        names = "、".join(merchant.name for merchant in known) or "none yet: run `liuke up`"
        raise click.UsageError(f"name the merchant with --merchant; there are: {names}")
    return found[0].id


def show(value: Any, *, as_json: bool) -> None:
    """Print a value, as JSON for scripts or as indented JSON for people."""
    text = encode(value).decode()
    if as_json:
        click.echo(text)
    else:
        OUT.print_json(text)
