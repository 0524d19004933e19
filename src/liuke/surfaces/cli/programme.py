"""`liuke programme`: check, compare, simulate, publish, list, show and withdraw what rules."""

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
from liuke.kernel.values import Value, encode
from liuke.surfaces.cli.main import Tools
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, run, show, the_merchant
from liuke.surfaces.cli.simulate import simulate

FILE = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
)
MERCHANT = click.option("--merchant", default="", help="Name or id of the merchant.")
JSON = click.option("--json", "as_json", is_flag=True)
LONGEST = 60
NUMBER_MOST = 2**31 - 2


class Withdrawn(Value, frozen=True):
    """A version that rules no more, and the number of the one that does now, if any."""

    programme: str
    number: int
    rules: int | None
    unchanged: bool


@click.group()
def command() -> None:
    """Check, compare, simulate, publish, list, show and withdraw programme documents."""


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


@command.command()
@click.argument("code")
@click.argument("number", type=click.IntRange(1, NUMBER_MOST))
@MERCHANT
@JSON
@click.pass_context
def withdraw(
    context: click.Context, code: str, number: int, merchant: str, *, as_json: bool
) -> None:
    """Take back version NUMBER of the programme CODE, so that the one before it rules again."""

    async def work(running: Running) -> Withdrawn:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            version = await version_of(tx, code, number)
            taken = await programme.withdraw(tx, [version.id])
            ruling = await live_version(tx, code)
            left = None if ruling is None else ruling.number
            return Withdrawn(code, number, left, unchanged=not taken)

    report_withdrawn(run(context, work), as_json=as_json)


@command.command("list")
@MERCHANT
@JSON
@click.pass_context
def list_(context: click.Context, merchant: str, *, as_json: bool) -> None:
    """List the versions of every programme, newest first."""

    async def work(running: Running) -> list[programme.Version]:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            return await all_versions(tx)

    report_versions(run(context, work), as_json=as_json)


@command.command("show")
@click.argument("code")
@click.argument("number", type=click.IntRange(1, NUMBER_MOST), required=False)
@MERCHANT
@JSON
@click.pass_context
def show_(
    context: click.Context, code: str, number: int | None, merchant: str, *, as_json: bool
) -> None:
    """Print the document of the programme CODE: what rules now, or version NUMBER."""

    async def work(running: Running) -> dict[str, Any]:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            asked = live_version(tx, code) if number is None else version_of(tx, code, number)
            if (version := await asked) is None:
                raise programme.UnknownVersion(code)
            return (await programme.get_version(tx, version.id)).document

    show(run(context, work), as_json=as_json)


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
    version = await live_version(tx, code)
    return {} if version is None else (await programme.get_version(tx, version.id)).document


async def live_version(tx: Tx, code: str) -> programme.Version | None:
    """Return the version of a programme that rules now, or None."""
    ruling = (await programme.live(tx)).versions
    found = await programme.versions(tx, ids=ruling, programme=code)
    return next((version for version in found if version.state == "live"), None)


async def version_of(tx: Tx, code: str, number: int) -> programme.Version:
    """Return one version of a programme by its number.

    Raises:
        UnknownVersion: there is no such version.
    """
    found = await programme.versions(tx, programme=code, after=(code, number + 1), limit=1)
    if not found or found[0].number != number:
        raise programme.UnknownVersion(f"{code} {number}")
    return found[0]


async def all_versions(tx: Tx) -> list[programme.Version]:
    """Return every version of every programme, newest first, read page by page."""
    found = page = await programme.versions(tx)
    while page:
        page = await programme.versions(tx, after=(page[-1].programme, page[-1].number))
        found = found + page
    return found


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


def report_versions(found: Sequence[programme.Version], *, as_json: bool) -> None:
    """Show the versions as a table, or as JSON for scripts."""
    if as_json:
        click.echo(encode(found).decode())
        return
    table = Table("programme 方案", "no. 版本", "state 状态", "from 起 (UTC)", "note 备注")
    for one in found:
        since = "—" if one.effective_from is None else f"{one.effective_from:%Y-%m-%d %H:%M}"
        table.add_row(*map(escape, (one.programme, str(one.number), one.state, since, one.note)))
    OUT.print(table)


def report_withdrawn(done: Withdrawn, *, as_json: bool) -> None:
    """Say what rules once a version is taken back."""
    if as_json:
        click.echo(encode(done).decode())
        return
    gone = f"{done.programme} version {done.number} is withdrawn"
    told = f"{gone} already 早已撤回" if done.unchanged else f"{gone} 已撤回"
    rules = "nothing rules in its place 没有版本接替"
    if done.rules is not None:
        rules = f"version {done.rules} rules 现行第 {done.rules} 版"
    SAY.print(f"[green]✓[/] {escape(told)}; {rules}")


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
