"""Any order of movements against a model so naive that it can be read at a glance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from liuke.domains.points import Accounts, Because, BookSpec, InsufficientPoints, Key, Posted
from liuke.domains.points import account as account_module
from liuke.domains.points.account import Account
from liuke.domains.points.errors import OverReversed
from liuke.domains.points.holds import catch_up
from liuke.domains.points.journal import Entry
from liuke.domains.points.reversal import Target
from liuke.domains.points.values import Kind, Rolling
from liuke.domains.programme import Live
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.problems import Problem
from tests.points.test_account import whole

UTC_ZONE = ZoneInfo("UTC")
ONE = MemberId(b"1" * 16)
START = datetime(2026, 1, 30, 12, tzinfo=UTC)
BOOK = BookSpec(code="stars", expiry=Rolling(days=3))
POINTS = st.integers(1, 40)


class Batch:
    """One award in the model: what is left of it, and its last day."""

    def __init__(self, left: int, ends: date) -> None:
        self.left = left
        self.ends = ends


class Model:
    """A list of awards, spent from the soonest to end; a debt is a number."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.debt = 0
        self.spends: dict[str, list[tuple[Batch, int]]] = {}
        self.undone: dict[str, int] = {}

    def usable(self, today: date) -> list[Batch]:
        live = [b for b in self.batches if b.ends >= today and b.left]
        return sorted(live, key=lambda b: b.ends)

    def take(self, points: int, today: date) -> list[tuple[Batch, int]]:
        taken = []
        for batch in self.usable(today):
            part = min(points, batch.left)
            batch.left -= part
            points -= part
            taken.append((batch, part))
        return [(batch, part) for batch, part in taken if part]

    def pay(self, today: date) -> None:
        self.debt -= sum(part for _, part in self.take(self.debt, today))

    def free(self, today: date) -> int:
        return sum(b.left for b in self.usable(today))

    def balance(self) -> int:
        return sum(b.left for b in self.batches) - self.debt


class Ledger(RuleBasedStateMachine):
    """Folds and models the same life, and compares after every step."""

    @initialize()
    def open(self) -> None:
        live = Live.of(BOOK)
        self.accounts = Accounts(MerchantId(b"m" * 16), live, now=START, zone=UTC_ZONE)
        self.account = self.accounts.account(ONE, "stars")
        self.model = Model()
        self.ended: list[tuple[Batch, int]] = []
        self.now = START
        self.causes: list[tuple[str, str, int]] = []

    @property
    def today(self) -> date:
        return self.now.date()

    def key(self, kind: str) -> Key:
        return Key(ONE, "stars", f"{kind}:{len(self.causes)}")

    def because(self) -> Because:
        return Because(at=self.now)

    @rule(points=POINTS)
    def award(self, points: int) -> None:
        key = self.key("award")
        self.accounts.award(key, points, self.because())
        batch = Batch(points, self.today + timedelta(days=3))
        self.model.batches.append(batch)
        self.model.spends[key.cause] = [(batch, points)]
        self.model.pay(self.today)
        self.causes.append((key.cause, "award", points))

    @rule(points=POINTS)
    def spend(self, points: int) -> None:
        key = self.key("spend")
        if points > self.model.free(self.today):
            with pytest.raises(InsufficientPoints):
                self.accounts.spend(key, points, self.because())
            return
        self.accounts.spend(key, points, self.because())
        self.model.spends[key.cause] = self.model.take(points, self.today)
        self.causes.append((key.cause, "spend", points))

    @precondition(lambda self: self.causes)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        cause, kind, points = data.draw(st.sampled_from(self.causes))
        fold = self.accounts.award if kind == "award" else self.accounts.spend
        assert fold(Key(ONE, "stars", cause), points, self.because()).fresh is False

    @precondition(lambda self: any(kind == "spend" for _, kind, _ in self.causes))
    @rule(data=st.data(), points=POINTS)
    def restore(self, data: st.DataObject, points: int) -> None:
        spends = [c for c in self.causes if c[1] == "spend"]
        cause, _, spent = data.draw(st.sampled_from(spends))
        key = Key(ONE, "stars", f"restore:{len(self.model.undone)}:{self.account.figures.seq}")
        if points > spent - self.model.undone.get(cause, 0):
            with pytest.raises(OverReversed):
                self.accounts.restore(key, points, self.because(), of_cause=cause)
            return
        self.accounts.restore(key, points, self.because(), of_cause=cause)
        self.model.undone[cause] = self.model.undone.get(cause, 0) + points
        taken = self.model.spends[cause]
        while points:
            batch, part = taken.pop()
            back = min(part, points)
            batch.left += back
            points -= back
            if part > back:
                taken.append((batch, part - back))
        self.model.pay(self.today)

    @precondition(lambda self: any(kind == "award" for _, kind, _ in self.causes))
    @rule(data=st.data())
    def claw_back_all(self, data: st.DataObject) -> None:
        awards = [c for c in self.causes if c[1] == "award" and c[0] not in self.model.undone]
        if not awards:
            return
        cause, _, given = data.draw(st.sampled_from(awards))
        self.accounts.claw_back(
            Key(ONE, "stars", f"undo:{cause}"), given, self.because(), of_cause=cause
        )
        [(batch, _)] = self.model.spends[cause]
        self.model.undone[cause] = given
        gone = sum(lost for ended, lost in self.ended if ended is batch)
        owed = given - batch.left - gone
        batch.left = 0
        owed -= sum(part for _, part in self.model.take(owed, self.today))
        self.model.debt += owed

    @rule(days=st.integers(1, 2))
    def sleep(self, days: int) -> None:
        self.now += timedelta(days=days)
        catch_up(self.account, self.now, self.today)

    @rule()
    def expire(self) -> None:
        self.account.expire(self.accounts.why(self.because(), "stars"))
        for batch in self.model.batches:
            if batch.ends < self.today and batch.left:
                self.ended.append((batch, batch.left))
                batch.left = 0

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "accounts"):
            return
        figures = self.account.figures
        assert figures.balance == self.model.balance()
        assert figures.debt == self.model.debt
        usable = sum(lot.remaining - lot.held for lot in self.account.usable(self.today))
        assert usable == self.model.free(self.today)
        left = sorted(b.left for b in self.model.batches if b.left)
        assert sorted(x.remaining for x in self.account.lots if x.remaining > 0) == left
        whole(self.accounts)


CALM = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@pytest.mark.inv("L1")
@pytest.mark.inv("L6")
def test_any_order_of_movements_agrees_with_the_model() -> None:
    run_state_machine_as_test(Ledger, settings=CALM)


def forget_causes(monkeypatch: pytest.MonkeyPatch) -> None:
    once = Accounts._once  # noqa: SLF001 - the bug is planted there

    def always(self: Accounts, key: Key, kind: Kind, fold: Callable[[], Entry]) -> Posted:
        self.known.pop(key, None)
        return once(self, key, kind, fold)

    monkeypatch.setattr(Accounts, "_once", always)


def end_a_day_early(monkeypatch: pytest.MonkeyPatch) -> None:
    usable = Account.usable
    monkeypatch.setattr(Account, "usable", lambda self, on: usable(self, on + timedelta(days=1)))


def spend_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_module, "order_of_use", lambda lot: -lot.lot)


def refund_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Target, "claim", lambda _self, _points: None)


@pytest.mark.slow
@pytest.mark.inv("L6")
@pytest.mark.parametrize("bug", [forget_causes, end_a_day_early, spend_the_newest, refund_twice])
def test_the_model_finds_each_planted_bug(
    bug: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bug(monkeypatch)
    # A repeated spend that is not known any more may also find nothing left to spend.
    with pytest.raises((AssertionError, BaseExceptionGroup, Problem, pytest.fail.Exception)):
        run_state_machine_as_test(Ledger, settings=settings(CALM, max_examples=300))
