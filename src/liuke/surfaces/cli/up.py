"""`liuke up`: everything on one port."""

from __future__ import annotations

import asyncio
from importlib import import_module

import click
from rich.markup import escape

from liuke.domains import access, stores
from liuke.kernel.reader import reading
from liuke.kernel.settings import PORT_MAX
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run

OPENED = "liuke.surfaces.cli.opened"
REPLACED = (
    "Links printed before, by `liuke demo` too, count no more."
    " 之前打印的链接（包括 liuke demo 打印的）已失效。"
)
PORT = click.IntRange(0, PORT_MAX)


@click.command()
@click.option("--role", type=click.Choice(["all", "api", "worker"]), default="all")
@click.option("--port", type=PORT, help="Port to listen on; LIUKE_PORT otherwise.")
@click.pass_context
def command(context: click.Context, role: str, port: int | None) -> None:
    """Start everything on one port; the first start makes a shop and the owner's link."""

    async def work(running: Running) -> None:
        for warning, warning_zh in running.warnings:
            told = escape(f"{warning} {warning_zh}")
            SAY.print(f"[yellow]![/] {told}", soft_wrap=True, highlight=False)
        chosen = running.settings.port if port is None else port
        loading = asyncio.create_task(asyncio.to_thread(import_module, OPENED))
        if role != "worker":
            # A fresh link ends the one before: none is made where another of us serves already.
            (await loading).require_free(running.settings.host, chosen)
        await first_run(running, chosen)
        opened = await loading
        await opened.serve_all(running, role=role, port=chosen)

    run(context, work)


async def first_run(running: Running, port: int) -> None:
    """Found a shop if there is none; while no owner came in, print a fresh one-time link.

    It takes the place of the one before, and says so.
    """
    async with reading(running.urls.verify) as reader:
        known = await stores.merchants(reader)
    waited = await access.find_first_owner(running.database)
    owner = await access.offer_set_up(running.database, found=not known)
    if owner is None:
        return
    SAY.print("[green]✓[/] The shop waits for its owner, who sets it up once with this link:")
    # What follows the hash never leaves the browser: it is in no log and no referrer.
    link = f"http://{running.settings.host}:{port}/console/setup#token={owner.token}"
    SAY.print(f"  {link}", soft_wrap=True, highlight=False)
    if waited:
        SAY.print(f"  {REPLACED}", soft_wrap=True, highlight=False)
