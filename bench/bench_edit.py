"""edit: what a click or key in the programme editor costs the page's main thread.

The median of twenty of each kind in a programme of twenty rules, by the thread's own clock, until
two frames later; `limit` is what people take for at once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure
from tools.live import young

LIMIT_MS = 100.0


def deeds() -> Iterator[tuple[str, float]]:
    """Click and type in a new shop; give each deed and its milliseconds."""
    with young() as shop:
        said = shop.run("tests/edit_cost.ts")
    assert said.returncode == 0, said.stdout + said.stderr
    for line in said.stdout.splitlines():
        if line.startswith("{"):  # the rest is the browser file's own count of its tests
            found = json.loads(line)
            yield found["deed"], found["ms"]


def figures() -> Iterator[Figure]:
    """Give the median of each kind."""
    found: dict[str, list[float]] = {}
    for deed, ms in deeds():
        found.setdefault(deed, []).append(ms)
    for deed, each in found.items():
        value = round(median(each), 1)
        name = f"edit/{deed.replace(' ', '_')}"
        yield Figure(name, value, "ms", LIMIT_MS, round(value / LIMIT_MS, 3), len(each))


async def run() -> list[Figure]:
    """Measure."""
    return await asyncio.to_thread(lambda: list(figures()))
