"""Every page and story in a real browser: over a shop with real receipts, or one of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools.live import ROOT, Live, live, young

LIVES = sorted(path.name for path in (ROOT / "web" / "tests").glob("life_*.spec.ts"))
SPECS = sorted({path.name for path in (ROOT / "web" / "tests").glob("*.spec.ts")} - {*LIVES})


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


@pytest.mark.slow
@pytest.mark.parametrize("spec", LIVES)
def test_a_member_lives_through_years_in_the_browser(spec: str) -> None:
    with young() as own:
        said = own.run("--test", "--test-reporter=spec", f"tests/{spec}")
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
