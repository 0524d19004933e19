"""web/client/src/refusals.ts: what every refusal says, by its code, as `make docs` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from liuke.kernel.problems import Problem
from tools.reference import below

HEAD = """// Written by `make docs` from the refusals of the product; never edited.

/** What a refusal says, by its code. */
export const REFUSALS: Readonly<Record<string, readonly [zh: string, en: string] | undefined>> = {
"""


def page() -> str:
    """Return the file; what two refusals of one code say stands side by side."""
    said: dict[str, list[type[Problem]]] = {}
    for kind in sorted(set(below(Problem)), key=lambda kind: (kind.code(), kind.__module__)):
        said.setdefault(kind.code(), []).append(kind)
    lines = [
        f"  {code}: [{_text(k.title_zh for k in kinds)}, {_text(k.title for k in kinds)}],\n"
        for code, kinds in said.items()
    ]
    return HEAD + "".join(lines) + "};\n"


def _text(titles: Iterable[str]) -> str:
    return json.dumps(" / ".join(dict.fromkeys(titles)), ensure_ascii=False)
