"""One code is one refusal: whoever reads a code knows what was refused."""

from __future__ import annotations

from collections import defaultdict

from liuke.kernel.problems import Problem, Stale
from tools import reference


def test_no_code_is_declared_twice() -> None:
    reference.load()
    declared: dict[str, set[str]] = defaultdict(set)
    for kind in set(reference.below(Problem)):
        declared[kind.code()].add(f"{kind.__module__}.{kind.__qualname__}")
    twice = {code: sorted(places) for code, places in declared.items() if len(places) > 1}
    assert twice == {}, "name the refusal by its state: a code is said once"


def test_who_saves_over_another_s_change_is_told_in_one_way_everywhere() -> None:
    reference.load()
    late = {kind for kind in reference.below(Problem) if kind.__name__.endswith("Meanwhile")}
    assert late == set(reference.below(Stale))
    assert {kind.code(): kind.status for kind in late} == {
        "changed_meanwhile": 412, "edited_meanwhile": 412, "member_edited_meanwhile": 412,
        "model_settings_edited_meanwhile": 412, "note_edited_meanwhile": 412,
        "segment_edited_meanwhile": 412,
    }  # fmt: skip
