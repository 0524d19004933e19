from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from liuke.domains.checkout.offers import offer
from liuke.domains.coupons import Coupon, CouponId, CouponTemplate
from liuke.domains.coupons.codes import CouponCode
from liuke.domains.coupons.template import Hours, Scope
from liuke.domains.coupons.values import State
from liuke.domains.programme import VersionId
from liuke.kernel.ids import MemberId
from tests.coupons.templates import cash
from tests.make import SATURDAY, decided, line

START = datetime(2026, 3, 1, tzinfo=UTC)
HELD = Coupon(
    id=CouponId(bytes(16)), member_id=MemberId(bytes(16)), template="ten", version=VersionId.new(),
    code=CouponCode.new(), state=State.OPEN, uses=1, uses_left=1, saved_minor=0,
    valid_from=START, valid_until=None, claim_until=None, claimed_at=None,
    reserved_for=None, reserved_until=None, issued_at=START, issued_by="test", cause="test", seq=0,
)  # fmt: skip


def why_not(template: CouponTemplate, *, at: datetime = SATURDAY, **place: Any) -> str:
    """Return why ¥10 off is not given on a basket; empty when it is."""
    decision = decided([], line("p", 5000), at=at, coupons=(offer(HELD, template),), **place)
    assert decision.discount_minor == (0 if decision.missed else 1000)
    return "".join(one.why for one in decision.missed)


def test_weekdays_and_hours_both_have_to_fit() -> None:
    hours = (Hours("11:00", "13:00"), Hours("17:00", "18:00"))
    lunch = cash(scope=Scope(weekdays=(6, 7), hours=hours))
    eleven = SATURDAY.replace(hour=11)
    assert why_not(lunch, at=eleven) == ""
    assert why_not(lunch, at=eleven + timedelta(hours=2)) == "hours"
    assert why_not(lunch, at=eleven + timedelta(hours=6)) == ""
    assert why_not(lunch, at=eleven + timedelta(days=2)) == "weekday"
    assert why_not(cash(), at=eleven) == ""


def test_hours_may_pass_midnight() -> None:
    late = cash(scope=Scope(hours=(Hours("22:00", "02:00"),)))
    assert why_not(late, at=SATURDAY.replace(hour=1, minute=59)) == ""
    assert why_not(late, at=SATURDAY.replace(hour=2)) == "hours"


def test_stores_and_channels_honour_a_coupon_unless_left_out() -> None:
    scope = Scope(stores=("S1", "S2"), stores_excluded=("S2",), channels=("till",))
    assert why_not(cash(scope=scope), store="S1", channel="till") == ""
    assert why_not(cash(scope=scope), store="S2", channel="till") == "store"
    assert why_not(cash(scope=scope), store="S1", channel="web") == "channel"
    assert why_not(cash(), store="S9", channel="web") == ""
