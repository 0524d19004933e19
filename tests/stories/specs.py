"""The stories told in the browser, and telling one."""

from __future__ import annotations

from tools.live import ROOT, Live

ALL = {path.name for path in (ROOT / "web" / "tests").glob("*.spec.ts")}
# Each lives through years in a shop of its own.
LIVES = {name for name in ALL if name.startswith("life_")}
SPECS = ALL - LIVES
STUMBLED = ROOT / ".cache" / "stories"
# As long as the others together, so that two cores share them.
COUNTER = {name for name in SPECS if name.startswith(("till", "member"))} | {"walk.spec.ts"}


def tell(shop: Live, spec: str) -> None:
    """Run one file of stories against a shop.

    A browser on a busy machine stumbles now and then: what fails is told once more, and how it
    failed first is kept in `.cache/stories` for whoever looks after it.
    """
    said = shop.run("--test", "--test-reporter=spec", f"tests/{spec}")
    if said.returncode:
        STUMBLED.mkdir(parents=True, exist_ok=True)
        (STUMBLED / f"{spec}.log").write_text(said.stdout + said.stderr)
        said = shop.run("--test", "--test-reporter=spec", f"tests/{spec}")
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
