"""Write what is generated: the graph, the promises and the reference (`make docs`).

`--check` writes nothing and names what is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools import client, graph, openapi, policy, promises, reference, refusals, report_pages

ROOT = Path(__file__).parent.parent


def architecture() -> str:
    """Return ARCHITECTURE.md with its graph drawn anew."""
    return graph.inserted((ROOT / "ARCHITECTURE.md").read_text("utf-8"))


PAGES: Mapping[str, Callable[[], str]] = {
    "ARCHITECTURE.md": architecture,
    "docs/promises.md": promises.page,
    "docs/reference/events.md": reference.events,
    "docs/reference/facts.md": reference.facts,
    "docs/reference/basket.md": reference.basket,
    "docs/reference/deeds.md": reference.deeds,
    "docs/reference/actions.md": reference.actions,
    "docs/reference/problems.md": reference.problems,
    "docs/reference/reports.md": report_pages.page,
    "docs/reference/programme.schema.json": reference.programme,
    "docs/reference/openapi.json": openapi.page,
    "docs/reference/access.md": policy.page,
    "web/client/src/api.ts": client.page,
    "web/client/src/refusals.ts": refusals.page,
}


def stale() -> list[str]:
    """Return the pages that are not what the code says."""
    return [
        name
        for name, make in PAGES.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != make()
    ]


def main(arguments: list[str]) -> int:
    """Write every page, or only check."""
    reference.load()
    names = stale()
    for name in names:
        print(name)
        if "--check" not in arguments:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(PAGES[name](), "utf-8")
    return 1 if names and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
