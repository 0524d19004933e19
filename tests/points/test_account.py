"""One account, folded without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from liuke.domains.points import Accounts, Because, BookSpec, InsufficientPoints, Key
from liuke.domains.points.account import Account
from liuke.domains.points.errors import (
    CauseReused,
    ClawBackBlocked,
    MonthClosed,
    OverReversed,
    PointsNotSpendable,
    UnknownBook,
    UnknownEntry,
    UnknownHold,
)
from liuke.domains.points.events import PointsExpired, PointsPendingActivated
from liuke.domains.points.holds import catch_up
from liuke.domains.points.values import (
    CardYearEnd,
    ClawBack,
    FixedDates,
    Inactivity,
    Pending,
    Rolling,
)
from liuke.domains.programme import Live
from liuke.kernel.ids import MemberId, MerchantId

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 1, 31, 4, tzinfo=UTC)
ONE, TWO = MemberId(b"1" * 16), MemberId(b"2" * 16)


def opened(*, now: datetime = NOON, **fields: object) -> Accounts:
    spec = BookSpec(code="stars", **fields)  # type: ignore[arg-type]  # fields by name
    return Accounts(MerchantId(b"m" * 16), Live.of(spec), now=now, zone=SHANGHAI)


def key(cause: str, member_id: MemberId = ONE) -> Key:
    return Key(member_id, "stars", cause)


def on(day: date) -> Because:
    return Because(at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def stars(accounts: Accounts, member_id: MemberId = ONE) -> Account:
    return accounts.account(member_id, "stars")


def whole(accounts: Accounts) -> None:
    """Prove what must hold after every movement."""
    for account in accounts.by_key.values():
        f, lots = account.figures, account.lots
        mine = [e for e in accounts.journal.entries if e.member_id == f.member_id]
        assert f.balance == sum(e.points for e in mine) == sum(lot.remaining for lot in lots)
        assert f.balance == f.spendable + f.pending + f.held - f.debt
        assert f.debt == -sum(min(lot.remaining, 0) for lot in lots)
        assert f.held == sum(lot.held for lot in lots)
        assert f.pending == sum(lot.remaining for lot in lots if lot.pending)
        assert min(f.spendable, f.pending, f.held, f.debt) >= 0
        for entry in mine:
            made = sum(lot.points for lot in lots if lot.opened_by == entry.seq)
            used = sum(
                u.points
                for u in accounts.journal.uses
                if (u.member_id, u.seq) == (f.member_id, entry.seq)
            )
            assert entry.points == made - used


@pytest.mark.inv("L6")
def test_the_soonest_to_end_is_spent_first_and_ties_by_age() -> None:
    accounts = opened(expiry=Rolling(months=1))
    accounts.award(key("late"), 10, on(date(2026, 1, 31)))
    accounts.award(key("soon"), 10, on(date(2026, 1, 5)))
    accounts.award(key("soon again"), 10, on(date(2026, 1, 5)))
    accounts.spend(key("buy"), 15, on(date(2026, 1, 31)))
    assert [lot.remaining for lot in stars(accounts).lots] == [10, 0, 5]
    assert [(u.lot, u.points) for u in accounts.journal.uses] == [(2, 10), (3, 5)]
    whole(accounts)


def test_points_of_31_january_work_to_the_end_of_28_february() -> None:
    accounts = opened(expiry=Rolling(months=1))
    accounts.award(key("a"), 10, on(date(2026, 1, 31)))
    last = Because(at=datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC))  # 23:59:59 in Shanghai
    accounts.spend(key("b"), 4, last)
    with pytest.raises(InsufficientPoints) as refused:
        accounts.spend(key("c"), 4, Because(at=datetime(2026, 2, 28, 16, tzinfo=UTC)))
    assert refused.value.short == {ONE: 4}
    whole(accounts)


def test_expiry_takes_what_is_over_and_says_so() -> None:
    accounts = opened(expiry=FixedDates(dates=("02-01", "12-31")))
    accounts.award(key("a"), 10, on(date(2026, 1, 31)))
    accounts.award(key("b"), 7, on(date(2026, 2, 2)))
    account = stars(accounts)
    assert account.expire(accounts.why(on(date(2026, 2, 1)), "stars")) is None
    entry = account.expire(accounts.why(on(date(2026, 2, 2)), "stars"))
    assert entry is not None
    assert entry.points == -10
    assert isinstance(accounts.journal.events[-1], PointsExpired)
    assert account.figures.balance == 7
    whole(accounts)


def test_card_year_points_end_with_the_card_year() -> None:
    accounts = opened(expiry=CardYearEnd())
    because = Because(at=NOON, card_on=date(2025, 6, 1))
    accounts.award(key("a"), 10, because)
    assert stars(accounts).lots[0].expires_on == date(2026, 5, 31)


def test_an_idle_book_ends_and_does_not_revive() -> None:
    accounts = opened(expiry=Inactivity(months=6))
    accounts.award(key("a"), 10, on(date(2026, 1, 31)))
    accounts.award(key("b"), 10, on(date(2026, 7, 31)))
    assert stars(accounts).figures.spendable == 20
    accounts.award(key("c"), 5, on(date(2027, 2, 1)))
    assert stars(accounts).figures.spendable == 5
    whole(accounts)


def test_pending_points_wait_for_their_day_and_their_expiry_starts_then() -> None:
    accounts = opened(pending=Pending(days=7), expiry=Rolling(days=10))
    accounts.award(key("a"), 10, Because())
    account = stars(accounts)
    assert (account.figures.pending, account.figures.spendable) == (10, 0)
    with pytest.raises(InsufficientPoints):
        accounts.spend(key("b"), 1, Because())
    catch_up(account, NOON + timedelta(days=7), date(2026, 2, 7))
    assert (account.figures.pending, account.figures.spendable) == (0, 10)
    assert account.lots[0].expires_on == date(2026, 2, 17)
    whole(accounts)


def test_points_waiting_for_an_event_start_when_it_comes() -> None:
    accounts = opened(pending=Pending(until="order.received"), expiry=Rolling(days=10))
    accounts.award(key("a"), 10, Because())
    account = stars(accounts)
    catch_up(account, NOON + timedelta(days=70), date(2026, 4, 11))
    assert account.figures.pending == 10
    account.activate(account.lots[0], NOON + timedelta(days=71))
    assert account.lots[0].expires_on == date(2026, 4, 22)
    whole(accounts)


def test_a_cause_counts_once_and_answers_as_the_first_time() -> None:
    accounts = opened()
    first = accounts.award(key("a"), 10, Because())
    again = accounts.award(key("a"), 99, Because())
    assert first.fresh
    assert not again.fresh
    assert (again.seq, again.points, again.balance_after) == (1, 10, 10)
    with pytest.raises(CauseReused):
        accounts.spend(key("a"), 5, Because())
    whole(accounts)


def test_growth_value_is_never_spent() -> None:
    accounts = opened(qualifying=True)
    accounts.award(key("a"), 10, Because())
    with pytest.raises(PointsNotSpendable):
        accounts.spend(key("b"), 5, Because())


def test_a_book_nobody_declares_is_refused() -> None:
    with pytest.raises(UnknownBook):
        opened().award(Key(ONE, "moons", "a"), 1, Because())


@pytest.mark.inv("L13")
def test_a_late_event_counts_in_its_own_month_until_that_is_closed() -> None:
    now = datetime(2026, 2, 5, 15, 59, tzinfo=UTC)
    accounts = opened(now=now, closes_after_days=5)
    accounts.award(key("late till"), 10, on(date(2026, 1, 31)))
    assert accounts.journal.entries[0].counts_on == date(2026, 1, 31)
    closed = opened(now=now + timedelta(minutes=1), closes_after_days=5)
    with pytest.raises(MonthClosed) as refused:
        closed.award(key("later till"), 10, on(date(2026, 1, 31)))
    assert refused.value.closed_on == date(2026, 2, 5)
    closed.award(key("this month"), 10, on(date(2026, 2, 1)))


@pytest.mark.inv("L5")
def test_a_returned_spend_goes_back_to_its_lots_once_and_the_last_used_first() -> None:
    accounts = opened(expiry=Rolling(days=10))
    accounts.award(key("a"), 10, on(date(2026, 1, 25)))
    accounts.award(key("b"), 10, on(date(2026, 1, 26)))
    accounts.spend(key("buy"), 15, Because())
    accounts.restore(key("return 1"), 6, Because(), of_cause="buy")
    assert [lot.remaining for lot in stars(accounts).lots] == [1, 10]
    accounts.restore(key("return 2"), 9, Because(), of_cause="buy")
    assert [lot.remaining for lot in stars(accounts).lots] == [10, 10]
    with pytest.raises(OverReversed) as refused:
        accounts.restore(key("return 3"), 1, Because(), of_cause="buy")
    assert refused.value.left == 0
    again = accounts.restore(key("return 2"), 9, Because(), of_cause="buy")
    assert not again.fresh
    whole(accounts)


@pytest.mark.parametrize(("restore_days", "spendable"), [(0, 0), (30, 10)])
def test_points_restored_after_their_end_follow_the_book(restore_days: int, spendable: int) -> None:
    accounts = opened(expiry=Rolling(days=10), restore_days=restore_days)
    accounts.award(key("a"), 10, on(date(2026, 1, 1)))
    accounts.spend(key("buy"), 10, on(date(2026, 1, 2)))
    accounts.restore(key("return"), 10, Because(), of_cause="buy")
    usable = stars(accounts).usable(date(2026, 1, 31))
    assert sum(lot.remaining for lot in usable) == spendable
    whole(accounts)


@pytest.mark.inv("L7")
@pytest.mark.parametrize(
    ("policy", "points", "short", "debt"),
    [(ClawBack.DEBT, -100, 0, 60), (ClawBack.DEDUCT, -40, 60, 0), (ClawBack.WAIVE, -40, 60, 0)],
)
def test_a_claw_back_of_spent_points_follows_the_book(
    policy: ClawBack, points: int, short: int, debt: int
) -> None:
    accounts = opened(claw_back=policy)
    accounts.award(key("order"), 100, Because())
    accounts.award(key("other"), 20, Because())
    accounts.spend(key("gift"), 80, Because())
    undone = accounts.claw_back(key("return"), 100, Because(), of_cause="order")
    assert (undone.asked, undone.points, undone.short) == (-100, points, short)
    assert stars(accounts).figures.debt == debt
    assert stars(accounts).figures.earned == 20
    whole(accounts)
    accounts.award(key("next"), 100, Because())
    assert stars(accounts).figures.spendable == 100 - debt
    assert stars(accounts).figures.debt == 0
    whole(accounts)


@pytest.mark.inv("L7")
def test_a_book_may_block_the_return_of_spent_points() -> None:
    accounts = opened(claw_back=ClawBack.BLOCK)
    accounts.award(key("order"), 100, Because())
    accounts.spend(key("gift"), 80, Because())
    accounts.claw_back(key("return 1"), 20, Because(), of_cause="order")
    with pytest.raises(ClawBackBlocked):
        accounts.claw_back(key("return 2"), 1, Because(), of_cause="order")
    whole(accounts)


def test_points_that_expired_unused_are_not_owed_back() -> None:
    accounts = opened(expiry=Rolling(days=10))
    accounts.award(key("order"), 100, on(date(2026, 1, 1)))
    accounts.spend(key("gift"), 30, on(date(2026, 1, 2)))
    stars(accounts).expire(accounts.why(Because(), "stars"))
    undone = accounts.claw_back(key("return"), 100, Because(), of_cause="order")
    assert (undone.points, undone.short) == (-30, 0)
    assert stars(accounts).figures.debt == 30
    whole(accounts)


def test_only_what_was_folded_or_read_can_be_undone() -> None:
    accounts = opened()
    with pytest.raises(UnknownEntry):
        accounts.claw_back(key("return"), 1, Because(), of_cause="order")
    accounts.award(key("order"), 10, Because())
    with pytest.raises(CauseReused):
        accounts.restore(key("return"), 1, Because(), of_cause="order")


@pytest.mark.inv("C4")
def test_a_reservation_keeps_its_points_past_their_end_and_ends_once() -> None:
    accounts = opened(expiry=Rolling(days=1))
    accounts.award(key("a"), 10, Because())
    until = NOON + timedelta(days=2)
    accounts.reserve(key("quote"), 6, Because(), expires_at=until)
    assert accounts.reserve(key("quote"), 6, Because(), expires_at=until).points == 6
    account = stars(accounts)
    assert (account.figures.spendable, account.figures.held) == (4, 6)
    with pytest.raises(InsufficientPoints):
        accounts.spend(key("other till"), 5, Because())
    account.expire(accounts.why(on(date(2026, 2, 2)), "stars"))
    accounts.spend(key("order"), 6, on(date(2026, 2, 2)), hold="quote")
    assert account.figures.balance == 0
    assert not accounts.release(key("quote"))
    with pytest.raises(UnknownHold):
        accounts.spend(key("again"), 1, Because(), hold="quote")
    whole(accounts)


def test_an_overdue_reservation_gives_its_points_back() -> None:
    accounts = opened()
    accounts.award(key("a"), 10, Because())
    accounts.reserve(key("quote"), 6, Because(), expires_at=NOON + timedelta(minutes=15))
    catch_up(stars(accounts), NOON + timedelta(minutes=15), date(2026, 1, 31))
    assert (stars(accounts).figures.spendable, stars(accounts).figures.held) == (10, 0)
    assert not accounts.release(key("quote"))
    whole(accounts)


def test_passing_points_on_never_prolongs_them() -> None:
    accounts = opened(expiry=Rolling(days=10))
    accounts.award(key("a"), 10, on(date(2026, 1, 25)))
    accounts.award(key("b"), 10, on(date(2026, 1, 26)))
    accounts.transfer(key("gift"), TWO, 15, Because())
    passed = [(lot.remaining, lot.expires_on) for lot in stars(accounts, TWO).lots]
    assert passed == [(10, date(2026, 2, 4)), (5, date(2026, 2, 5))]
    whole(accounts)


def test_a_correction_counts_as_earned_only_when_told() -> None:
    accounts = opened()
    accounts.adjust(key("goodwill"), 10, Because())
    accounts.adjust(key("forgotten order"), 5, Because(), counts=True)
    accounts.adjust(key("mistake"), -3, Because())
    figures = stars(accounts).figures
    assert (figures.balance, figures.earned) == (12, 5)
    whole(accounts)


def test_points_still_waiting_are_taken_back_first() -> None:
    accounts = opened(pending=Pending(days=7))
    accounts.award(key("order"), 10, Because())
    undone = accounts.claw_back(key("return"), 4, Because(), of_cause="order")
    assert (undone.points, stars(accounts).figures.pending) == (-4, 6)
    whole(accounts)


def test_an_account_whose_lots_were_not_read_refuses_to_guess() -> None:
    accounts = opened()
    accounts.award(key("order"), 10, Because())
    stars(accounts).complete = False
    with pytest.raises(AssertionError, match="not read"):
        accounts.spend(key("gift"), 1, Because())


def test_a_debt_among_reserved_points_is_paid_when_they_are_freed() -> None:
    accounts = opened()
    accounts.award(key("order"), 10, Because())
    accounts.reserve(key("quote"), 10, Because(), expires_at=NOON + timedelta(minutes=15))
    accounts.claw_back(key("return"), 10, Because(), of_cause="order")
    assert stars(accounts).figures.debt == 10
    assert accounts.release(key("quote"))
    assert (stars(accounts).figures.debt, stars(accounts).figures.balance) == (0, 0)
    whole(accounts)


def test_points_that_become_usable_say_so_once_and_pay_what_is_owed() -> None:
    accounts = opened(pending=Pending(until="order.received"), claw_back=ClawBack.DEBT)
    accounts.award(key("order"), 10, Because())
    account = stars(accounts)
    account.activate(account.lots[0], NOON)
    accounts.spend(key("gift"), 10, Because())
    accounts.claw_back(key("return"), 10, Because(), of_cause="order")
    accounts.award(key("next"), 25, Because())
    assert (account.figures.debt, account.figures.pending) == (10, 25)
    accounts.journal.events.clear()
    account.activate(account.lots[-1], NOON)
    assert (account.figures.debt, account.figures.spendable) == (0, 15)
    assert [
        (told.member_id, told.points)
        for told in accounts.journal.events
        if isinstance(told, PointsPendingActivated)
    ] == [(ONE, 25)]
    whole(accounts)


def test_of_lots_that_were_there_only_those_that_change_are_written_again() -> None:
    accounts = opened(pending=Pending(days=7))
    accounts.award(key("a"), 10, Because())
    accounts.award(key("b"), 10, Because())
    account = stars(accounts)
    account.first_lot = account.figures.lots  # as read from the database
    first, second = account.lots
    accounts.award(key("c"), 10, Because())
    assert accounts.journal.touched == {}
    for lot in (account.lots[2], second):
        account.activate(lot, NOON)
    assert list(accounts.journal.touched.values()) == [second]
    accounts.spend(key("d"), 15, Because())
    assert first not in accounts.journal.touched.values()
    whole(accounts)
