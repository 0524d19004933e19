"""The import contracts of pyproject.toml hold, and bite."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"


def lint(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run import-linter as `make lint` does."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "--no-logo", "--no-cache", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_contracts_are_kept() -> None:
    run = lint()
    assert run.returncode == 0, run.stdout


def test_a_module_without_a_place_fails(tmp_path: Path) -> None:
    for folder in ("domains", "kernel", "surfaces", "providers", "drawer"):
        (tmp_path / "liuke" / folder).mkdir(parents=True)
        (tmp_path / "liuke" / folder / "__init__.py").touch()
    for file in ("__init__.py", "__main__.py", "bootstrap.py"):
        (tmp_path / "liuke" / file).touch()
    contracts = (ROOT / "pyproject.toml").read_text().split("[tool.importlinter]")[1]
    tiers = contracts.split("[[tool.importlinter.contracts]]")[1]
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.importlinter]\nroot_package = "liuke"\n[[tool.importlinter.contracts]]{tiers}'
    )
    run = lint(cwd=tmp_path)
    assert run.returncode == 1
    assert "liuke.drawer" in run.stdout
