"""first_page: what a member's first page weighs and when it stands, on a throttled phone.

Chromium's own protocol slows the line to 1.6 Mbit/s with 150 ms and the processor fourfold, as
Lighthouse's mobile profile does; Lighthouse itself is not among our packages. `limit` is the
budget.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.figures import ROUNDS, Figure
from tools.live import young

KINDS = {
    "lcp": ("lcp_ms", "ms", 2_500.0),
    "fcp": ("fcp_ms", "ms", None),
    "cls": ("cls", "", 0.05),
    "blocked": ("blocked_ms", "ms", None),
    "script": ("script_kb", "kB", 170.0),
    "total": ("total_kb", "kB", None),
}


def loads() -> list[dict[str, Any]]:
    """Load both pages so many times in a new shop."""
    with young() as shop:
        said = shop.run("tests/first_page.ts", str(ROUNDS))
    assert said.returncode == 0, said.stdout + said.stderr
    return [json.loads(line) for line in said.stdout.splitlines()]


def figures(found: list[dict[str, Any]]) -> Iterator[Figure]:
    """Give the median of each kind on each page."""
    for page in ("join", "home"):
        of_page = [one for one in found if one["page"] == page]
        for name, (field, unit, limit) in KINDS.items():
            value = round(median([one[field] for one in of_page]), 3)
            ratio = None if limit is None else round(value / limit, 3)
            yield Figure(f"first_page/{page}/{name}", value, unit, limit, ratio, len(of_page))


async def run() -> list[Figure]:
    """Measure."""
    return list(figures(await asyncio.to_thread(loads)))
