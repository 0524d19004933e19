"""Texts are kept short, readable and without what names a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.analytics import tidied
from liuke.domains.analytics.spoken import Unfit


@pytest.mark.parametrize(
    ("value", "minor"),
    [(0, 0), (19.99, 1999), (0.1 + 0.2, 30), (1.005, 101), (999_999_999.99, 99_999_999_999)],
)
def test_an_amount_is_exact_to_the_cent(value: float, minor: int) -> None:
    assert tidied.amount(value, "value", "CNY") == minor


@pytest.mark.parametrize(
    ("currency", "value", "minor"),
    [("JPY", 300, 300), ("PYG", 300, 300), ("KWD", 1.005, 1005), ("KWD", 1.0005, 1001)],
)
def test_an_amount_counts_the_minor_unit_of_the_currency(
    currency: str, value: float, minor: int
) -> None:
    assert tidied.amount(value, "value", currency) == minor
    assert tidied.within(10**14 + 1, "price", "KWD") == 10**14 + 1
    with pytest.raises(Unfit):
        tidied.within(10**12 + 1, "price", "JPY")


@given(st.integers(0, 10**13))
def test_every_price_of_two_decimals_comes_back(minor: int) -> None:
    assert tidied.amount(minor / 100, "value", "CNY") == minor


@pytest.mark.parametrize("value", [-0.01, 1e13, float("inf"), float("nan"), True, "1", [], {}])
def test_what_is_no_amount_is_refused(value: object) -> None:
    with pytest.raises(Unfit):
        tidied.amount(value, "value", "CNY")


def test_a_phrase_is_cut_and_cleaned() -> None:
    assert tidied.phrase("a\x00b\u202ec\n" + "x" * 600, "query", 10) == "a b c xxxx"
    assert tidied.phrase("", "query") is None
    assert tidied.phrase("tel 8613912345678!", "query") == "tel …!"
    assert tidied.phrase("order 20260301123456789", "query") == "order 20260301123456789"


@given(st.text())
def test_no_address_keeps_parameters_or_control_characters(text: str) -> None:
    try:
        found = tidied.address(f"https://shop.cn/{text}", "url") or ""
    except Unfit:
        return
    assert "?" not in found
    assert "#" not in found
    assert not tidied.CONTROL.search(found)
    assert len(found) <= tidied.TEXT_MAX
