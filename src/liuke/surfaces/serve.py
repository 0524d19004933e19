"""Serve the application on a port until told to stop; answers what it has begun before it goes."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from liuke.surfaces.edge import Edge

GRACE_SECONDS = 10
IDLE_SECONDS = 30
CONNECTIONS_MOST = 4_096


def prepared(app: Edge, host: str, port: int) -> uvicorn.Server:
    """Return the server, not started; forwarded addresses are the edge's business alone."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            loop="uvloop",
            http="httptools",
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


async def serve(app: Edge, host: str, port: int) -> None:
    """Serve until a signal asks to stop; what runs beside it is then closed in order.

    The signals are taken here: uvicorn would raise them again when it is done, and end the
    process before the worker, the pool and the database are.
    """
    server, loop = prepared(app, host, port), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.handle_exit, number, None)
    await server._serve()  # noqa: SLF001 - `serve` would take the signals


@asynccontextmanager
async def serving(app: Edge, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[int]:
    """Serve while the block runs, and yield the port; 0 takes a free one."""
    server = prepared(app, host, port)
    task = asyncio.create_task(server._serve())  # noqa: SLF001 - `serve` would take the signals
    try:
        while not server.started and not task.done():  # noqa: ASYNC110 - it has no event for it
            await asyncio.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task
