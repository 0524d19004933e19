from __future__ import annotations

from datetime import date, datetime

import pytest

from liuke.domains.stores.errors import CircularRegions, UnknownCodes
from liuke.domains.stores.rules import is_open, region_paths, spans_on
from liuke.domains.stores.values import Day, Hours, Span, Spans, Week
from liuke.kernel.ids import StoreId

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
SHOP = Week((Hours((1, 2, 3, 4, 5), "09:00", "21:00"), Hours((6, 7), "10:00", "22:00")))
BAR = Week((Hours(EVERY_DAY, "18:00", "02:00"),))
MONDAY = date(2026, 11, 23)


def test_a_region_carries_the_codes_above_it() -> None:
    assert region_paths({"xuhui": "sh", "sh": "east", "east": None})["xuhui"] == "/east/sh/xuhui/"


def test_a_region_inside_itself_is_refused() -> None:
    with pytest.raises(CircularRegions):
        region_paths({"a": "b", "b": "a"})


def test_a_parent_nobody_knows_is_named() -> None:
    with pytest.raises(UnknownCodes) as refusal:
        region_paths({"a": "nowhere"})
    assert refusal.value.codes == ("nowhere",)


@pytest.mark.parametrize(
    ("week", "at", "expected"),
    [
        (SHOP, "2026-11-23T08:59", False),
        (SHOP, "2026-11-23T09:00", True),
        (SHOP, "2026-11-23T20:59", True),
        (SHOP, "2026-11-23T21:00", False),
        (SHOP, "2026-11-22T09:30", False),
        (BAR, "2026-11-23T23:59", True),
        (BAR, "2026-11-24T01:59", True),
        (BAR, "2026-11-24T02:00", False),
        (Week(), "2026-11-24T04:00", True),
    ],
)
def test_opening_hours_begin_sharp_and_may_pass_midnight(
    week: Week,
    at: str,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert is_open(datetime.fromisoformat(at), week, {}) is expected


def test_a_special_day_replaces_the_week() -> None:
    closed = Day(StoreId.new(), MONDAY)
    short = Day(closed.store_id, MONDAY, Spans((Span("09:00", "12:00"),)))
    assert spans_on(MONDAY, SHOP, {MONDAY: closed}) == ()
    assert not is_open(datetime.fromisoformat("2026-11-23T10:00"), SHOP, {MONDAY: closed})
    assert not is_open(datetime.fromisoformat("2026-11-23T12:00"), SHOP, {MONDAY: short})
