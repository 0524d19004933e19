"""Dialects: a portable statement as DuckDB and Spark run it, by sqlglot.

A translator changes some answers without a word, so only the functions listed here pass; those
that engines say differently are ours (`lk_…`: a function in PostgreSQL) and are written out below.
Spark's session must be in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from liuke.kernel.problems import Invalid

Dialect: TypeAlias = Literal["postgres", "duckdb", "spark"]

# By sqlglot's name of the node. Each has its edge values in tests/kernel/test_dialects.py.
FUNCTIONS = frozenset(
    {
        "abs", "and", "or", "case", "if", "cast", "coalesce", "count", "sum", "min", "max",
        "nullif", "row_number", "starts_with",
    }
)  # fmt: skip
OURS: Mapping[str, Mapping[str, str]] = {
    "lk_days": {
        "duckdb": "CAST(date_diff('day', $1, $0) AS INTEGER)",
        "spark": "datediff($0, $1)",
    },
    "lk_months": {
        "duckdb": "CAST(year($0) * 12 + month($0) - year($1) * 12 - month($1)"
        " - CASE WHEN day($0) < day($1) THEN 1 ELSE 0 END AS INTEGER)",
        "spark": "(year($0) * 12 + month($0) - year($1) * 12 - month($1)"
        " - CASE WHEN day($0) < day($1) THEN 1 ELSE 0 END)",
    },
    "lk_years": {
        "duckdb": "CAST(year($0) - year($1) - CASE WHEN month($0) * 100 + day($0)"
        " < month($1) * 100 + day($1) THEN 1 ELSE 0 END AS INTEGER)",
        "spark": "(year($0) - year($1) - CASE WHEN month($0) * 100 + day($0)"
        " < month($1) * 100 + day($1) THEN 1 ELSE 0 END)",
    },
    "lk_div": {
        "duckdb": "CAST(($0 - ((($0 % $1) + $1) % $1)) // $1 AS BIGINT)",
        "spark": "(($0 - ((($0 % $1) + $1) % $1)) DIV $1)",
    },
    "lk_day": {
        "duckdb": "CAST(timezone($1, $0) AS DATE)",
        "spark": "CAST(from_utc_timestamp($0, $1) AS DATE)",
    },
    "lk_hour": {
        "duckdb": "CAST(hour(timezone($1, $0)) AS INTEGER)",
        "spark": "hour(from_utc_timestamp($0, $1))",
    },
    "lk_last_day": {
        "duckdb": "CAST(timezone($1, $0) - INTERVAL '1' MICROSECOND AS DATE)",
        "spark": "CAST(from_utc_timestamp($0, $1) - INTERVAL '1' MICROSECOND AS DATE)",
    },
}


@dataclass(eq=False)
class NotPortable(Invalid):
    """A statement calls a function that is not known to mean the same on every engine."""

    title = "This function does not mean the same on every engine."
    title_zh = "这个函数在不同引擎上含义不同。"
    function: str


@lru_cache(maxsize=512)
def duckdb(sql: str) -> str:
    """Return a portable statement as DuckDB runs it; `$name` stays a parameter.

    Raises:
        NotPortable: it calls a function that is not listed.
    """
    return str(_written(sql, "duckdb").sql("duckdb"))


def spark(sql: str, given: Mapping[str, Any]) -> str:
    """Return a portable statement as Spark runs it, values as quoted literals.

    Raises:
        NotPortable: it calls a function that is not listed.
    """
    from sqlglot import exp  # noqa: PLC0415 - 0.4 s that a start need not wait for

    def filled(node: Any) -> Any:
        return _literal(given[node.name]) if isinstance(node, exp.Placeholder) else node

    return str(_written(sql, "spark").copy().transform(filled).sql("spark"))


@lru_cache(maxsize=512)
def _written(sql: str, dialect: Dialect) -> Any:
    """Return the tree of a statement with our functions written out for an engine."""
    import sqlglot  # noqa: PLC0415 - as above
    from sqlglot import exp  # noqa: PLC0415 - as above

    tree = sqlglot.parse_one(sql, read="duckdb")
    for node in tree.find_all(exp.Func):
        name = _name(node)
        if name not in FUNCTIONS and name not in OURS:
            raise NotPortable(name)

    def written(node: Any) -> Any:
        ours = OURS.get(_name(node)) if isinstance(node, exp.Anonymous) else None
        if ours is None:
            return node
        return _filled(ours[dialect], dialect, [one.transform(written) for one in node.expressions])

    written_out = tree.transform(written)
    for where in list(written_out.find_all(exp.Where)):
        _let_pass(where.this)
    return written_out


def _let_pass(test: Any) -> None:
    """Take the guards against null off a filter: what is not negated lets only true pass.

    An engine skips what a bare comparison rules out, and looks through no COALESCE.
    """
    from sqlglot import exp  # noqa: PLC0415 - as above

    waiting = [test]
    while waiting:
        node = waiting.pop()
        if isinstance(node, exp.And | exp.Or | exp.Paren):
            waiting.extend(node.iter_expressions())
        elif isinstance(node, exp.Coalesce) and node.expressions == [exp.false()]:
            node.replace(exp.paren(node.this))


def _name(node: Any) -> str:
    if type(node).__name__ == "Anonymous":
        return str(node.name).lower()
    return str(node.key if node.key == "if" else node.sql_name()).lower()


def _filled(template: str, dialect: Dialect, args: list[Any]) -> Any:
    """Return an expression with `$0`, `$1` in place of its arguments."""
    import sqlglot  # noqa: PLC0415 - as above
    from sqlglot import exp  # noqa: PLC0415 - as above

    read = template.replace("$", "lk_arg_")

    def one(node: Any) -> Any:
        if isinstance(node, exp.Column) and node.name.startswith("lk_arg_"):
            return exp.paren(args[int(node.name.removeprefix("lk_arg_"))].copy())
        return node

    return sqlglot.parse_one(read, read=dialect).transform(one)


def _literal(value: Any) -> Any:
    from sqlglot import exp  # noqa: PLC0415 - as above

    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        number = exp.Literal.number(str(abs(value)))
        whole = exp.cast(number, "bigint") if abs(value) < 2**63 else number
        return exp.paren(exp.Neg(this=whole)) if value < 0 else whole
    if isinstance(value, datetime):
        text = value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00:00")
        return exp.cast(exp.Literal.string(text), "timestamptz")
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    return exp.Literal.string(str(value))
