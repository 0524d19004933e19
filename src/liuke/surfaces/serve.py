"""Serve the application on a port until told to stop; answers what it has begun before it goes."""

from __future__ import annotations

import asyncio
import resource
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn

from liuke.kernel.problems import Refused
from liuke.surfaces.edge import Edge
from liuke.surfaces.patience import Patient

GRACE_SECONDS = 10
IDLE_SECONDS = 30
CONNECTIONS_MOST = 4_096
FILES_MOST = 10_240


@dataclass(eq=False)
class AddressTaken(Refused):
    """Nobody can be served at this address."""

    title = "This address cannot be listened on: it is taken, or not this machine's."
    title_zh = "无法监听这个地址：已被占用，或不是本机地址。"
    host: str
    port: int
    reason: str


def make_room() -> None:
    """Let this process hold all the connections it takes, and its files beside them.

    What most systems begin with is a thousand, which one client could use up by connecting.
    """
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_MOST if most == resource.RLIM_INFINITY else min(FILES_MOST, most)
    if few != resource.RLIM_INFINITY and few < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def opened(host: str, port: int) -> socket.socket:
    """Open the door here: a server that finds it taken ends the process without a plain word.

    Raises:
        AddressTaken: somebody else listens there, or it is no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        door = socket.create_server((host, port), family=family, backlog=CONNECTIONS_MOST)
    except OSError as fault:
        raise AddressTaken(host, port, fault.strerror or str(fault)) from fault
    # Whoever comes in has it too. asyncio sees to it only at doors it opens itself, and without it
    # the body of an answer waits 40 ms for the head to be acknowledged.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def prepared(app: Edge, host: str, port: int) -> uvicorn.Server:
    """Return the server, not started; forwarded addresses are the edge's business alone."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            loop="uvloop",
            http=Patient,
            ws="none",
            access_log=False,
            log_config=None,
            proxy_headers=False,
            server_header=False,
            date_header=True,
            limit_concurrency=CONNECTIONS_MOST,
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )


async def serve(
    app: Edge, host: str, port: int, *, then: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Serve until a signal asks to stop; `then` is done once, when the first can be served.

    What runs beside it is closed in order: uvicorn would raise the signals again when it is done,
    and end the process before the worker, the pool and the database are.
    """
    make_room()
    door = opened(host, port)
    server, loop = prepared(app, host, port), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.handle_exit, number, None)
    task = await _listening(server, door)
    if then is not None:
        await then()
    await task


@asynccontextmanager
async def serving(app: Edge, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[int]:
    """Serve while the block runs, and yield the port; 0 takes a free one."""
    server = prepared(app, host, port)
    task = await _listening(server, opened(host, port))
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def _listening(server: uvicorn.Server, door: socket.socket) -> asyncio.Task[None]:
    task = asyncio.create_task(server._serve([door]))  # noqa: SLF001 - `serve` would take the signals
    while not server.started and not task.done():  # noqa: ASYNC110 - it has no event for it
        await asyncio.sleep(0.01)
    return task
