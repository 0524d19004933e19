"""A shop that trades, served to a real browser: for the stories and for `make shots`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

import httpx

from tools.node import command, environment

ROOT = Path(__file__).parent.parent
BASKETS = 300
PASSWORD = token_urlsafe(18)


@dataclass(frozen=True)
class Live:
    """Where a shop is served, and its owner's sign-in."""

    url: str
    home: Path
    sign_in: str = "lin"
    password: str = PASSWORD

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Node on a file of `web/tests`; return what it said."""
        said = {"LIUKE_URL": self.url, "LIUKE_HOME": str(self.home), "LIUKE_PYTHON": sys.executable,
                "LIUKE_SIGN_IN": self.sign_in, "LIUKE_PASSWORD": self.password}  # fmt: skip
        return subprocess.run(
            command(list(arguments)),
            env={**environment(), **said},
            cwd=ROOT / "web",
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def liuke(home: Path, *arguments: str) -> str:
    """Run a command of ours on a home; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "liuke", *arguments],
        env={**os.environ, "LIUKE_HOME": str(home), "LIUKE_LOG_LEVEL": "error"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def live() -> Iterator[Live]:
    """Fill a shop with real receipts, let an owner in, and serve it."""
    home = Path(tempfile.mkdtemp(prefix="lkb-"))
    home.chmod(0o755)
    liuke(home, "demo", "--baskets", str(BASKETS), "--no-serve")
    ticket = json.loads(liuke(home, "staff", "add", "lin", "林店主", "--role", "owner", "--json"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = subprocess.Popen(
        [sys.executable, "-m", "liuke", "up", "--port", str(port)],
        env={**os.environ, "LIUKE_HOME": str(home), "LIUKE_LOG_LEVEL": "error"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        shop = Live(f"http://127.0.0.1:{port}", home)
        wait_for(shop.url)
        token = next(value for key, value in ticket.items() if "token" in key)
        body = {"token": token, "password": PASSWORD}
        httpx.post(f"{shop.url}/v1/acceptances", json=body, timeout=30).raise_for_status()
        yield shop
    finally:
        os.killpg(served.pid, signal.SIGTERM)
        served.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def wait_for(url: str) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(url)
