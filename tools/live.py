"""Shops served to a real browser: one that trades, for stories and `make shots`, and new ones."""

from __future__ import annotations

import fcntl
import json
import os
import re
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
# Generous: a machine may have much else to do, and what hangs is ended all the same.
STORY_SECONDS_MAX = 900
LINK = re.compile(r"#token=(\S+)")
PASSWORD = token_urlsafe(18)
UNPACK = 'await (await import("@sparticuz/chromium")).default.executablePath()'


@dataclass(frozen=True)
class Live:
    """Where a shop is served, its owner's sign-in, and whether one story has it for itself."""

    url: str
    home: Path
    sign_in: str = "lin"
    password: str = PASSWORD
    own: bool = False

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Node on a file of `web/tests`; return what it said."""
        said = {"LIUKE_URL": self.url, "LIUKE_HOME": str(self.home), "LIUKE_PYTHON": sys.executable,
                "LIUKE_SIGN_IN": self.sign_in, "LIUKE_PASSWORD": self.password,
                "LIUKE_STORY": "1" if self.own else ""}  # fmt: skip
        return subprocess.run(
            command(list(arguments)),
            env={**environment(), **said},
            cwd=ROOT / "web",
            capture_output=True,
            text=True,
            timeout=STORY_SECONDS_MAX,
            check=False,
        )


def liuke(home: Path, *arguments: str) -> str:
    """Run a command of ours on a home; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "liuke", *arguments],
        env={**os.environ, "LIUKE_HOME": str(home), "LIUKE_LOG_LEVEL": "error"},
        capture_output=True,
        text=True,
        timeout=STORY_SECONDS_MAX,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def live() -> Iterator[Live]:
    """Fill a shop with real receipts, let an owner in, and serve it."""
    unpack_browser()
    with home_folder() as home:
        liuke(home, "demo", "--baskets", str(BASKETS), "--as-recorded", "--no-serve")
        ticket = json.loads(
            liuke(home, "staff", "add", "lin", "林店主", "--role", "owner", "--json")
        )
        with served(home) as url:
            token = next(value for key, value in ticket.items() if "token" in key)
            body = {"token": token, "password": PASSWORD}
            httpx.post(f"{url}/v1/acceptances", json=body, timeout=30).raise_for_status()
            yield Live(url, home)


@contextmanager
def young() -> Iterator[Live]:
    """Serve a new shop with nothing in it, in which a story lets years pass (`tools.clock`)."""
    unpack_browser()
    with home_folder() as home, served(home) as url:
        (token,) = LINK.findall((home / "said").read_text())
        owner = {"token": token, "sign_in": "lin", "name": "林店主", "password": PASSWORD}
        shop = {"shop": "青禾咖啡", "store": {"name": "中环店", "code": "1"}}
        httpx.post(f"{url}/v1/setups", json=owner | shop, timeout=30).raise_for_status()
        yield Live(url, home, own=True)


def unpack_browser() -> None:
    """Unpack the browser if nobody has: one at a time, or the second would start half of it."""
    with (Path(tempfile.gettempdir()) / "liuke-browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(
            command(["--input-type=module", "--eval", UNPACK]),
            env=environment(),
            cwd=ROOT / "web",
            timeout=STORY_SECONDS_MAX,
            check=True,
        )


@contextmanager
def home_folder() -> Iterator[Path]:
    """Make a folder that the database's own person can enter; it is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="lkb-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home on a free port; what it says stands in its file `said`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (home / "said").open("wb") as said:
        up = subprocess.Popen(
            [sys.executable, "-m", "liuke", "up", "--port", str(port)],
            env={**os.environ, "LIUKE_HOME": str(home), "LIUKE_LOG_LEVEL": "error"},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url, up)
        yield url
    except TimeoutError:
        print((home / "said").read_text())  # the folder goes, and with it what was said
        raise
    finally:
        if up.poll() is None:
            os.killpg(up.pid, signal.SIGTERM)
            up.wait(60)


def wait_for(url: str, up: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; one that ended never will."""
    for _ in range(900):
        if up.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(url)
