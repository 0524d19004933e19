"""Every dependency has its reason on the page, and the lock names only public places."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "decisions" / "dependencies.md"


def declared() -> set[str]:
    """Return every package that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    return {re.split(r"[<>=~!\[ ]", line)[0] for group in groups for line in group}


def web_declared() -> dict[str, str]:
    """Return every package that the web pages ask for, with its version."""
    package = json.loads((ROOT / "web" / "package.json").read_text("utf-8"))
    return {**package["dependencies"], **package["devDependencies"]}


def explained(part: int = 0) -> dict[str, str]:
    """Return package and version of every line of the page: Python's part, or the web's."""
    lines = PAGE.read_text("utf-8").split("## For the web pages")[part].splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    return {row[0]: row[1] for row in cells if re.match(r"\d", row[1])}


def test_every_dependency_has_its_reason() -> None:
    assert set(explained()) == declared()


def test_every_package_of_the_web_pages_has_its_reason() -> None:
    assert explained(1) == web_declared()


def test_the_page_tells_the_locked_versions() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    locked = {package["name"]: package.get("version") for package in lock["package"]}
    assert explained() == {name: locked[name] for name in explained()}


def test_the_lock_names_only_public_places() -> None:
    hosts = set(re.findall(r'"(\w+://[^/"]+)', (ROOT / "uv.lock").read_text("utf-8")))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}


@pytest.mark.slow
def test_no_start_waits_for_what_only_some_requests_need() -> None:
    program = (
        "import sys; from liuke.bootstrap import load_parts; load_parts();"
        " import liuke.surfaces.cli.opened, liuke.surfaces.cli.up, liuke.providers.postgres;"
        " from liuke.surfaces.routes import collect_routes; collect_routes(); print(*sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in said.stdout.split()}
    slow = {"webauthn", "OpenSSL", "altcha", "phonenumbers", "zxcvbn", "pypinyin", "pgqueuer"}
    slow |= {"duckdb", "numpy", "scipy", "statsmodels", "reportlab", "xlsxwriter", "borax"}
    slow |= {"boto3", "botocore"}
    assert "litestar" in loaded
    assert loaded & slow == set()
