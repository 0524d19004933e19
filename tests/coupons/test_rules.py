from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from liuke.domains.coupons.codes import CouponCode
from liuke.domains.coupons.rules import (
    Window,
    is_gone,
    is_over,
    usable_days,
    why_out_of_member_limit,
    why_unusable,
    window,
)
from liuke.domains.coupons.template import (
    BirthdayMonth,
    CardYear,
    Dates,
    DaysAfter,
    OnReturn,
)
from liuke.domains.coupons.values import Coupon, CouponId, Reason, State, Taken
from liuke.domains.programme import VersionId
from liuke.kernel.ids import MemberId
from tests.coupons.templates import cash

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_a_birthday_month_is_this_one_or_the_next_to_come(on: date, born_on: date) -> None:
    days = usable_days(BirthdayMonth(), on, born_on)
    assert isinstance(days, tuple)
    first, last = days
    assert first is not None
    assert last is not None
    assert on <= first <= last < on + timedelta(days=397)
    assert first.month == last.month == born_on.month
    assert (last + timedelta(days=1)).day == 1


@given(DAYS, DAYS)
def test_a_card_year_ends_within_a_year_before_an_anniversary(on: date, card_on: date) -> None:
    days = usable_days(CardYear(), on, card_on)
    assert isinstance(days, tuple)
    first, last = days
    assert last is not None
    assert first == on <= last < on + timedelta(days=367)


def test_a_life_is_counted_in_the_shops_days() -> None:
    at = datetime(2026, 5, 1, 23, 30, tzinfo=SHANGHAI)
    life = window(cash(validity=DaysAfter(1, wait_days=1)), at, zone=SHANGHAI)
    assert life == Window(
        datetime(2026, 5, 1, 16, tzinfo=UTC), datetime(2026, 5, 3, 16, tzinfo=UTC), None
    )


def test_open_dates_last_for_ever_and_past_ones_give_nothing() -> None:
    at = datetime(2026, 5, 1, 12, tzinfo=SHANGHAI)
    assert window(cash(validity=Dates()), at, zone=SHANGHAI) == Window(at, None, None)
    past = cash(validity=Dates(ends_on=date(2026, 4, 30)))
    assert window(past, at, zone=SHANGHAI) is Reason.TOO_LATE


def test_a_granted_coupon_that_must_be_claimed_says_until_when() -> None:
    at = datetime(2026, 5, 1, 12, tzinfo=SHANGHAI)
    life = window(cash(claim_days=0), at, zone=SHANGHAI)
    assert isinstance(life, Window)
    assert life.claim_until == datetime(2026, 5, 2, tzinfo=SHANGHAI)


START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
HELD = Coupon(
    id=CouponId(bytes(16)), member_id=MemberId(bytes(16)), template="ten", version=VersionId.new(),
    code=CouponCode.new(), state=State.OPEN, uses=1, uses_left=1, saved_minor=0,
    valid_from=START, valid_until=END, claim_until=None, claimed_at=None,
    reserved_for=None, reserved_until=None, issued_at=START, issued_by="test", cause="test", seq=0,
)  # fmt: skip


def test_a_coupon_lives_from_its_first_instant_to_before_its_last() -> None:
    assert why_unusable(HELD, START - MOMENT) is Reason.NOT_YET_VALID
    assert why_unusable(HELD, START) is None
    assert why_unusable(HELD, END - MOMENT) is None
    assert why_unusable(HELD, END) is Reason.EXPIRED
    assert why_unusable(replace(HELD, valid_until=None), END) is None
    assert [is_over(HELD, END - MOMENT), is_over(HELD, END)] == [False, True]
    assert not is_over(replace(HELD, valid_until=None), END)


def test_a_coupon_to_be_claimed_is_over_when_its_window_is() -> None:
    waiting = replace(HELD, valid_until=None, claim_until=END)
    assert why_unusable(waiting, START) is Reason.NOT_CLAIMED
    assert why_unusable(waiting, END) is Reason.EXPIRED
    assert [is_over(waiting, START), is_over(waiting, END)] == [False, True]
    assert why_unusable(replace(waiting, claimed_at=START), END) is None


def test_what_a_return_frees_is_gone_by_policy_or_for_anybody() -> None:
    assert not is_gone(None)
    assert not is_gone(cash("ten"))
    assert is_gone(replace(cash("ten"), on_return=OnReturn.VOID))


def test_the_limit_of_a_member_is_reached_not_passed() -> None:
    twice = replace(cash("ten"), per_member=2)
    assert why_out_of_member_limit(twice, Taken(1, 0)) is None
    assert why_out_of_member_limit(twice, Taken(2, 0)) is Reason.MEMBER_LIMIT
