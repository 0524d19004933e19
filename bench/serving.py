"""The application in a process of its own, as a till finds it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import TemporaryFile

from liuke.bootstrap import load_parts
from liuke.kernel.crypto import Keys
from liuke.kernel.db import connect
from liuke.providers.postgres import Server
from liuke.surfaces import memory, serve
from liuke.surfaces.app import create_app

UNLIMITED = {"key": 10**9, "address": 10**9, "staff": 10**9}


@asynccontextmanager
async def serving(server: Server) -> AsyncIterator[int]:
    """Serve the application in a process of its own, its log in a file; yield its port."""
    with TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.serving", server.app_url,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            port = await process.stdout.readline()
            if not port:
                log.seek(0)
                sys.exit(log.read().decode())
            yield int(port)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def serve_here(url: str) -> None:
    """Serve until the process is ended; print the port first."""
    load_parts()
    opened = await connect(url, Keys.for_tests(), size=32)
    app = create_app(opened, limits=UNLIMITED)
    memory.settle()
    async with serve.serving(app) as port:
        print(port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve_here(sys.argv[1]))
