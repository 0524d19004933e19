"""Every promise has a test that carries its id, or is named as a gap."""

from __future__ import annotations

from tools.promises import GAPS, PROMISES, proofs

# Ids of later parts, which some tests of this one already touch.
LATER = {
    "L9", "L11", "C5", "C6", "C9", "I4", "I5", "I6", "M7", "M8", "M9", "M10",
    "M11", "M12", "M13", "M14", "M15", "S4", "S6", "T2", "T4", "A10",
    "A12", "A18", "P2", "P3", "P5", "P6", "P8",
}  # fmt: skip


def test_every_promise_is_proved_or_named_as_a_gap() -> None:
    assert sorted(set(PROMISES) - set(proofs()) - set(GAPS)) == []


def test_a_test_carries_only_ids_that_exist() -> None:
    assert sorted(set(proofs()) - set(PROMISES) - LATER) == []


def test_a_gap_is_a_promise_without_a_test() -> None:
    assert set(GAPS) <= set(PROMISES) - set(proofs())
