"""Every page of the console in a real browser, over a shop with real receipts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.specs import COUNTER, SPECS, tell
from tools.live import Live, live


@pytest.fixture(scope="module")
def shop() -> Iterator[Live]:
    """Serve one shop to every story."""
    with live() as served:
        yield served


@pytest.mark.slow
@pytest.mark.parametrize("spec", sorted(SPECS - COUNTER))
def test_the_browser_shows(shop: Live, spec: str) -> None:
    tell(shop, spec)
