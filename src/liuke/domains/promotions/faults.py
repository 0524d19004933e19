"""Faults: what is wrong with a rule of a draft, where, and why in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from liuke.domains.promotions.effects import Basis, Bundle, BuyGet, Earn, PriceEffect, ThresholdOff
from liuke.domains.promotions.facts import own, own_kind
from liuke.domains.promotions.idle import idle, opens
from liuke.domains.promotions.offers import LATE, stage_of
from liuke.domains.promotions.terms import Group, Limits, Mode, Rule, Window
from liuke.kernel import conditions, facts
from liuke.kernel.clock import year_day
from liuke.kernel.conditions import Asked, Condition, Did, FactIs, Op, Sequence, walk
from liuke.kernel.portable import is_date

Wrong: TypeAlias = tuple[str, str, str]
MIDNIGHT = "24:00"
ALL = 10_000
CHOOSING = frozenset({Mode.BEST, Mode.LEAST})
LISTED = frozenset({Op.HAS, Op.HAS_ANY, Op.HAS_ALL})
TYPES: dict[str, type] = {
    "int": int, "money": int, "text": str, "bool": bool, "date": str, "time": str, "month_day": str,
}  # fmt: skip
FACT_NAME = re.compile(r"[a-z][a-z0-9_.]*")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-[0-3][0-9]")
WRITTEN = {"date": "2026-11-21", "time": "09:00", "month_day": "11-21"}
LAST = {"now.weekday": 7, "now.day": 31, "now.month": 12}


def faults(rule: Rule, *, groups: Mapping[str, Group]) -> Iterator[Wrong]:
    """Yield `(path inside the rule, reason, reason in Chinese)` for each fault."""
    wrong_window = list(window_faults(rule.window))
    yield from wrong_window
    if not wrong_window and not opens(rule.window):
        yield "window", "no day fits all of it", "没有任何一天同时符合"
    if rule.when is not None:
        yield from condition_faults(rule.when)
    for place, effect in enumerate(rule.effects):
        for path, reason, reason_zh in effect_faults(effect):
            yield f"effects[{place}]{path}", reason, reason_zh
    yield from group_faults(rule, groups)
    yield from limit_faults(rule, rule.limits)
    yield from idle(rule, groups.get(rule.group))
    if rule.stage in LATE and any(isinstance(effect, PriceEffect) for effect in rule.effects):
        yield "stage", f"prices are not made at {rule.stage}", f"{rule.stage} 步骤不能改价"
    if rule.stacking.by_unit and not rule.stacking.excludes:
        yield "stacking.by_unit", "nothing is excluded", "没有互斥的规则"


def window_faults(window: Window) -> Iterator[Wrong]:
    """Yield what is wrong with a window."""
    start, end = window.starts_at, window.ends_at
    if start is not None and end is not None and start >= end:
        yield "window.ends_at", "ends before it starts", "结束早于开始"
    if 0 in window.days:
        yield "window.days", "there is no day 0", "没有 0 日"
    for place, day in enumerate(window.dates):
        if year_day(day) is None:
            yield f"window.dates[{place}]", f"there is no day {day}", f"没有 {day} 这一天"
    for place, hours in enumerate(window.hours):
        if max(hours.start, hours.end) > MIDNIGHT:
            yield f"window.hours[{place}]", "the day ends at 24:00", "一天到 24:00 为止"
        if hours.start == hours.end:
            yield f"window.hours[{place}]", "lasts no time", "时段长度为零"


def condition_faults(tree: Condition) -> Iterator[Wrong]:
    """Yield what is wrong with the condition, each with its node."""
    found = conditions.faults(tree)
    for fault in found:
        yield f"when#{fault.node}", fault.reason, fault.reason_zh
    if found:
        return
    for name, _, node in walk(tree):
        found_here = fact_faults(node) if isinstance(node, FactIs) else deed_faults(node)
        for reason, reason_zh in found_here:
            yield f"when#{name}", reason, reason_zh


def fact_faults(node: FactIs) -> Iterator[tuple[str, str]]:
    """Yield whether a fact is unknown or is compared with a value of another kind."""
    kind = kind_of(node)
    if kind is None:
        yield f"there is no fact {node.key}", f"没有条件项 {node.key}"
    elif node.op in LISTED and kind != "texts":
        yield f"{node.key} holds one value", f"{node.key} 不是列表"
    elif node.value == ():
        yield f"{node.key} is compared with an empty list", f"{node.key} 还没有选值"
    elif kind != "texts":
        yield from value_faults(node, kind)


def value_faults(node: FactIs, kind: str) -> Iterator[tuple[str, str]]:
    """Yield whether a value is of another kind, or one that the fact never has."""
    key, values, last = node.key, values_of(node.value), LAST.get(node.name, 0)
    if not all(type(value) is TYPES[kind] for value in values):
        yield f"{key} is compared with another kind", f"{key} 的值类型不符"
    elif node.op is not Op.STARTS and not all(written(str(value), kind) for value in values):
        yield f"{key} is written {WRITTEN[kind]}", f"{key} 要写成 {WRITTEN[kind]}"
    elif last and not all(1 <= int(value) <= last for value in values):
        yield f"{key} is from 1 to {last}", f"{key} 只能是 1 到 {last}"


def deed_faults(node: Condition) -> Iterator[tuple[str, str]]:
    """Yield whether deeds are asked, which only segments count."""
    if isinstance(node, Did | Sequence):
        yield "a rule asks deeds through a segment", "规则请通过人群引用行为条件"


def values_of(asked: Asked) -> tuple[bool | int | str, ...]:
    """Return the values asked, none, one or several."""
    if asked is None:
        return ()
    return asked if isinstance(asked, tuple) else (asked,)


def written(value: str, kind: str) -> bool:
    """Say whether a date, a time or a day of the year is written as the fact has it.

    >>> written("09:00", "time"), written("9:00", "time"), written("02-30", "month_day")
    (True, False, False)
    """
    if kind == "date":
        return is_date(value)
    if kind == "time":
        return CLOCK.fullmatch(value) is not None
    if kind == "month_day":
        return MONTH_DAY.fullmatch(value) is not None and year_day(value) is not None
    return True


def kind_of(node: FactIs) -> str | None:
    """Return the kind of a fact, the basket's own or a declared one; None when unknown."""
    if own(node.key):
        return own_kind(node.name, node.args)
    return declared(node.key)


def declared(address: str) -> str | None:
    """Return the kind of a fact that some domain declares, None when there is none."""
    try:
        return facts.find(address)[0].kind
    except facts.UnknownFact:
        return None


def effect_faults(effect: object) -> Iterator[Wrong]:
    """Yield what is wrong with an effect."""
    if isinstance(effect, ThresholdOff):
        yield from rung_faults(effect)
    if isinstance(effect, Bundle) and not (
        effect.price_minor is not None or effect.off_minor or effect.off_bp
    ):
        yield "", "a bundle needs a price or something off", "套餐需要价格或优惠"
    if isinstance(effect, BuyGet):
        yield from set_faults(effect)
    if isinstance(effect, Earn):
        yield from earn_faults(effect)


def rung_faults(effect: ThresholdOff) -> Iterator[Wrong]:
    """Yield what is wrong with the rungs of a threshold."""
    ats = [step.at for step in effect.steps]
    if len(set(ats)) < len(ats):
        yield ".steps", "two rungs start at the same point", "门槛重复"
    for place, step in enumerate(effect.steps):
        if step.price_minor is not None and effect.basis is Basis.AMOUNT:
            path = f".steps[{place}].price_minor"
            yield path, "a price is of so many units, not of an amount", "一口价只能按件数"


def set_faults(effect: BuyGet) -> Iterator[Wrong]:
    """Yield what contradicts itself in what is got for something bought."""
    if effect.same_product and effect.get_scope is not None:
        yield ".get_scope", "the same product is of no other scope", "同款赠送不能指定其他范围"
    if effect.price_minor is not None and 0 < effect.off_bp < ALL:
        yield ".price_minor", "a price, or a share off, not both", "换购价和折扣只能选一个"


def earn_faults(effect: Earn) -> Iterator[Wrong]:
    """Yield what is wrong with a curve."""
    starts = [stage.start for stage in effect.stages]
    if starts != sorted(set(starts)):
        yield ".stages", "stages must rise", "分段必须递增"
    if not effect.stages and effect.points == 0:
        yield ".points", "earns nothing", "没有设置积分"
    if effect.marginal and effect.measure != "amount":
        yield ".measure", "slices are of the amount", "分段累计只能按金额"
    if effect.measure != "amount" and kind_of_measure(effect.measure) not in ("int", "money"):
        yield ".measure", f"no such number: {effect.measure}", f"没有该数值：{effect.measure}"


def kind_of_measure(measure: str) -> str | None:
    """Return the kind of the fact that stages go by."""
    name, _, args = measure.removesuffix(")").partition("(")
    if not FACT_NAME.fullmatch(name):
        return None
    return kind_of(FactIs(name, args=tuple(args.split(",")) if args else ()))


def group_faults(rule: Rule, groups: Mapping[str, Group]) -> Iterator[Wrong]:
    """Yield whether the rule's group is missing or belongs to another step."""
    if not rule.group:
        return
    group = groups.get(rule.group)
    if group is None:
        yield "group", f"there is no group {rule.group}", f"没有规则组 {rule.group}"
    elif group.stage is not stage_of(rule):
        yield "group", f"{rule.group} belongs to {group.stage}", f"{rule.group} 属于 {group.stage}"
    elif group.by_line and group.mode in CHOOSING:
        yield from line_faults(rule, group)


def line_faults(rule: Rule, group: Group) -> Iterator[Wrong]:
    """Yield effects that count goods of several lines, of which a rule may win only some."""
    for place, effect in enumerate(rule.effects):
        if isinstance(effect, ThresholdOff | BuyGet | Bundle):
            reason = f"counts goods of several lines, while {group.code} chooses for each line"
            reason_zh = f"要合计多行商品，而规则组 {group.code} 逐行择优，可能永远达不到"
            yield f"effects[{place}]", f"{reason}: it may never be reached", reason_zh


def limit_faults(rule: Rule, limits: Limits) -> Iterator[Wrong]:
    """Yield a limit that could never be spent."""
    if limits.points_max is not None and not any(isinstance(e, Earn) for e in rule.effects):
        yield "limits.points_max", "the rule earns nothing", "该规则不发积分"
    if limits.budget_minor == 0:
        yield "limits.budget_minor", "a budget of nothing", "预算为零"
