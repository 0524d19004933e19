"""Amounts and what is missing, in the member's words: two languages, no look-ups."""

from __future__ import annotations

from datetime import date

from liuke.domains.points import measure_in
from liuke.domains.programme import Live
from liuke.domains.tiers.stairs import rank_of
from liuke.domains.tiers.values import Basis, Level, Standing, TierSet
from liuke.kernel.measures import NUMBER, Measure, counted
from liuke.kernel.values import Value

WAYS = {
    "points": ("Earn {} more{}", "再得 {}"),
    "spend": ("Spend {} more{}", "再消费 {}"),
    "orders": ("Make {} more{}", "再购物 {}"),
    "referrals": ("Bring {} more{}", "再邀请 {}"),
    "manual": ("{} more{}", "还差 {}"),
}
ORDERS = counted("purchase", "purchases", "次")
FRIENDS = counted("friend", "friends", "位好友")
COUNTED = {"orders": ORDERS, "referrals": FRIENDS}


class Goal(Value, frozen=True):
    """A level to reach or keep: what is missing, by when, and the sentence that says it."""

    level: str
    missing: int  # of the basis; 0 when only another way leads there
    by_on: date | None
    text: str
    text_zh: str


def unit_of(live: Live, spec: TierSet, coin: Measure) -> Measure:
    """Return how the progress of a set is written: `coin` is the merchant's currency."""
    if spec.basis.kind == "spend":
        return coin
    if spec.basis.book:
        return measure_in(live, spec.basis.book)
    return COUNTED.get(spec.basis.kind, NUMBER)


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
        sum_, sum_zh = coin.told(level.entry_purchase_minor)
        text, text_zh = f"Spend {sum_} in one purchase", f"单次购满 {sum_zh}"
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
    until_zh = f"（至 {by_on:%Y-%m-%d}，含当日）" if by_on and missing else ""
    return Goal(level.code, missing, by_on, f"{text}{until}.", f"{text_zh}{until_zh}。")
