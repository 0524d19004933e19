"""`liuke up`: everything on one port."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack

import click

from liuke.domains import access, stores
from liuke.kernel import log
from liuke.kernel.db import connect
from liuke.kernel.jobs.worker import Worker
from liuke.kernel.reader import reading
from liuke.surfaces import memory
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
    """Found a shop if there is none; while no owner came in, print a fresh one-time token."""
    async with reading(running.urls.verify) as reader:
        known = await stores.merchants(reader)
    owner = await access.offer_set_up(running.database, found=not known)
    if owner is None:
        return
    SAY.print("[green]✓[/] The shop waits for its owner, who signs in once with this token:")
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
        memory.settle()
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
