"""Amounts and what is missing, in the member's words: two languages, no look-ups."""

from __future__ import annotations

from datetime import date

from liuke.domains.points import BookSpec
from liuke.domains.programme import Live
from liuke.domains.tiers.stairs import rank_of
from liuke.domains.tiers.values import Basis, Level, Standing, TierSet
from liuke.kernel.money import SYMBOLS, decimals, figure
from liuke.kernel.values import Value

WAYS = {
    "points": ("Earn {} more{}", "再得 {}"),
    "spend": ("Spend {} more{}", "再消费 {}"),
    "orders": ("Make {} more{}", "再购物 {}"),
    "referrals": ("Bring {} more{}", "再邀请 {}"),
    "manual": ("{} more{}", "还差 {}"),
}


class Measure(Value, frozen=True):
    """How amounts of a basis are written: decimals, the symbol before them, the name behind."""

    decimals: int
    symbol: str
    name: str
    name_one: str  # of one; English alone tells it apart
    name_zh: str

    def write(self, amount: int) -> str:
        """Write an amount of smallest units, the sign first, without the name.

        >>> money("CNY").write(123456), NUMBER.write(1200)
        ('¥1,234.56', '1,200')
        """
        if amount < 0:
            return f"-{self.write(-amount)}"
        return f"{self.symbol}{figure(amount, self.decimals)}"

    def told(self, amount: int) -> tuple[str, str]:
        """Write an amount with its name, in English and in Chinese.

        >>> ORDERS.told(1), ORDERS.told(-2)
        (('1 purchase', '1 次'), ('-2 purchases', '-2 次'))
        """
        written = self.write(amount)
        return f"{written}{self.behind(amount)}", f"{written} {self.name_zh}".rstrip()

    def behind(self, amount: int) -> str:
        """Return what stands behind an amount in English: its name after a blank, or nothing."""
        name = self.name_one if abs(amount) == 10**self.decimals else self.name
        return f" {name}" if name else ""


NUMBER = Measure(0, "", "", "", "")
ORDERS = Measure(0, "", "purchases", "purchase", "次")
FRIENDS = Measure(0, "", "friends", "friend", "位好友")
COUNTED = {"orders": ORDERS, "referrals": FRIENDS}


class Goal(Value, frozen=True):
    """A level to reach or keep: what is missing, by when, and the sentence that says it."""

    level: str
    missing: int  # of the basis; 0 when only another way leads there
    by_on: date | None
    text: str
    text_zh: str


def money(currency: str) -> Measure:
    """Return how a currency's minor units are written."""
    return Measure(decimals(currency), SYMBOLS.get(currency, f"{currency} "), "", "", "")


def unit_of(live: Live, spec: TierSet, coin: Measure) -> Measure:
    """Return how the progress of a set is written: `coin` is the merchant's currency."""
    if spec.basis.kind == "spend":
        return coin
    if spec.basis.book:
        return _of_book(live.get(BookSpec, spec.basis.book))
    return COUNTED.get(spec.basis.kind, NUMBER)


def _of_book(book: BookSpec | None) -> Measure:
    """Call what a book holds as the merchant calls the book; without a name it holds points."""
    places = book.decimals if book else 0
    name, name_zh = (book.name, book.name_zh) if book else ("", "")
    if not name and not name_zh:
        return Measure(places, "", "points", "point", "积分")
    return Measure(places, "", name or name_zh, name or name_zh, name_zh or name)


def next_goal(spec: TierSet, standing: Standing, unit: Measure, coin: Measure) -> Goal | None:
    """Say what is missing to the next level; None at the top, and while a card is expired."""
    rank = rank_of(spec, standing.level)
    if standing.paused or rank + 1 >= len(spec.levels):
        return None
    level = spec.levels[rank + 1]
    by_on = standing.period_end_on if spec.reset_at_period_end else None
    if level.entry_threshold is None or _waits_for_first(spec, standing, level):
        return _other_way(level, coin)
    missing = max(0, level.entry_threshold - standing.progress)
    return _goal(spec.basis, level, missing, by_on, unit, reach=True)


def keep_goal(spec: TierSet, standing: Standing, unit: Measure) -> Goal | None:
    """Say what is missing to keep the present level; None when nothing can take it away."""
    rank = rank_of(spec, standing.level)
    if rank < 0 or spec.drop == "never" or spec.lasts == "this_period":
        return None
    level = spec.levels[rank]
    if level.never_falls or not level.retention or standing.period_end_on is None:
        return None
    if standing.grace_until_on is not None:
        by_on, missing = standing.grace_until_on, standing.grace_missing
    else:
        by_on, missing = standing.period_end_on, max(0, level.retention - standing.progress)
    return _goal(spec.basis, level, missing, by_on, unit, reach=False)


def missing_to_next(spec: TierSet, standing: Standing) -> int | None:
    """Return the amount missing to the next level; None when no amount leads there."""
    goal = next_goal(spec, standing, NUMBER, NUMBER)
    return goal.missing if goal is not None and goal.missing else None


def _waits_for_first(spec: TierSet, standing: Standing, level: Level) -> bool:
    return spec.counts_from == "first_level" and not standing.level and bool(level.entry_threshold)


def _other_way(level: Level, coin: Measure) -> Goal:
    if level.entry_purchase_minor is not None:
        sum_ = coin.write(level.entry_purchase_minor)
        text, text_zh = f"Spend {sum_} in one purchase", f"单次购满 {sum_}"
    elif level.entry_card:
        text, text_zh = "Get the card", "办理会员卡"
    else:
        text, text_zh = "By invitation", "邀请制"
    name_zh = level.name_zh or level.name
    return Goal(
        level.code, 0, None, f"{text} to reach {level.name}.", f"{text_zh}，升级为{name_zh}。"
    )


def _goal(
    basis: Basis, level: Level, missing: int, by_on: date | None, unit: Measure, *, reach: bool
) -> Goal:
    name_zh = level.name_zh or level.name
    if not missing:
        text, text_zh = f"{level.name} is secured", f"{name_zh}已保住"
    else:
        way, way_zh = WAYS[basis.kind]
        way = way.format(unit.write(missing), unit.behind(missing))
        way_zh = way_zh.format(unit.told(missing)[1])
        aim, aim_zh = ("reach", "升级为") if reach else ("keep", "保级")
        text, text_zh = f"{way} to {aim} {level.name}", f"{way_zh}，{aim_zh}{name_zh}"
    until = f" by {by_on:%Y-%m-%d}" if by_on and missing else ""
    until_zh = f"（{by_on:%Y-%m-%d} 前）" if by_on and missing else ""
    return Goal(level.code, missing, by_on, f"{text}{until}.", f"{text_zh}{until_zh}。")
