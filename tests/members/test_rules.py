from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuke.domains.members.errors import NotAsked
from liuke.domains.members.rules import (
    age_on,
    canonical,
    check_digit_holds,
    clean,
    mask_name,
    mask_phone,
    may_earn,
    may_spend,
    name_query,
    name_tokens,
    phone_number,
    with_check_digit,
)
from liuke.domains.members.values import IdentityKind, MemberState


@pytest.mark.inv("T5")
@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_a_clean_text_is_composed_and_cleaning_it_again_changes_nothing(text: str) -> None:
    try:
        once = clean(text)
    except NotAsked:
        return
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once


@pytest.mark.inv("T5")
def test_composed_and_decomposed_names_are_one_and_families_stay_together() -> None:
    assert clean("Zoe\u0308") == clean("Zoë") == "Zoë"
    assert clean("👩\u200d👧 李") == "👩\u200d👧 李"
    assert clean("\u202eanna\u202c\u200b") == "anna"
    with pytest.raises(NotAsked):
        clean("an\x00na")


@pytest.mark.inv("T5")
@settings(max_examples=300, deadline=None)
@given(st.text(max_size=100))
def test_any_text_is_a_phone_or_a_refusal(text: str) -> None:
    try:
        number = phone_number(text)
    except NotAsked:
        return
    assert number.startswith("+")
    assert phone_number(number) == number


@given(st.text("0123456789", min_size=1, max_size=20), st.data())
def test_one_wrong_digit_breaks_the_check(digits: str, data: st.DataObject) -> None:
    number = with_check_digit(digits)
    assert check_digit_holds(number)
    at = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[at]]))
    assert not check_digit_holds(number[:at] + other + number[at + 1 :])


@given(st.text(min_size=1, max_size=30))
def test_a_name_is_found_by_itself(name: str) -> None:
    assert set(name_query(name)) <= name_tokens(name)


@pytest.mark.parametrize("part", ["王", "小明", "王小", "明"])
def test_a_chinese_name_is_found_by_any_part(part: str) -> None:
    assert set(name_query(part)) <= name_tokens("王小明")


def test_a_mask_never_shows_more_than_it_should() -> None:
    assert mask_phone("+8613800138000") == "138****8000"
    assert mask_name("王小明") == "王**"


def test_a_new_member_earns_before_they_spend() -> None:
    rights = {state: (may_earn(state), may_spend(state)) for state in MemberState}
    assert rights[MemberState.NEW] == (True, False)
    assert rights[MemberState.ACTIVE] == (True, True)
    assert rights[MemberState.BLOCKED] == rights[MemberState.ERASED] == (False, False)


def test_a_birthday_on_a_leap_day_counts_from_the_first_of_march() -> None:
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age_on(date(2012, 2, 29), date(2026, 3, 1)) == 14


@pytest.mark.parametrize(
    ("kind", "text", "canonical_text"),
    [
        ("email", " Anna@Example.COM ", "anna@example.com"),
        ("wechat_openid", "wx1:oABC", "wx1:oABC"),
        ("card", "a100 20-03", "A1002003"),
        ("phone", "+49 30 123456", "+4930123456"),
    ],
)
def test_an_identity_is_compared_in_one_form(kind: str, text: str, canonical_text: str) -> None:
    assert canonical(IdentityKind(kind), text) == canonical_text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "anna@"),
        ("email", "a b@c.de"),
        ("wecom", " "),
        ("card", "x"),
        ("external", "\x01"),
    ],
)
def test_what_is_no_identity_is_refused(kind: str, text: str) -> None:
    with pytest.raises(NotAsked):
        canonical(IdentityKind(kind), text)
