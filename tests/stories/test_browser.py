"""Every page of the console in a real browser, over a shop with real receipts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.specs import COUNTER, SPECS, tell
from tools.live import Live, live

PROVES = {"payloads.spec.ts": pytest.mark.inv("A6"), "doors.spec.ts": pytest.mark.inv("A7")}
TOLD = [pytest.param(name, marks=PROVES.get(name, ())) for name in sorted(SPECS - COUNTER)]


@pytest.fixture(scope="module")
def shop() -> Iterator[Live]:
    """Serve one shop to every story."""
    with live() as served:
        yield served


@pytest.mark.slow
@pytest.mark.parametrize("spec", TOLD)
def test_the_browser_shows(shop: Live, spec: str) -> None:
    tell(shop, spec)
