"""The grocer's shelves: all that the source lists, or only what the receipts at hand name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from liuke.surfaces.cli.grocer import (
    ZONE,
    Basket,
    Row,
    baskets,
    campaigns,
    moved,
    products,
    weeks_to,
)


def test_a_few_receipts_need_only_the_goods_they_name() -> None:
    listed, _, _, _ = next(products([]))
    rows = [Row(code, 1, 100, 0) for code in ("of-no-list", listed, listed)]
    sold = [Basket("1", 1, "s", datetime(2026, 3, 1, tzinfo=UTC), rows)]
    few = [code for code, *_ in products(sold, unsold=False)]
    assert few == [listed, "of-no-list"]
    every = [code for code, *_ in products(sold)]
    assert len(every) == len(set(every)) > 90_000
    assert set(few) < set(every)


@pytest.mark.parametrize("days", range(1, 15))
def test_receipts_come_close_before_today_by_whole_weeks(days: int) -> None:
    last_on = date(2017, 12, 31)
    today = last_on + timedelta(days=days)
    came = last_on + weeks_to(today, last_on)
    assert came.isoweekday() == last_on.isoweekday()
    assert 1 <= (today - came).days <= 7


def test_moved_receipts_stand_in_the_order_of_their_instants_at_hours_that_are() -> None:
    zone = ZoneInfo(ZONE)
    # In 2026 the clock leaves out 02:00 to 03:00 on the eighth of March.
    later = date(2026, 3, 8) - date(2017, 3, 12)
    walls = [datetime(2017, 3, 12, h, m, tzinfo=zone) for h, m in ((1, 50), (2, 30), (3, 10))]
    found = moved([Basket(str(n), 1, "s", at) for n, at in enumerate(walls)], later)
    assert [(b.id, b.at.hour, b.at.minute) for b in found] == [
        ("0", 1, 50),
        ("2", 3, 10),
        ("1", 3, 30),
    ]
    instants = [b.at.astimezone(UTC) for b in found]
    assert instants == sorted(instants)


def test_nothing_but_the_days_moves() -> None:
    sold, later = baskets(200), timedelta(weeks=464)
    for before, after in zip(sold, moved(sold, later), strict=True):
        assert (after.id, after.rows, after.household) == (before.id, before.rows, before.household)
        assert after.at == before.at + later
    for one, then in zip(campaigns(), campaigns(later), strict=True):
        assert then.starts_on - one.starts_on == then.ends_on - one.ends_on == later
        assert then.households == one.households
