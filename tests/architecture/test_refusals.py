"""One code is one refusal: whoever reads a code knows what was refused."""

from __future__ import annotations

from collections import defaultdict

from liuke.kernel.problems import Problem
from tools import reference


def test_no_code_is_declared_twice() -> None:
    reference.load()
    declared: dict[str, set[str]] = defaultdict(set)
    for kind in set(reference.below(Problem)):
        declared[kind.code()].add(f"{kind.__module__}.{kind.__qualname__}")
    twice = {code: sorted(places) for code, places in declared.items() if len(places) > 1}
    assert twice == {}, "name the refusal by its state: a code is said once"
