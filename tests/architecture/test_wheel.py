"""The wheel holds all that it needs: it runs from an empty virtual environment."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
ASK = """
from importlib.resources import files
from liuke.kernel.migrate import migrations
print(len(migrations()), files("liuke").joinpath("py.typed").is_file())
"""


def run(*command: object, cwd: Path) -> str:
    """Run a command that must succeed; return what it printed."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it, and nothing else of ours, where nothing was."""
    folder = tmp_path_factory.mktemp("wheel")
    run(UV, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT, cwd=folder)
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    wheel = next(folder.glob("*.whl"))
    run(UV, "pip", "install", "--quiet", "--python", python, wheel, cwd=folder)
    return python


@pytest.mark.slow
def test_no_wheel_is_built_without_the_web_pages(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE", "migrations", "src", "tools"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    shutil.rmtree(tmp_path / "src" / "liuke" / "surfaces" / "pages" / "built", ignore_errors=True)
    done = subprocess.run(
        [UV, "build", "--wheel", "--out-dir", tmp_path / "dist", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "console, till, member not built" in done.stderr


@pytest.mark.slow
def test_the_wheel_brings_its_migrations(installed: Path) -> None:
    told = run(installed, "-c", ASK, cwd=installed.parent).split()
    assert told == [str(len(list((ROOT / "migrations").glob("*.sql")))), "True"]


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a short-lived home; the database's socket needs a short path."""
    folder = Path(tempfile.mkdtemp(prefix="lkw-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(url: str, process: subprocess.Popen[str]) -> bool:
    """Wait until something answers well, or the process ends."""
    for _ in range(600):
        try:
            if httpx.get(url, timeout=2).status_code == httpx.codes.OK:
                return True
        except httpx.TransportError:
            time.sleep(0.1)
        if process.poll() is not None:
            return False
    return False


@pytest.mark.slow
def test_the_installed_command_serves_a_new_shop(installed: Path, home: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [installed.with_name("liuke"), "up", f"--port={port}"],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LIUKE_HOME": str(home / "liuke")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        served = answers(f"http://127.0.0.1:{port}/health", process)
        shown = [
            httpx.get(f"http://127.0.0.1:{port}{path}", timeout=30).status_code
            for path in ("/", "/console", "/till", "/m")
        ]
    finally:
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=180)
    assert served, told
    assert shown == [200] * 4
    assert "The shop waits for its owner" in told
    assert process.returncode == 0, told
