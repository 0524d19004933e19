"""The stories told in the browser, and telling one."""

from __future__ import annotations

from tools.live import ROOT, Live

ALL = {path.name for path in (ROOT / "web" / "tests").glob("*.spec.ts")}
# Each lives through years in a shop of its own.
LIVES = {name for name in ALL if name.startswith("life_")}
SPECS = ALL - LIVES
# As long as the others together, so that two cores share them.
COUNTER = {name for name in SPECS if name.startswith(("till", "member"))} | {"walk.spec.ts"}


def tell(shop: Live, spec: str) -> None:
    """Run one file of stories against a shop."""
    said = shop.run("--test", "--test-reporter=spec", f"tests/{spec}")
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
