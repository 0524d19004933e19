"""Idle: what a rule says that could never give or change anything, and so cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias

from liuke.domains.promotions.effects import (
    AmountOff,
    Bundle,
    BuyGet,
    Earn,
    Multiply,
    OnlyFor,
    PayWithPoints,
    PercentOff,
    PriceList,
    ShippingOff,
    ThresholdOff,
    UnitsOff,
)
from liuke.domains.promotions.moments import Moment, on_day
from liuke.domains.promotions.scopes import Match, Scope
from liuke.domains.promotions.terms import Group, Limits, Mode, Rule, Where, Window

Wrong: TypeAlias = tuple[str, str, str]
DAY, TWO_YEARS = timedelta(days=1), 731
NOON, INSTANT = time(12, tzinfo=UTC), timedelta(microseconds=1)
COMMON_YEAR = date(2023, 1, 1)  # a leap year follows
FAR = 9999
ONCE = 10_000
ALWAYS, ANYWHERE, UNLIMITED, EVERYTHING = Window(), Where(), Limits(), Match()

NOTHING_OFF = "takes nothing off", "没有任何优惠"
REASONS = {
    ".prices": ("lists no price", "没有列出价格"),
    ".share_bp_max": ("nothing may be paid by it", "不能抵扣任何金额"),
}


def no_shipping(effect: ShippingOff) -> str:
    """Return the field by which nothing is taken off shipping, if so."""
    if effect.off_minor is None:
        return "" if effect.off_bp else ".off_bp"
    return "" if effect.off_minor else ".off_minor"


# The field by which an effect of this kind would give nothing, if it does.
IDLE: Mapping[type, Callable[[Any], str]] = {
    PercentOff: lambda effect: "" if effect.off_bp else ".off_bp",
    AmountOff: lambda effect: "" if effect.off_minor else ".off_minor",
    PriceList: lambda effect: "" if effect.prices else ".prices",
    UnitsOff: lambda effect: "" if effect.off_bp else ".off_bp",
    BuyGet: lambda effect: "" if effect.off_bp or effect.price_minor is not None else ".off_bp",
    ShippingOff: no_shipping,
    PayWithPoints: lambda effect: "" if effect.share_bp_max else ".share_bp_max",
}


def idle(rule: Rule, group: Group | None) -> Iterator[Wrong]:
    """Yield `(path inside the rule, reason, reason in Chinese)` for all that would do nothing."""
    if rule.where.stores and set(rule.where.stores) <= set(rule.where.not_stores):
        yield "where.not_stores", "leaves none of the stores named", "指定的门店全部被排除"
    if rule.limits.points_max == 0:
        yield "limits.points_max", "a limit of no points", "积分上限为零"
    yield from of_scope("scope", rule.scope)
    for place, effect in enumerate(rule.effects):
        path = f"effects[{place}]"
        for field, reason, reason_zh in (*of_effect(effect), *of_scopes(effect)):
            yield f"{path}{field}", reason, reason_zh
        if isinstance(effect, Multiply) and effect.factor_bp == ONCE and not chooses(group):
            yield f"{path}.factor_bp", "× 1 changes nothing", "乘以 1 没有变化"
        if isinstance(effect, OnlyFor) and effect.units_max is None and for_everybody(rule):
            yield path, "keeps the goods from nobody", "没有限制任何人"


def of_effect(effect: object) -> Iterator[Wrong]:
    """Yield the fields of an effect by which it gives nothing."""
    if (find := IDLE.get(type(effect))) and (field := find(effect)):
        yield field, *REASONS.get(field, NOTHING_OFF)
    if getattr(effect, "cap_minor", None) == 0:
        yield ".cap_minor", "a cap of nothing", "封顶金额为零"
    if isinstance(effect, ThresholdOff):
        for place, step in enumerate(effect.steps):
            if not (step.off_minor or step.off_bp) and step.price_minor is None:
                yield f".steps[{place}]", *NOTHING_OFF
    if isinstance(effect, Earn) and effect.stages and not any(s.points for s in effect.stages):
        yield ".stages", "earns nothing", "没有设置积分"


def of_scopes(effect: object) -> Iterator[Wrong]:
    """Yield the scopes of an effect's own that no goods are in."""
    if isinstance(effect, BuyGet) and effect.get_scope is not None:
        yield from of_scope(".get_scope", effect.get_scope)
    if isinstance(effect, Bundle):
        for place, part in enumerate(effect.parts):
            yield from of_scope(f".parts[{place}].scope", part.scope)


def of_scope(path: str, scope: Scope) -> Iterator[Wrong]:
    """Yield why no goods could ever be in a scope."""
    for place, match in enumerate(scope.include):
        low, high = match.price_from_minor, match.price_to_minor
        if low is not None and high is not None and low > high:
            yield f"{path}.include[{place}].price_to_minor", "below the lowest", "低于最低价"
    everything = EVERYTHING in scope.exclude
    if everything or (scope.include and set(scope.include) <= set(scope.exclude)):
        yield f"{path}.exclude", "leaves no goods", "排除后没有商品"


def chooses(group: Group | None) -> bool:
    """Say whether a rule that changes nothing may still win over others of its group."""
    return group is not None and group.mode is not Mode.ALL


def for_everybody(rule: Rule) -> bool:
    """Say whether a rule holds for anybody, anywhere, at any time, however often."""
    return rule.when is None and (rule.window, rule.where, rule.limits) == (
        ALWAYS, ANYWHERE, UNLIMITED,
    )  # fmt: skip


def opens(window: Window) -> bool:
    """Say whether a window opens on any day, in whatever zone.

    >>> opens(Window(days=(31,), dates=("03-31",))), opens(Window(days=(31,), dates=("02-14",)))
    (True, False)
    """
    first, days, weekdays = COMMON_YEAR, TWO_YEARS, window.weekdays
    start, end = window.starts_at, window.ends_at
    if start and end and start.year > 1 and end.year < FAR and (end - start).days < TWO_YEARS:
        # A day of any zone is at most one away from that of UTC.
        first = start.astimezone(UTC).date() - DAY
        days = ((end - INSTANT).astimezone(UTC).date() + DAY - first).days + 1
    else:
        weekdays = ()  # in years to come every date falls on every day of the week
    return any(_fits(window, weekdays, first + DAY * n) for n in range(days))


def _fits(window: Window, weekdays: tuple[int, ...], day: date) -> bool:
    moment = Moment(datetime.combine(day, NOON))
    return (not weekdays or moment.weekday in weekdays) and on_day(window, moment)
