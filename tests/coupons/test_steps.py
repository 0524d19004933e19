from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.coupons import Coupon, Coupons, CouponTemplate, Grant, Spent, State
from liuke.domains.coupons.birth import born
from liuke.domains.coupons.rules import Window, window
from liuke.domains.coupons.template import OnReturn
from liuke.domains.programme import Live
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from tests.coupons.templates import card, cash

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
ANN, BOB = MemberId(bytes(16)), MemberId(bytes([1] * 16))
ZONE = ZoneInfo("Asia/Shanghai")
KINDS = [
    cash(transferable=True),
    cash(on_return=OnReturn.VOID),
    card(3),
    card(3, on_return=OnReturn.VOID),
    cash(claim_days=2),
]
Act = Callable[[Coupons, Coupon, datetime], object]
ORDERS = st.sampled_from(["order:1", "order:2"])
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda order, uses: lambda b, c, at: b.use(c.id, order, at=at, saved_minor=7, uses=uses),
        ORDERS,
        st.integers(1, 2),
    ),
    st.builds(lambda order: lambda b, c, at: b.restore(c.id, order, at=at), ORDERS),
    st.builds(
        lambda order, uses: lambda b, c, at: b.restore(c.id, order, at=at, part=Spent(uses, 3)),
        ORDERS,
        st.integers(0, 2),
    ),
    st.builds(
        lambda order: lambda b, c, at: b.reserve(c.id, order, at=at, until=at + timedelta(days=1)),
        ORDERS,
    ),
    st.builds(lambda order: lambda b, c, at: b.release(c.id, order, at=at), ORDERS),
    st.just(lambda b, c, at: b.claim(c.id, at=at)),
    st.just(lambda b, c, at: b.expire(c.id, at=at)),
    st.just(lambda b, c, at: b.void(c.id, "void:test", at=at)),
    st.just(lambda b, c, at: b.transfer(c.id, BOB, at=at)),
)


def opened(template: CouponTemplate) -> tuple[Coupons, Coupon]:
    live = Live.of(template)
    life = window(template, START, zone=ZONE)
    assert isinstance(life, Window)
    coupon = born(Grant(ANN, template.code, "gift"), live, life, at=START, by="test")
    book = Coupons(live, zone=ZONE, actor="test")
    book.load(coupon)
    return book, coupon


@pytest.mark.inv("C2")
@given(
    st.sampled_from(KINDS),
    st.lists(st.tuples(ACTS, st.integers(0, 3)), max_size=12),
)
def test_any_life_of_a_coupon_adds_up(
    template: CouponTemplate, life: list[tuple[Act, int]]
) -> None:
    book, coupon = opened(template)
    at = START
    for act, days in life:
        at += timedelta(days=days)
        before = book.held[coupon.id]
        steps = len(book.entries)
        try:
            act(book, before, at)
        except Problem:
            assert book.held[coupon.id] == before
            assert len(book.entries) == steps
    after = book.held[coupon.id]
    own = [entry for entry in book.entries if entry.coupon_id == coupon.id]
    assert [entry.seq for entry in own] == list(range(1, after.seq + 1))
    assert after.uses_left == coupon.uses - sum(entry.uses for entry in own)
    assert after.saved_minor == sum(entry.saved_minor for entry in own) >= 0
    assert 0 <= after.uses_left <= after.uses
    assert (after.uses_left == 0) <= (after.state is not State.OPEN)
    assert after.state is State.OPEN or after.reserved_for is None
    given_back = {e.cause: 0 for e in own}
    for entry in own:
        if entry.kind in ("redeemed", "restored"):
            given_back[entry.cause] += entry.uses
            assert given_back[entry.cause] >= 0
