"""The application in a process of its own, on a port of its own."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

SCRIPT = Path(__file__).with_name("api_script.py")
START_SECONDS_MAX = 120


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as end:
        end.bind(("127.0.0.1", 0))
        port: int = end.getsockname()[1]
    return port


@dataclass
class Application:
    """The application's process on one port, started again whenever it was killed."""

    url: str
    connections: int = 32
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it listens a moment later."""
        command = [sys.executable, str(SCRIPT), self.url, str(self.port), str(self.connections)]
        self.process = subprocess.Popen(command)

    async def listening(self) -> None:
        """Wait until it takes connections."""
        async with asyncio.timeout(START_SECONDS_MAX):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return

    def kill(self) -> None:
        """Kill it, and wait until it is gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
