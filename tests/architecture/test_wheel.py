"""The wheel holds all that it needs: it runs from an empty virtual environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
def test_the_wheel_brings_its_migrations(installed: Path) -> None:
    told = run(installed, "-c", ASK, cwd=installed.parent).split()
    assert told == [str(len(list((ROOT / "migrations").glob("*.sql")))), "True"]
