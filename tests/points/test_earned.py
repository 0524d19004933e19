"""What counts in which month and card year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains import points
from liuke.domains.points import Accounts, Because, BookSpec, Key, Movement, Window
from liuke.domains.points.errors import MonthClosed
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.values import ClawBack
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, MerchantId
from tests import make

LIVE = Live.of(
    BookSpec(code="stars", claw_back=ClawBack.WAIVE), BookSpec(code="strict", closes_after_days=3)
)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 2, 4, 4, tzinfo=UTC)


def at(text: str) -> Because:
    return Because(at=datetime.fromisoformat(text + ":00+00:00"))


async def months(tx: Tx, member_id: MemberId) -> list[int]:
    """Return January, February and the card year from 15 January."""
    spans = [
        (date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 1, 15), date(2027, 1, 15)),
    ]
    return await points.earned(tx, [Window(member_id, "stars", *span) for span in spans])


@pytest.mark.inv("L13")
async def test_a_late_event_lands_in_its_own_month(tx: Tx) -> None:
    tx.now = NOW
    (one,) = await make.members(tx)
    await points.post(
        tx,
        [
            Movement(one, "stars", "a", 100, at("2026-01-31T15:59")),  # 23:59 in Shanghai
            Movement(one, "stars", "b", 30, at("2026-01-31T16:00")),  # midnight
            Movement(one, "stars", "c", 5, at("2026-01-01T00:00")),
        ],
        live=LIVE,
    )
    assert await months(tx, one) == [105, 30, 130]


async def test_claims_and_spending_never_lower_what_was_earned(tx: Tx) -> None:
    tx.now = NOW
    (one,) = await make.members(tx)
    movements = [Movement(one, "stars", "a", 100), Movement(one, "stars", "b", -60)]
    await points.post(tx, movements, live=LIVE)
    assert await months(tx, one) == [0, 100, 100]


async def test_a_return_counts_against_the_day_of_its_purchase_even_if_waived(tx: Tx) -> None:
    tx.now = NOW
    (one,) = await make.members(tx)
    await points.post(
        tx,
        [
            Movement(one, "stars", "a", 100, at("2026-01-20T04:00")),
            Movement(one, "stars", "b", -100),
        ],
        live=LIVE,
    )
    await points.reverse(tx, [Reversal(one, "stars", "r", "a", 40)], live=LIVE)
    assert await months(tx, one) == [60, 0, 60]


@pytest.mark.inv("L13")
async def test_a_closed_month_takes_no_more(tx: Tx) -> None:
    tx.now = NOW
    (one,) = await make.members(tx)
    with pytest.raises(MonthClosed):
        await points.post(tx, [Movement(one, "strict", "a", 1, at("2026-01-31T04:00"))], live=LIVE)
    await points.post(tx, [Movement(one, "strict", "a", 1, at("2026-02-01T04:00"))], live=LIVE)


@pytest.mark.inv("L13")
@given(minutes=st.integers(0, 100 * 24 * 60), closes=st.none() | st.integers(0, 40))
def test_any_event_counts_on_its_own_day_or_its_month_is_closed(
    minutes: int, closes: int | None
) -> None:
    happened = NOW - timedelta(minutes=minutes)
    on = happened.astimezone(SHANGHAI).date()
    next_month = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    is_open = closes is None or NOW.astimezone(SHANGHAI).date() < next_month + timedelta(closes)
    live = Live.of(BookSpec(code="stars", closes_after_days=closes))
    accounts = Accounts(MerchantId(b"m" * 16), live, now=NOW, zone=SHANGHAI)
    key = Key(MemberId(b"1" * 16), "stars", "late till")
    if is_open:
        accounts.award(key, 5, Because(at=happened))
        assert [entry.counts_on for entry in accounts.journal.entries] == [on]
    else:
        with pytest.raises(MonthClosed):
            accounts.award(key, 5, Because(at=happened))
