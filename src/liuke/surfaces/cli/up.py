"""`liuke up`: everything on one port."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack

import click

from liuke.domains import access, stores
from liuke.kernel import log
from liuke.kernel.db import connect
from liuke.kernel.ids import MerchantId
from liuke.kernel.jobs.worker import Worker
from liuke.kernel.reader import reading
from liuke.surfaces.app import create_app
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run
from liuke.surfaces.serve import serve


@click.command()
@click.option("--role", type=click.Choice(["all", "api", "worker"]), default="all")
@click.option("--port", type=int, help="Port to listen on; LIUKE_PORT otherwise.")
@click.pass_context
def command(context: click.Context, role: str, port: int | None) -> None:
    """Start everything on one port; the first start makes a shop and an owner's token."""

    async def work(running: Running) -> None:
        await first_run(running)
        await serve_all(running, role=role, port=port)

    run(context, work)


async def first_run(running: Running) -> None:
    """Found a shop if there is none, and print the one-time token of its owner."""
    async with reading(running.urls.verify) as reader:
        if await stores.merchants(reader):
            return
    async with running.begin(MerchantId.new()) as tx:
        await stores.found(tx, "我的店")
        (owner,) = await access.invite(tx, [access.Invitation("owner", "店主", access.Role.OWNER)])
    SAY.print("[green]✓[/] A new shop is ready. Its owner signs in once with this token:")
    SAY.print(f"  {owner.token}")


async def serve_all(running: Running, *, role: str, port: int | None) -> None:
    """Serve every surface, run the worker beside it, until a signal."""
    settings = running.settings
    log.configure(settings.log_level)
    async with AsyncExitStack() as stack:
        if role in ("all", "worker"):
            database = await connect(running.urls.worker, running.keys, size=4)
            stack.push_async_callback(database.close)
            worker = Worker(database, running.urls.worker)
            if role == "worker":
                stop_on_signal(worker)
                await worker.run()
                return
            task = asyncio.create_task(worker.run())
            stack.push_async_callback(_finish, worker, task)
        app = create_app(running.database, settings)
        chosen = settings.port if port is None else port
        SAY.print(f"[green]✓[/] http://{settings.host}:{chosen}/docs  (Ctrl-C stops)")
        await serve(app, settings.host, chosen)


def stop_on_signal(worker: Worker) -> None:
    """Let the jobs under way be finished before the process goes."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, worker.stop)


async def _finish(worker: Worker, task: asyncio.Task[None]) -> None:
    worker.stop()
    await task
