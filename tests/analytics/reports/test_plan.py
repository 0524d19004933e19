"""A report's statement: the same functions, formulas and columns wherever it runs."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
from sqlglot import exp, parse_one

from liuke.domains.analytics.reports.catalogue import find, relations, reports
from liuke.domains.analytics.reports.dimensions import CHOICES, DIMENSIONS, PARAMETERS
from liuke.domains.analytics.reports.metrics import METRICS
from liuke.domains.analytics.reports.plan import FUNCTIONS, columns, plan, plan_behind, tables, tree
from liuke.domains.analytics.reports.worth import Worth

CODES = sorted(reports())
# What the questions, the runner and the relations bind besides a report's own parameters.
BOUND = {
    "today", "since_at", "before_at", "every_store", "stores",
    "worth_book", "worth_minor", "worth_points",
}  # fmt: skip


def made_of(name: str, code: str) -> list[str]:
    """Return the expressions that a report computes under a name."""
    return [
        alias.this.sql("duckdb")
        for select in tree(code).find_all(exp.Select)
        for alias in select.expressions
        if isinstance(alias, exp.Alias) and alias.alias == name
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_report_asks_only_functions_that_mean_the_same_everywhere(code: str) -> None:
    used = {type(found).sql_name().lower() for found in tree(code).find_all(exp.Func)}

    assert used <= FUNCTIONS
    # A quotient is a float on one engine and a decimal on the next.
    assert not list(tree(code).find_all(exp.Div))


@pytest.mark.parametrize("code", CODES)
def test_a_report_takes_of_a_date_only_what_is_the_same_everywhere(code: str) -> None:
    parts = {found.this.name.upper() for found in tree(code).find_all(exp.Extract)}
    units = {found.args["unit"].name.upper() for found in tree(code).find_all(exp.DateDiff)}

    assert parts <= {"YEAR", "MONTH", "DAY"}
    assert units <= {"DAY"}


@pytest.mark.parametrize("code", CODES)
def test_a_report_is_ordered_by_what_tells_its_rows_apart(code: str) -> None:
    order = tree(code).args["order"]
    names = {found.name for found in order.find_all(exp.Column)}
    dimensions = {name for name in columns(code) if name in DIMENSIONS}
    told_apart = dimensions - {"starts_at", "ends_at"}

    assert told_apart <= {name.removesuffix("_place") for name in names}


@pytest.mark.parametrize("code", CODES)
def test_every_column_parameter_and_word_of_a_report_is_known(code: str) -> None:
    report = find(code)
    named = {*columns(code), *report.ratios}

    assert named <= METRICS.keys() | DIMENSIONS.keys()
    assert {*report.drill} <= {*columns(code)}
    assert {*report.hidden, *report.headline} <= named
    for chart in report.charts:
        assert {chart.x, *chart.y, *filter(None, (chart.series, chart.by))} <= named
    for name, parameter in report.parameters.items():
        assert name in PARAMETERS or (parameter.label and parameter.label_zh)
        assert {*parameter.choices} <= CHOICES.keys()
    asked = {mark.name for mark in tree(code).find_all(exp.Placeholder)}
    days = {"since_on", "until_on"} if "since_at" in asked else set()
    assert (asked - BOUND) | days == set(report.parameters) - {"stores"}
    # What is not told by store may ask what was sold in all of them.
    assert report.by_store or "stores" not in report.parameters
    assert "stores" in asked or not report.by_store


@pytest.mark.parametrize("code", CODES)
def test_a_metric_has_one_formula_in_every_report(code: str) -> None:
    for name in columns(code):
        metric = METRICS.get(name)
        if metric is None or not metric.formula:
            continue
        formula = parse_one(metric.formula, dialect="duckdb").sql("duckdb")
        bare = [found.rpartition(".")[2] for found in made_of(name, code)]
        assert formula in made_of(name, code) or name in bare or code == "campaigns", name


def test_every_ratio_divides_columns_that_are_metrics_themselves() -> None:
    for metric in METRICS.values():
        assert {*(metric.over or ())} <= METRICS.keys()
        assert not (metric.over and metric.formula)


def test_stores_are_parameters_each() -> None:
    given = {"since_on": date(2026, 1, 1), "until_on": date(2026, 2, 1), "grain": "day"}

    some, every = plan("sales", given, ["a", "it's"]), plan("sales", given, None)

    assert (some.given["store_0"], some.given["store_1"]) == ("a", "it's")
    assert "it's" not in some.sql
    assert some.given["every_store"] is False
    assert every.given["every_store"] is True


def test_a_point_of_a_report_is_bound_and_asks_nothing_more() -> None:
    asked = plan_behind("points_expiry", {}, None, {"book": "stars", "expires_no": 0})

    assert asked.given == {"at_book": "stars", "at_expires_no": 0}
    assert "stars" not in asked.sql


def test_reports_read_tables_of_the_lake_alone() -> None:
    read = {table for code in CODES for table in tables(code)}

    assert read == {
        "members_member", "checkout_order", "checkout_line", "checkout_return", "coupons_coupon",
        "coupons_entry", "points_entry", "points_lot", "tiers_movement", "analytics_behaviour",
    }  # fmt: skip
    assert {"sale", "item", "refund", "last_day", "worth"} == relations().keys()


def test_what_points_are_worth_is_a_row_of_parameters_for_each_book() -> None:
    worths = (Worth("stars", 1_000, 1_000), Worth("it's", 5, 100_000))

    both, none = plan("points_ageing", {"worths": worths}, None), plan("points_ageing", {}, None)

    assert both.given == {
        "worth_book_0": "stars", "worth_minor_0": 1_000, "worth_points_0": 1_000,
        "worth_book_1": "it's", "worth_minor_1": 5, "worth_points_1": 100_000,
    }  # fmt: skip
    assert "it's" not in both.sql
    assert none.given == {}


@pytest.mark.parametrize(("code", "by"), [("guides", "staff"), ("stores", "store")])
def test_a_report_like_another_is_its_statement_by_its_own_column(code: str, by: str) -> None:
    one, model = plan(code, {}, None).sql, plan("channels", {}, None).sql

    assert one.count(by) > 4
    assert columns(code) == (by, *columns("channels")[1:])
    inside, other = (text.partition("behind AS")[2] for text in (one, model))
    assert inside == other.replace("channel", by)


# The same values are asked of Spark in its own test: what an engine must answer stands here.
EDGES: list[tuple[str, Any]] = [
    ("EXTRACT(YEAR FROM DATE '2016-12-31') * 12 + EXTRACT(MONTH FROM DATE '2016-12-31')", 24_204),
    ("EXTRACT(DAY FROM DATE '2024-02-29')", 29),
    ("DATE_DIFF('day', DATE '2024-02-28', DATE '2024-03-01')", 2),
    ("DATE_DIFF('day', DATE '2024-03-01', DATE '2024-02-28')", -2),
    ("DATE '2024-03-01' - CAST(1 AS INTEGER)", date(2024, 2, 29)),
    ("7 // 2", 3),
    ("7 % 2", 1),
    ("0 // 5 * 5", 0),
    ("SPLIT_PART('campaign:13:7', ':', 2)", "13"),
    ("SPLIT_PART('campaign', ':', 2)", ""),
    ("COALESCE(NULL, '')", ""),
    ("CASE 3 WHEN 1 THEN 1 ELSE 2 END", 2),
    ("CASE WHEN CAST(NULL AS INTEGER) > 1 THEN 1 ELSE 0 END", 0),
    ("SUM(CASE WHEN FALSE THEN 1 ELSE 0 END)", 0),
    ("COUNT(DISTINCT CAST(NULL AS INTEGER))", 0),
    ("MAX(CASE WHEN FALSE THEN 'a' END)", None),
    ("'campaign:1' LIKE 'campaign:%'", True),
]


@pytest.mark.parametrize(("asked", "expected"), EDGES)
def test_an_allowed_function_says_at_its_edges_what_reports_rely_on(
    asked: str, expected: Any
) -> None:
    (found,) = duckdb.connect().execute(f"SELECT {asked} AS found").fetchone() or ()

    assert found == expected


@pytest.mark.parametrize(
    ("people", "parts"), [(1, [1]), (3, [1, 2, 4]), (5, [1, 2, 3, 4, 5]), (6, [1, 1, 2, 3, 4, 5])]
)
def test_parts_of_a_row_of_members_are_shares_of_all_of_them(people: int, parts: list[int]) -> None:
    asked = """
        SELECT (ROW_NUMBER() OVER (ORDER BY n) - 1) * 5 // COUNT(*) OVER () + 1 AS part
        FROM range(?) t (n) ORDER BY n
    """
    assert duckdb.connect().execute(asked, [people]).fetchall() == [(part,) for part in parts]
