from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.coupons.codes import ALPHABET, CouponCode, clean, mint

CODES = st.binary(min_size=8, max_size=8).map(CouponCode)


@given(CODES)
def test_a_code_reads_back_however_it_is_typed(code: CouponCode) -> None:
    text = str(code)
    assert CouponCode.parse(text) == code
    assert CouponCode.parse(text.lower().replace("-", " ").replace("0", "o")) == code


@given(CODES, st.integers(0, 13), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: CouponCode, place: int, other: str) -> None:
    text = clean(str(code))
    if text[place] != other:
        assert CouponCode.find(text[:place] + other + text[place + 1 :]) is None


@given(CODES, st.integers(0, 13), st.integers(0, 13))
def test_two_swapped_characters_are_noticed(code: CouponCode, one: int, two: int) -> None:
    text = list(clean(str(code)))
    if text[one] != text[two]:
        text[one], text[two] = text[two], text[one]
        assert CouponCode.find("".join(text)) is None


@pytest.mark.inv("A9")
def test_a_million_codes_are_all_different() -> None:
    assert len(set(mint(1_000_000))) == 1_000_000


@pytest.mark.inv("A9")
def test_every_bit_of_a_code_is_as_often_set_as_not() -> None:
    drawn = mint(20_000)
    for bit in range(64):
        ones = sum(int.from_bytes(code) >> bit & 1 for code in drawn)
        assert 9_500 < ones < 10_500


@pytest.mark.parametrize("text", ["", "hello", "0" * 14 + "1", "ZZZZ-ZZZZZ-ZZZZZ", "１２" * 7])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a coupon code"):
        CouponCode.parse(text)
