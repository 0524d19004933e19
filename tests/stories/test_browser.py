"""Every page and story in a real browser, over a served shop with real receipts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools.live import ROOT, Live, live

SPECS = sorted(path.name for path in (ROOT / "web" / "tests").glob("*.spec.ts"))


@pytest.fixture(scope="module")
def shop() -> Iterator[Live]:
    """Serve one shop to every story."""
    with live() as served:
        yield served


@pytest.mark.slow
@pytest.mark.parametrize("spec", SPECS)
def test_the_browser_shows(shop: Live, spec: str) -> None:
    said = shop.run("--test", "--test-reporter=spec", f"tests/{spec}")
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
