"""Take a picture of every page, desktop and phone, into .cache/shots (`make shots`)."""

from __future__ import annotations

import sys

from tools.live import live


def main() -> int:
    """Serve a shop with receipts and walk a browser through its pages."""
    with live() as shop:
        said = shop.run("tests/shots.ts")
    print(said.stdout + said.stderr)
    return said.returncode


if __name__ == "__main__":
    sys.exit(main())
