"""Faults of a draft, each with its path."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from liuke.domains import programme
from liuke.domains.promotions import Rule


def faults(rule: dict[str, Any], **sections: Any) -> list[tuple[str, str]]:
    """Return path and reason of everything wrong with one rule of a document."""
    rule = {"code": "r", "effects": [{"kind": "percent_off", "off_bp": 1_000}], **rule}
    document = {"code": "p", "name": "P", "name_zh": "方案", "rules": [rule], **sections}
    try:
        programme.check(document)
    except programme.FaultyProgramme as refusal:
        return [(fault.path, fault.reason) for fault in refusal.faults]
    return []


def fact(name: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"when": {"kind": "fact", "name": name, "value": value, **more}}


@pytest.mark.parametrize(
    "rule",
    [
        {},
        fact("basket.amount", 100, op=">=", args=["category:tea"]),
        fact("now.date", "2026-11-21", op=">="),
        fact("now.time", ["22:00", "24:00"], op="between"),
        fact("now.month_day", ["02-29", "12-25"], op="in"),
        fact("now.weekday", [6, 7], op="in"),
        fact("tier", ["gold", "jade"], op="in", args=["main"]),
        fact("basket.products", "tea", op="has"),
        fact("member", value=True),
        {"group": "g"},
        {"effects": [{"kind": "earn", "stages": [{"start": 0, "points": 1}]}]},
    ],
)
def test_a_sound_rule_has_no_fault(rule: dict[str, Any]) -> None:
    assert faults(rule, groups=[{"code": "g", "stage": "limited"}]) == []


@pytest.mark.parametrize(
    ("rule", "path", "reason"),
    [
        (fact("basket.amuont", 1), "when#0", "there is no fact basket.amuont"),
        (fact("basket.amount", 1, args=["shape:round"]), "when#0", "there is no fact"),
        (fact("points.colour", 1), "when#0", "there is no fact points.colour"),
        (fact("basket.amount", "1"), "when#0", "basket.amount is compared with another kind"),
        (fact("now.date", "soon"), "when#0", "now.date is written 2026-11-21"),
        (fact("now.date", "20261121"), "when#0", "now.date is written 2026-11-21"),
        (fact("now.time", "9:00", op=">="), "when#0", "now.time is written 09:00"),
        (fact("now.time", "25:00", op="<"), "when#0", "now.time is written 09:00"),
        (fact("now.time", "０９:００", op="<"), "when#0", "now.time is written 09:00"),
        (fact("now.month_day", "02-30"), "when#0", "now.month_day is written 11-21"),
        (fact("now.month_day", "13-40"), "when#0", "now.month_day is written 11-21"),
        (fact("now.weekday", [0, 7], op="in"), "when#0", "now.weekday is from 1 to 7"),
        (fact("now.month", 13), "when#0", "now.month is from 1 to 12"),
        (fact("now.day", 32), "when#0", "now.day is from 1 to 31"),
        (fact("store", "x", op="has"), "when#0", "store holds one value"),
        (fact("store", [], op="in"), "when#0", "store is compared with an empty list"),
        (fact("store", "x", op="known"), "when#0", "`known` takes no value"),
        ({"when": {"kind": "did", "event": "order"}}, "when#0", "a rule asks deeds through"),
        ({"window": {"days": [0]}}, "window.days", "there is no day 0"),
        (
            {"window": {"hours": [{"start": "09:00", "end": "09:00"}]}},
            "window.hours[0]",
            "lasts no time",
        ),
        (
            {"window": {"hours": [{"start": "23:00", "end": "24:30"}]}},
            "window.hours[0]",
            "the day ends at 24:00",
        ),
        ({"window": {"dates": ["02-29", "02-30"]}}, "window.dates[1]", "there is no day 02-30"),
        ({"window": {"dates": ["04-31"]}}, "window.dates[0]", "there is no day 04-31"),
        (
            {"window": {"starts_at": "2026-02-01T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z"}},
            "window.ends_at",
            "ends before it starts",
        ),
        ({"group": "x"}, "group", "there is no group x"),
        ({"group": "g", "stage": "activity"}, "group", "g belongs to limited"),
        ({"stage": "earning"}, "stage", "prices are not made at earning"),
        ({"limits": {"budget_minor": 0}}, "limits.budget_minor", "a budget of nothing"),
        ({"limits": {"points_max": 5}}, "limits.points_max", "the rule earns nothing"),
        ({"stacking": {"by_unit": True}}, "stacking.by_unit", "nothing is excluded"),
        ({"effects": [{"kind": "earn"}]}, "effects[0].points", "earns nothing"),
        (
            {"effects": [{"kind": "earn", "points": 1, "measure": "no such"}]},
            "effects[0].measure",
            "no such number: no such",
        ),
        (
            {"effects": [{"kind": "earn", "points": 1, "measure": "basket.quantity(colour:red)"}]},
            "effects[0].measure",
            "no such number: basket.quantity(colour:red)",
        ),
        (
            {"effects": [{"kind": "earn", "points": 1, "measure": "basket.tags"}]},
            "effects[0].measure",
            "no such number: basket.tags",
        ),
        (
            {"effects": [{"kind": "issue_coupon", "template": "x"}]},
            "effects[0].template",
            "there is no coupon x",
        ),
        (
            {"effects": [{"kind": "buy_get", "buy": 1, "same_product": True, "get_scope": {}}]},
            "effects[0].get_scope",
            "the same product is of no other scope",
        ),
        (
            {"effects": [{"kind": "earn", "stages": [{"start": 5, "points": 1}] * 2}]},
            "effects[0].stages",
            "stages must rise",
        ),
        (
            {"effects": [{"kind": "earn", "book": "x", "points": 1}]},
            "effects[0].book",
            "there is no book x",
        ),
        (
            {"effects": [{"kind": "bundle", "parts": [{"scope": {}}]}]},
            "effects[0]",
            "a bundle needs a price or something off",
        ),
        (
            {"effects": [{"kind": "threshold_off", "steps": [{"at": 1, "off_minor": 1}] * 2}]},
            "effects[0].steps",
            "two rungs start at the same point",
        ),
        (
            {"effects": [{"kind": "threshold_off", "steps": [{"at": 300, "price_minor": 9}]}]},
            "effects[0].steps[0].price_minor",
            "a price is of so many units",
        ),
        (
            {"effects": [{"kind": "buy_get", "buy": 1, "off_bp": 5000, "price_minor": 9}]},
            "effects[0].price_minor",
            "a price, or a share off",
        ),
    ],
)
def test_a_fault_names_its_path_and_its_reason(
    rule: dict[str, Any], path: str, reason: str
) -> None:
    books = [{"code": "points", "name": "Points", "name_zh": "积分"}]
    effect, validity = {"kind": "cash", "amount_minor": 1}, {"kind": "days_after", "days": 7}
    five = {"code": "five", "name": "Five", "name_zh": "五元"}
    coupons = [{**five, "effect": effect, "validity": validity}]
    groups = [{"code": "g", "stage": "limited"}]
    found = faults(rule, groups=groups, books=books, coupons=coupons)
    assert [(p, r.startswith(reason)) for p, r in found] == [(f"$.rules[0].{path}", True)]


@pytest.mark.parametrize(
    "measure",
    ["basket.quantity", "basket.amount(category:tea)", "points.balance(points)", "orders.net"],
)
def test_stages_may_go_by_a_number_of_the_basket_or_of_the_member(measure: str) -> None:
    stages = [{"start": 2, "points": 5}]
    books = [{"code": "points", "name": "Points", "name_zh": "积分"}]
    rule = {"effects": [{"kind": "earn", "stages": stages, "measure": measure}]}
    assert faults(rule, books=books) == []


RUNG = {"kind": "threshold_off", "steps": [{"at": 5_000, "off_minor": 500}]}
SECOND = {"kind": "buy_get", "buy": 1}
PAIR = {"kind": "bundle", "off_bp": 1_000, "parts": [{"scope": {}}]}


@pytest.mark.parametrize("effect", [RUNG, SECOND, PAIR])
@pytest.mark.parametrize("mode", ["all", "first", "best", "least"])
def test_what_counts_goods_of_several_lines_is_in_no_group_that_chooses_for_each(
    effect: dict[str, Any], mode: str
) -> None:
    rule = {"group": "g", "effects": [{"kind": "amount_off", "off_minor": 1}, effect]}
    for by_line in (False, True):
        groups = [{"code": "g", "stage": "limited", "mode": mode, "by_line": by_line}]
        chosen = by_line and mode in {"best", "least"}
        assert [path for path, _ in faults(rule, groups=groups)] == (
            ["$.rules[0].effects[1]"] if chosen else []
        )


def test_a_rung_that_may_never_be_reached_says_why_in_both_languages() -> None:
    rule = {"code": "r", "group": "g", "effects": [RUNG]}
    groups = [{"code": "g", "stage": "limited", "mode": "best", "by_line": True}]
    document = {"code": "p", "name": "P", "name_zh": "方案", "rules": [rule], "groups": groups}
    with pytest.raises(programme.FaultyProgramme) as refusal:
        programme.check(document)
    (fault,) = refusal.value.faults
    assert fault.reason == (
        "counts goods of several lines, while g chooses for each line: it may never be reached"
    )
    assert fault.reason_zh == "要合计多行商品，而规则组 g 逐行择优，可能永远达不到"


def test_an_unknown_field_or_effect_is_refused_by_its_path() -> None:
    assert faults({"efect": 1})[0][0] == "$.rules[0]"
    assert faults({"effects": [{"kind": "eval"}]})[0][0].startswith("$.rules[0].effects[0]")


def test_every_field_of_a_rule_is_described() -> None:
    (schema,), parts = msgspec.json.schema_components([Rule])
    assert schema == {"$ref": "#/$defs/Rule"}
    bare = {
        (name, field)
        for name, part in parts.items()
        for field, shape in part.get("properties", {}).items()
        if "description" not in shape and field != "kind"
    }
    assert bare == set()
