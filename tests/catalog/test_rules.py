from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.domains.catalog.errors import CircularCategories, UnknownCatalogCodes
from liuke.domains.catalog.rules import category_paths, lowest_price
from liuke.domains.catalog.values import PricePoint
from liuke.kernel.ids import StoreId

START = datetime(2026, 11, 1, tzinfo=UTC)
STORE = StoreId.new()


def general(day: int, price: int | None) -> PricePoint:
    return PricePoint("tea", None, price, START + timedelta(days=day))


def own(day: int, price: int | None) -> PricePoint:
    return PricePoint("tea", STORE, price, START + timedelta(days=day))


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], None),
        ([general(0, 900)], 900),
        ([general(0, 900), general(5, 1200)], 1200),
        ([general(0, 900), general(10, 1200)], 1200),
        ([general(0, 900), general(12, 1200)], 900),
        ([general(0, 900), general(12, 500), general(13, 1200)], 500),
        ([general(0, 900), general(18, 100)], 900),
        ([general(0, 900), own(1, 700)], 700),
        ([general(0, 900), own(1, 700), own(9, None)], 900),
        ([general(0, 900), own(1, 700), own(12, None)], 700),
        ([own(1, 700), own(12, None)], 700),
        ([own(1, 700), own(9, None)], None),
        ([general(17, 900)], None),
    ],
    ids=[
        "nothing asked",
        "one price",
        "changed before the window",
        "changed as it opens",
        "the old price still counts inside",
        "a short dip counts",
        "a later price does not",
        "the store's own goes first",
        "its end restores the general",
        "it counted until it ended",
        "no price after its end",
        "ended before",
        "first asked at the very end",
    ],
)
def test_the_lowest_price_of_seven_days_is_what_was_in_force_within_them(
    history: list[PricePoint], expected: int | None
) -> None:
    window = START + timedelta(days=10), START + timedelta(days=17)
    assert lowest_price(history, since=window[0], until=window[1]) == expected


def test_a_category_inside_itself_is_refused() -> None:
    with pytest.raises(CircularCategories):
        category_paths({"a": "b", "b": "c", "c": "a"})
    with pytest.raises(UnknownCatalogCodes):
        category_paths({"a": "b"})
