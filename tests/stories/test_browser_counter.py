"""The counter and the members' pages in a real browser: over real receipts, or through years."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.specs import COUNTER, LIVES, tell
from tools.live import Live, live, young

# Phones typed in many ways, and codes to them that are guessed at.
PHONES = [pytest.mark.inv("T5"), pytest.mark.inv("A8")]
PROVES = {"member_phone.spec.ts": PHONES}
TOLD = [pytest.param(name, marks=PROVES.get(name, ())) for name in sorted(COUNTER)]


@pytest.fixture(scope="module")
def shop() -> Iterator[Live]:
    """Serve one shop to every story."""
    with live() as served:
        yield served


@pytest.mark.slow
@pytest.mark.parametrize("spec", TOLD)
def test_the_counter_shows(shop: Live, spec: str) -> None:
    tell(shop, spec)


@pytest.mark.slow
@pytest.mark.parametrize("spec", sorted(LIVES))
def test_a_member_lives_through_years_in_the_browser(spec: str) -> None:
    with young() as own:
        tell(own, spec)
