"""Spelling: a Chinese word is found by what people type for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel.spelling import readings, spellings, ways


@pytest.mark.parametrize(
    "typed", ["wangxiaoming", "wangxiaom", "wangxm", "wxm", "wang", "wan", "xiaoming", "xm"]
)
def test_a_name_is_found_by_its_syllables_its_initials_and_a_mixture(typed: str) -> None:
    known = spellings("王小明", 2)
    assert any(set(way) <= known for way in [[typed], *ways(typed)])


@pytest.mark.parametrize("typed", ["wangdaming", "xiaowang", "wxd", "liu"])
def test_another_name_is_not_found(typed: str) -> None:
    known = spellings("王小明", 2)
    assert not any(set(way) <= known for way in [[typed], *ways(typed)])


def test_a_rare_reading_of_a_surname_counts() -> None:
    assert "shan" in readings("单")
    assert any(set(way) <= spellings("单于", 2) for way in ways("shany"))


@given(st.text(max_size=200))
def test_whatever_is_typed_costs_little(typed: str) -> None:
    assert len(ways(typed)) <= 4
    assert len(spellings(typed[:8])) < 500
