"""`liuke programme`: check, compare, publish and simulate a document kept in a file."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.markup import escape
from rich.table import Table

from liuke.domains import programme
from liuke.kernel.clock import day_start
from liuke.kernel.db import Tx
from liuke.kernel.values import encode
from liuke.surfaces.cli.main import Tools
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, run, the_merchant
from liuke.surfaces.cli.simulate import simulate

FILE = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
)
MERCHANT = click.option("--merchant", default="", help="Name or id of the merchant.")
JSON = click.option("--json", "as_json", is_flag=True)
LONGEST = 60


@click.group()
def command() -> None:
    """Check, compare, publish and simulate programme documents."""


@command.command()
@FILE
@JSON
@click.pass_context
def check(context: click.Context, file: Path, *, as_json: bool) -> None:
    """Name every fault of a document with its path; needs no database."""
    tools: Tools = context.find_object(Tools)  # type: ignore[assignment]  # `build` put it there
    tools.declare()
    found = faults_of(file.read_bytes())
    if as_json:
        click.echo(encode(found).decode())
    for fault in [] if as_json else found:
        told = escape(f"{fault.path}: {fault.reason} {fault.reason_zh}")
        SAY.print(f"[red]✗[/] {told}")
    if found:
        sys.exit(1)
    SAY.print(f"[green]✓[/] {escape(file.name)} may be published. 可以发布。")


@command.command()
@FILE
@MERCHANT
@JSON
@click.pass_context
def diff(context: click.Context, file: Path, merchant: str, *, as_json: bool) -> None:
    """Compare a document with what is live under its code."""
    text = file.read_bytes()

    async def work(running: Running) -> list[programme.Change]:
        document = read_document(text)
        async with running.begin(await the_merchant(running, merchant)) as tx:
            return programme.diff(await live_document(tx, document["code"]), document)

    report_changes(run(context, work), as_json=as_json)


@command.command()
@FILE
@MERCHANT
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day; now if none.")
@click.option("--note", default="", help="Why, for whoever reads the versions later.")
@JSON
@click.pass_context
def publish(
    context: click.Context,
    file: Path,
    merchant: str,
    since: datetime | None,
    note: str,
    *,
    as_json: bool,
) -> None:
    """Save a document and let it rule; what changes against the live one is shown."""
    text = file.read_bytes()

    async def work(running: Running) -> programme.InForce:
        document = read_document(text)
        async with running.begin(await the_merchant(running, merchant)) as tx:
            changes = programme.diff(await live_document(tx, document["code"]), document)
            published = await put_live(tx, document, since, note=note or file.name)
        if not as_json:
            report_changes(changes, as_json=False)
        return published

    report_live(run(context, work), as_json=as_json)


command.add_command(simulate)


def read_document(text: bytes) -> dict[str, Any]:
    """Read a document that has no fault.

    Raises:
        FaultyProgramme: names every fault with its path.
    """
    programme.check(text)
    read: dict[str, Any] = msgspec.json.decode(text.removeprefix(BOM_UTF8))
    return read


def faults_of(document: bytes) -> Sequence[programme.Fault]:
    """Return everything wrong with a document, its schema included."""
    try:
        return programme.faults(programme.parse(document))
    except programme.FaultyProgramme as faulty:
        return faulty.faults


async def live_document(tx: Tx, code: str) -> dict[str, Any]:
    """Return the live document of a programme; empty when none rules."""
    ruling = (await programme.live(tx)).versions
    for version in await programme.versions(tx, ids=ruling):
        if version.programme == code and version.state == "live":
            return (await programme.get_version(tx, version.id)).document
    return {}


async def put_live(
    tx: Tx, document: dict[str, Any], since: datetime | None, *, note: str
) -> programme.InForce:
    """Save and publish a document, from the start of a day in the merchant's zone or from now."""
    (saved,) = await programme.save(tx, [programme.DraftText(document, note=note)])
    start = None if since is None else day_start(since.date(), tx.zone)
    (published,) = await programme.publish(tx, [programme.Publication(saved.id, start)])
    return published


def report_live(published: programme.InForce, *, as_json: bool) -> None:
    """Say what rules now, or from when on."""
    if as_json:
        click.echo(encode(published).decode())
        return
    start = f"{published.effective_from:%Y-%m-%d %H:%M} UTC"
    if published.unchanged:
        SAY.print(
            f"[green]✓[/] nothing changed: {published.programme} version {published.number}, "
            f"in force since {start}, says the same 没有变化，第 {published.number} 版继续有效"
        )
        return
    SAY.print(f"[green]✓[/] {published.programme} version {published.number} rules from {start}")


def report_changes(changes: Sequence[programme.Change], *, as_json: bool) -> None:
    """Show the differences by path, or say that there are none."""
    if as_json:
        click.echo(encode(changes).decode())
        return
    if not changes:
        SAY.print("[green]✓[/] no difference 没有差别")
        return
    table = Table("path", "live 现行", "draft 草稿")
    for change in changes:
        table.add_row(*map(escape, (change.path, short(change.before), short(change.after))))
    OUT.print(table)


def short(value: object) -> str:
    """Write a value in one cell of a table; what is absent is a dash."""
    text = "—" if value is None else encode(value).decode()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
