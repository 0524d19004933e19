"""web/client/src/refusals.ts: what every refusal says, by its code, as `make docs` writes it."""

from __future__ import annotations

import json

from liuke.kernel.problems import Problem
from tools.reference import below

HEAD = """// Written by `make docs` from the refusals of the product; never edited.

/** What a refusal says, by its code. */
export const REFUSALS: Readonly<Record<string, readonly [zh: string, en: string] | undefined>> = {
"""


def page() -> str:
    """Return the file."""
    kinds = sorted(set(below(Problem)), key=lambda kind: kind.code())
    lines = [f"  {k.code()}: [{_text(k.title_zh)}, {_text(k.title)}],\n" for k in kinds]
    return HEAD + "".join(lines) + "};\n"


def _text(title: str) -> str:
    return json.dumps(title, ensure_ascii=False)
