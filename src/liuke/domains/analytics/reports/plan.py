"""From a report to the statement an engine is given: relations put in, stores written out.

A statement is DuckDB's dialect and keeps to functions that mean the same on every engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from liuke.domains.analytics.reports.catalogue import find, relations
from liuke.domains.analytics.reports.worth import Worth
from liuke.kernel.values import Value

if TYPE_CHECKING:  # half a second to load, which a start without a report need not pay
    from sqlglot import exp

DIALECT = "duckdb"
BEHIND = "behind"
NO_STORE = "/no store/"  # which no store can be called
WORTH = "worth"
# What the engines agree on, edges included (tests/analytics/reports/test_plan.py).
FUNCTIONS = frozenset({
    "and", "or", "case", "if", "cast", "coalesce", "count", "sum", "min", "max", "extract",
    "datediff", "lag", "row_number", "split_part"
})  # fmt: skip


class Plan(Value, frozen=True):
    """A statement and the values of its parameters."""

    sql: str
    given: dict[str, Any]


@cache
def tree(code: str) -> exp.Select:
    """Return a report's statement with the relations it names put in front."""
    from sqlglot import exp, parse_one  # noqa: PLC0415 - see above

    report = _statement(code)
    opening = report.args["with_"]
    named = {table.name for table in report.find_all(exp.Table)}
    made = [
        exp.CTE(this=parse_one(text, dialect=DIALECT), alias=exp.TableAlias(this=name))
        for name, text in relations().items()
        if name in named
    ]
    opening.set("expressions", made + opening.expressions)
    return report


def _statement(code: str) -> exp.Select:
    """Return a report's own statement, or that of the one it is like, by its own columns."""
    from sqlglot import exp, parse_one  # noqa: PLC0415 - see above

    report = find(code)
    model = find(report.like or code)
    own = parse_one(model.sql, dialect=DIALECT)
    assert isinstance(own, exp.Select), f"{code} is no SELECT"
    called = dict(zip(model.drill, report.drill, strict=True))
    for name in own.find_all(exp.Identifier):
        name.set("this", called.get(name.name, name.name))
    return own


@cache
def asks_worth(code: str) -> bool:
    """Say whether a report asks what points are worth."""
    from sqlglot import exp  # noqa: PLC0415 - see above

    return any(table.name == WORTH for table in tree(code).find_all(exp.Table))


@cache
def columns(code: str) -> tuple[str, ...]:
    """Return the columns of a report as its statement names them."""
    return tuple(tree(code).named_selects)


@cache
def tables(code: str) -> frozenset[str]:
    """Return the tables of the lake that a report reads."""
    from sqlglot import exp  # noqa: PLC0415 - see above

    report = tree(code)
    inside = {cte.alias for cte in report.find_all(exp.CTE)}
    return frozenset({table.name for table in report.find_all(exp.Table)} - inside)


def plan(code: str, given: Mapping[str, Any], stores: Sequence[str] | None) -> Plan:
    """Return the statement of a report; `stores` are codes, None all of them."""
    return _planned(tree(code).copy(), given, stores)


def plan_behind(
    code: str, given: Mapping[str, Any], stores: Sequence[str] | None, point: Mapping[str, Any]
) -> Plan:
    """Return the statement that names the members behind a point, in order."""
    from sqlglot import exp  # noqa: PLC0415 - see above

    whole = tree(code).copy()
    members = exp.select("member_id").distinct().from_(BEHIND).where("NOT member_id IS NULL")
    for name in point:
        here = exp.EQ(this=exp.column(name), expression=exp.Placeholder(this=f"at_{name}"))
        members = members.where(here)
    members = members.order_by("member_id")
    members.set("with_", whole.args["with_"])
    at = {f"at_{name}": value for name, value in point.items()}
    return _planned(members, {**given, **at}, stores)


def _planned(select: exp.Select, given: Mapping[str, Any], stores: Sequence[str] | None) -> Plan:
    """Write each store as a parameter of its own, and keep only the parameters asked for.

    The statement is the caller's copy and is used up.
    """
    from sqlglot import exp  # noqa: PLC0415 - see above

    worths = _worths_put_in(select, given.get("worths", ()))
    codes = {f"store_{n}": code for n, code in enumerate(stores or [NO_STORE])}
    for mark in list(select.find_all(exp.Placeholder)):
        if mark.name == "stores":
            listed = [exp.Placeholder(this=name) for name in codes]
            assert mark.parent is not None, "a list stands in IN (…)"
            mark.parent.set("expressions", listed)
    known = {**given, **codes, **worths, "every_store": stores is None}
    asked = {mark.name for mark in select.find_all(exp.Placeholder)}
    kept = {name: value for name, value in known.items() if name in asked}
    return Plan(select.sql(dialect=DIALECT, comments=False, copy=False), kept)


def _worths_put_in(select: exp.Select, worths: Sequence[Worth]) -> dict[str, Any]:
    """Write a row for each book in the place of one, and return their values."""
    from sqlglot import exp  # noqa: PLC0415 - see above

    place = next((cte for cte in select.args["with_"].expressions if cte.alias == WORTH), None)
    if place is None:
        return {}
    if not worths:
        bare = place.this.transform(
            lambda node: exp.Null() if isinstance(node, exp.Placeholder) else node
        )
        place.set("this", bare.where(exp.false()))
        return {}

    def row(n: int) -> Any:
        return place.this.transform(
            lambda node: (
                exp.Placeholder(this=f"{node.name}_{n}")
                if isinstance(node, exp.Placeholder)
                else node
            )
        )

    rows = [row(n) for n in range(len(worths))]
    place.set("this", rows[0] if len(rows) == 1 else exp.union(*rows, distinct=False))
    return {
        f"worth_{name}_{n}": value
        for n, one in enumerate(worths)
        for name, value in (("book", one.book), ("minor", one.value_minor), ("points", one.points))
    }
