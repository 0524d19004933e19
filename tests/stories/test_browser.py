"""Every page and story in a real browser, over a served shop with real receipts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.live import ROOT, Live, live

__all__ = ["live"]

SPECS = sorted(path.name for path in Path(ROOT, "web", "tests").glob("*.spec.ts"))


@pytest.mark.slow
@pytest.mark.parametrize("spec", SPECS)
def test_the_browser_shows(live: Live, spec: str) -> None:
    said = live.run_spec(spec)
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
