"""Make the next migration: `make migration name=points_add_expiry`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools.tree import layers

ROOT = Path(__file__).parent.parent
HEAD = """\
-- Why this is needed, in a sentence.
-- deploy: pre

"""


def next_number(folder: Path) -> int:
    """Return the number after the last migration."""
    return max((int(path.name[:4]) for path in folder.glob("[0-9]*.sql")), default=0) + 1


def make(name: str, root: Path = ROOT) -> Path:
    """Write an empty migration named by its domain.

    Raises:
        SystemExit: the name does not begin with a domain.
    """
    domains = {d for line in layers((root / "pyproject.toml").read_text()) for d in line}
    if not re.fullmatch(r"[a-z]+_[a-z0-9_]+", name) or name.partition("_")[0] not in domains:
        raise SystemExit("name it <domain>_<what>: make migration name=points_add_expiry")
    path = root / "migrations" / f"{next_number(root / 'migrations'):04}_{name}.sql"
    path.write_text(HEAD, encoding="utf-8")
    return path


if __name__ == "__main__":
    print(make(" ".join(sys.argv[1:])).relative_to(ROOT))
