"""Patterns of texts mean the same to us as to whoever reads the schema: to the very end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from liuke.kernel.samples import WORDS
from liuke.kernel.shapes import SHAPES

ROOT = Path(__file__).parents[2]
GENERATED = ("openapi.json", "programme.schema.json")
OWN_IDS = re.compile(r"\^[a-z]{3}_\[0-9a-f\]\{32\}\$")  # read by `kernel.ids`, which matches whole
MORE = ("02-28", "male", "4F0H-HD0GQ-9XC8W", "A2B3C4D5" * 4, "cash")


def patterns(node: Any) -> Iterator[str]:
    """Give every pattern inside a schema."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "pattern" and isinstance(value, str):
                yield value
            else:
                yield from patterns(value)
    elif isinstance(node, list):
        for value in node:
            yield from patterns(value)


def declared() -> list[str]:
    texts = [(ROOT / "docs/reference" / name).read_text("utf-8") for name in GENERATED]
    found = {pattern for text in texts for pattern in patterns(json.loads(text))}
    return sorted(pattern for pattern in found if not OWN_IDS.fullmatch(pattern))


@pytest.mark.parametrize("pattern", declared())
def test_a_pattern_ends_where_the_text_does(pattern: str) -> None:
    """`$` alone lets a line break stand behind the end, to Python only: `cash` and `cash\\n`."""
    to_the_end = re.sub(r"\$(?:\(\?!\\n\))?", r"\\Z", pattern)
    fitting = [word for word in (*WORDS, *MORE) if re.search(to_the_end, word)]
    assert fitting, "no word fits: add one"
    for word in fitting:
        broken = f"{word}\n"
        assert bool(re.search(pattern, broken)) == bool(re.search(to_the_end, broken)), broken


@pytest.mark.parametrize("pattern", declared())
def test_a_digit_is_one_of_ten(pattern: str) -> None:
    assert r"\d" not in pattern, "to Python ９ is one too: write [0-9]"


def test_every_pattern_is_said_in_words() -> None:
    assert set(declared()) - set(SHAPES) == set()
