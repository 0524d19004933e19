"""Every promise that is said to be proved has a test that carries its id."""

from __future__ import annotations

from tools.promises import PROMISES, PROVED, proofs


def test_what_is_said_to_be_proved_has_a_test() -> None:
    missing = sorted(set(PROMISES) - set(proofs()))
    print("not proved yet:", *missing)
    assert sorted(PROVED - set(proofs())) == []


def test_a_test_carries_only_ids_that_exist() -> None:
    elsewhere = {"L9", "L11", "S2", "S3", "S4", "S6", "T2", "T4", "A8", "A12", "A18", "P3"}
    assert sorted(set(proofs()) - set(PROMISES) - elsewhere) == []
