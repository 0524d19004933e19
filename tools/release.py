"""Refuse a release whose version, changelog, generated pages and wheel do not agree."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from tools import docs, reference

ROOT = Path(__file__).parent.parent


def faults() -> list[str]:
    """Return what has to be mended before this can be released."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    latest = re.search(
        r"^## (\S+) \((.*)\)$", (ROOT / "docs" / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    reference.load()
    found = [f"{name} is out of date: make docs" for name in docs.stale()]
    if not latest or latest.group(1) != version:
        found.append(f"docs/CHANGELOG.md does not begin with {version}")
    elif not re.fullmatch(r"\d{4}-\d\d-\d\d", latest.group(2)):
        found.append(f"docs/CHANGELOG.md gives {version} no date")
    if not list((ROOT / "dist").glob(f"liuke-{version}-*.whl")):
        found.append(f"dist/ holds no wheel of {version}: make wheel")
    return found


if __name__ == "__main__":
    wrong = faults()
    print("\n".join(wrong) or "ready: tag it and publish dist/")
    sys.exit(1 if wrong else 0)
