"""Figures of one kind of deed are counted in one reading, whatever each of them asks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from liuke.kernel.census import compiled
from liuke.kernel.conditions import Condition
from liuke.kernel.did import Did
from liuke.kernel.selection import finding
from liuke.kernel.windows import When

WHEN = When(date(2026, 3, 7), datetime(2026, 3, 7, 12, tzinfo=UTC))


def reading(*asked: dict[str, object]) -> str:
    tree = {"kind": "any", "of": [{"kind": "did", **one} for one in asked]}
    return compiled(msgspec.convert(tree, Condition), "duckdb", WHEN).sql


def test_two_questions_of_orders_read_them_once() -> None:
    sql = reading(
        {"event": "order", "window": {"kind": "days", "last": 365}},
        {"event": "order", "window": {"kind": "days", "last": 90}, "op": "=", "value": 0},
        {"event": "order", "agg": "avg", "field": "net_minor", "value": 8_000},
    )
    assert sql.count("FROM checkout_order") == 1
    assert sql.count("FILTER") == 2


def test_one_question_of_all_rows_has_nothing_to_tell_apart() -> None:
    sql = reading({"event": "order"}, {"event": "order", "agg": "sum", "field": "units"})
    assert (sql.count("FROM checkout_order"), sql.count("FILTER")) == (1, 0)


def test_lines_and_orders_are_read_each_for_themselves() -> None:
    sql = reading({"event": "order"}, {"event": "line"})
    assert (sql.count("FROM checkout_order"), sql.count("FROM checkout_line")) == (1, 1)


def test_who_paid_as_much_for_one_thing_is_found_among_what_cost_it() -> None:
    asked = {"event": "line", "agg": "max", "field": "due_minor", "value": 5_000}
    assert "WHERE" in reading({**asked, "op": ">"}).partition("FROM checkout_line")[2]
    assert reading({**asked, "op": ">"}).count("due_minor >") == 1
    assert reading({**asked, "op": "<"}).count("due_minor <") == 0


def test_two_kinds_of_one_deed_in_order_are_read_once() -> None:
    kinds = ("CHEESE", "BEEF")
    first, then = (
        {"event": "line", "where": [{"field": "category", "op": "=", "value": kind}]}
        for kind in kinds
    )
    asked = {"kind": "sequence", "first": first, "then": then, "within": {"days": 30}}
    sql = compiled(msgspec.convert(asked, Condition), "duckdb", WHEN).sql
    assert sql.count("FROM checkout_line") == 1


def test_one_and_true_are_asked_apart_though_they_are_equal() -> None:
    asked = [
        msgspec.convert(
            {
                "kind": "did",
                "event": "line",
                "where": [{"field": "units", "op": "=", "value": value}],
            },
            Did,
        )
        for value in (1, True)
    ]
    assert asked[0] == asked[1]
    first, second = (finding([leaf])[0].text for leaf in asked)
    assert first != second
