"""The application in a process of its own, to be killed: `api_script.py URL PORT SIZE`.

SIZE is that of its pool of connections.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from liuke.bootstrap import load_parts
from liuke.kernel import log
from liuke.kernel.crypto import Keys
from liuke.kernel.db import connect
from liuke.surfaces.app import create_app
from liuke.surfaces.serve import serve

HIGH = {"anonymous": 10**9, "staff": 10**9, "key": 10**9, "sign_in": 10**9}


async def main() -> None:
    url, port, size = sys.argv[1:]
    log.configure("error")
    load_parts()
    database = await connect(url, Keys.for_tests(), size=int(size))
    await serve(create_app(database, limits=HIGH), "127.0.0.1", int(port))


if __name__ == "__main__":
    asyncio.run(main())
