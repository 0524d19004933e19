"""What a client may say about a basket, and what it may not."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.promotions import Basket, View, compile_rules, decide
from liuke.kernel.values import decode
from tests.make import SATURDAY

HOSTILE = [
    "-1",
    "1e308",
    "NaN",
    "Infinity",
    '"１２"',
    '"1"',
    "1.5",
    str(10**30),
    "[[1]]",
    "null",
    "true",
]
FIELDS = ["gross_minor", "units", "grams", "cut_minor"]


def basket(line: str, rest: str = "") -> Basket:
    return decode('{"lines":[{"product":"tea",' + line + "}]" + rest + "}", Basket)


@pytest.mark.inv("C7")
@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_figure_of_a_line_is_refused(field: str, value: str) -> None:
    price = "" if field == "gross_minor" else '"gross_minor":5,'
    with pytest.raises(msgspec.DecodeError):
        basket(f'{price}"{field}":{value}')


@pytest.mark.inv("C7")
@pytest.mark.parametrize(
    "rest",
    [
        ',"shipping_minor":-5',
        ',"tenders":{"wallet":-5}',
        ',"discount_minor":5',
        ',"payable_minor":0',
        ',"points":5',
        ',"coupons":[{"coupon":"c","template":"t","effects":[],"uses_left":-1}]',
    ],
)
def test_a_client_names_no_discount_and_no_total(rest: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        basket('"gross_minor":5', rest)


@pytest.mark.inv("C7")
def test_an_empty_basket_or_no_unit_is_refused_and_minus_nothing_is_nothing() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode('{"lines":[]}', Basket)
    with pytest.raises(msgspec.ValidationError):
        basket('"gross_minor":5,"units":0')
    assert basket('"gross_minor":-0').lines[0].gross_minor == 0


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
    max_leaves=6,
)
LINE = st.fixed_dictionaries({"product": ANYTHING}, optional=dict.fromkeys(FIELDS, ANYTHING))


@pytest.mark.inv("C7")
@given(st.lists(LINE, max_size=2))
def test_whatever_is_sent_is_refused_or_costs_no_less_than_nothing(lines: list[Any]) -> None:
    try:
        read = decode(json.dumps({"lines": lines}), Basket)
    except msgspec.DecodeError:
        return
    assert decide(compile_rules([]), View(), read, SATURDAY).payable_minor >= 0
