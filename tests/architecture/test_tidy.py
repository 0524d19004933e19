"""The rules that no linter knows, each one seen to bite; `make lint` holds the tree to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architecture.examples import EXAMPLES
from tools import tidy
from tools.tree import RULES, Finding, Tree

tidy.load()
BY_NAME = {rule.__name__: rule for rule in RULES}


def run(name: str, files: dict[str, str]) -> list[Finding]:
    found: Iterator[Finding] = BY_NAME[name](Tree(files))
    return list(found)


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == set(BY_NAME)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_rule_refuses_what_breaks_it(name: str) -> None:
    assert run(name, EXAMPLES[name].bad)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_rule_accepts_what_keeps_it(name: str) -> None:
    assert run(name, EXAMPLES[name].good) == []
