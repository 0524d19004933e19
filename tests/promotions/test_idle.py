"""What would do nothing is refused by its field: nobody writes it on purpose."""

from __future__ import annotations

from typing import Any

import pytest

from tests.promotions.test_faults import faults

NONE_OFF = "takes nothing off"
TEA = {"products": ["tea"]}
BOOKS = [{"code": "points", "payable": True, "value_minor_per_1000": 1000}]


def of(kind: str, **fields: Any) -> dict[str, Any]:
    return {"effects": [{"kind": kind, **fields}]}


def in_january(**window: Any) -> dict[str, Any]:
    """Return a rule that runs from Thursday the 1st of January 2026 through Friday the 2nd."""
    return {
        "window": {
            "starts_at": "2026-01-01T00:00:00+08:00",
            "ends_at": "2026-01-03T00:00:00+08:00",
            **window,
        }
    }


@pytest.mark.parametrize(
    ("rule", "path", "reason"),
    [
        (of("percent_off", off_bp=0), "effects[0].off_bp", NONE_OFF),
        (of("percent_off", off_bp=1, cap_minor=0), "effects[0].cap_minor", "a cap of nothing"),
        (of("amount_off", off_minor=0), "effects[0].off_minor", NONE_OFF),
        (of("price_list", prices={}), "effects[0].prices", "lists no price"),
        (of("units_off", off_bp=0), "effects[0].off_bp", NONE_OFF),
        (of("buy_get", buy=1, off_bp=0), "effects[0].off_bp", NONE_OFF),
        (of("shipping_off", off_bp=0), "effects[0].off_bp", NONE_OFF),
        (of("shipping_off", off_minor=0), "effects[0].off_minor", NONE_OFF),
        (
            of("pay_with_points", book="points", share_bp_max=0),
            "effects[0].share_bp_max",
            "nothing may be paid by it",
        ),
        (
            of("threshold_off", steps=[{"at": 1, "off_minor": 1}, {"at": 2}]),
            "effects[0].steps[1]",
            NONE_OFF,
        ),
        (of("earn", stages=[{"start": 0, "points": 0}]), "effects[0].stages", "earns nothing"),
        (of("multiply", factor_bp=10_000), "effects[0].factor_bp", "× 1 changes nothing"),
        (of("only_for"), "effects[0]", "keeps the goods from nobody"),
        (
            of("buy_get", buy=1, get_scope={"include": [TEA], "exclude": [TEA]}),
            "effects[0].get_scope.exclude",
            "leaves no goods",
        ),
        (
            of("bundle", off_bp=1, parts=[{"scope": {"exclude": [{}]}}]),
            "effects[0].parts[0].scope.exclude",
            "leaves no goods",
        ),
        ({"scope": {"exclude": [{}]}}, "scope.exclude", "leaves no goods"),
        (
            {"scope": {"include": [{"price_from_minor": 2, "price_to_minor": 1}]}},
            "scope.include[0].price_to_minor",
            "below the lowest",
        ),
        (
            {"where": {"stores": ["a"], "not_stores": ["a", "b"]}},
            "where.not_stores",
            "leaves none of the stores named",
        ),
        ({"window": {"days": [30, 31], "dates": ["02-14"]}}, "window", "no day fits all of it"),
        (in_january(weekdays=[7]), "window", "no day fits all of it"),
        (in_january(days=[15]), "window", "no day fits all of it"),
        (in_january(dates=["11-11"]), "window", "no day fits all of it"),
        (
            of("earn", points=1) | {"limits": {"points_max": 0}},
            "limits.points_max",
            "a limit of no points",
        ),
    ],
)
def test_what_would_never_do_anything_is_refused(
    rule: dict[str, Any], path: str, reason: str
) -> None:
    assert faults(rule, books=BOOKS) == [(f"$.rules[0].{path}", reason)]


@pytest.mark.parametrize(
    "rule",
    [
        of("fixed_price", price_minor=0),
        of("price_list", prices={"tea": 0}),
        of("buy_get", buy=1, off_bp=0, price_minor=100),
        of("shipping_off", off_bp=0, off_minor=1),
        of("threshold_off", basis="quantity", steps=[{"at": 2, "price_minor": 0}]),
        of("earn", stages=[{"start": 0, "points": 0}, {"start": 1, "points": 1}]),
        of("multiply", factor_bp=0),
        of("only_for") | {"where": {"members_only": True}},
        of("only_for", units_max=2),
        of("only_for") | {"limits": {"per_member": 1}},
        {"scope": {"include": [{"tags": ["tea"]}], "exclude": [TEA]}},
        {"where": {"stores": ["a", "b"], "not_stores": ["a"]}},
        {"window": {"days": [-1], "dates": ["02-29"], "weekdays": [1]}},
        {"window": {"weekdays": [7], "starts_at": "2026-01-01T00:00:00Z"}},
        in_january(weekdays=[5], days=[2]),
        # Somewhere the day before has not ended.
        in_january(weekdays=[3]),
        {"window": {"starts_at": "0001-01-01T00:00:00Z", "ends_at": "9999-12-31T00:00:00Z"}},
    ],
)
def test_what_looks_like_nothing_and_is_something_may_stand(rule: dict[str, Any]) -> None:
    assert faults(rule, books=BOOKS) == []


def test_times_one_may_win_over_others_of_its_group() -> None:
    rule = of("multiply", factor_bp=10_000) | {"group": "g"}
    for mode, found in {"all": 1, "first": 0, "least": 0}.items():
        groups = [{"code": "g", "stage": "earning", "mode": mode}]
        assert len(faults(rule, books=BOOKS, groups=groups)) == found
