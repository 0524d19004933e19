"""Speech: a question in the dialect of DuckDB as Spark understands it, or a refusal.

A translator changes some answers without a word, so only the functions listed here pass; each has
its edge values in the tests of this folder. The session must be in UTC and ANSI mode.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from liuke.domains.analytics import QuestionRefused

if TYPE_CHECKING:  # half a second to load, which a start without a question need not pay
    from sqlglot import exp

# By sqlglot's name of the node.
FUNCTIONS = frozenset({
    "abs", "and", "array_contains", "avg", "case", "cast", "ceil", "coalesce", "count", "date_diff",
    "datediff", "day", "dense_rank", "exists", "explode", "extract", "first_value", "floor",
    "greatest", "hour", "if", "lag", "last_value", "lead", "least", "length", "lower", "max", "min",
    "month", "not", "ntile", "nullif", "or", "rank", "replace", "row_number", "split_part",
    "starts_with", "substring", "sum", "timezone", "trim", "upper", "year",
})  # fmt: skip
# Spark has no type for these: ids are bytes, sums of integers stay within 64 bits or fail.
UUID_TEXT = """
    CASE WHEN typeof(lk_value) = 'binary' THEN lower(concat_ws('-',
        substr(hex(CAST(lk_value AS STRING)), 1, 8), substr(hex(CAST(lk_value AS STRING)), 9, 4),
        substr(hex(CAST(lk_value AS STRING)), 13, 4), substr(hex(CAST(lk_value AS STRING)), 17, 4),
        substr(hex(CAST(lk_value AS STRING)), 21, 12)))
    ELSE CAST(lk_value AS STRING) END
"""


@lru_cache(maxsize=512)
def spoken(sql: str, names: frozenset[str]) -> str:
    """Return a SELECT over some names, written for DuckDB, as Spark runs it.

    >>> spoken("SELECT a // b AS c FROM t ORDER BY c", frozenset({"t"}))
    'SELECT a DIV b AS c FROM t ORDER BY c NULLS LAST'

    Raises:
        QuestionRefused: it is no SELECT over these names, or calls what is not listed.
    """
    tree = _parsed(sql)
    _check(tree, names)
    return str(tree.transform(_said).sql(dialect="spark"))


def _parsed(sql: str) -> Any:
    from sqlglot import exp, parse  # noqa: PLC0415 - as above
    from sqlglot.errors import SqlglotError  # noqa: PLC0415 - as above

    try:
        statements = parse(sql, dialect="duckdb")
    except SqlglotError as fault:
        raise QuestionRefused(str(fault).splitlines()[0]) from fault
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise QuestionRefused("not one SELECT")
    return statements[0]


def _check(tree: Any, names: Collection[str]) -> None:
    """Refuse what reaches beyond the names, and what means something else to Spark.

    Raises:
        QuestionRefused: says what.
    """
    from sqlglot import exp  # noqa: PLC0415 - as above

    inside = {cte.alias for cte in tree.find_all(exp.CTE)} | set(names)
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier) or table.db or table.name not in inside:
            raise QuestionRefused(f"no table {table.sql(dialect='duckdb')[:60]}")
    for node in tree.find_all(exp.Func):
        name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
        if str(name).lower() not in FUNCTIONS:
            raise QuestionRefused(f"{name} is not known to mean the same in Spark")
    for node in tree.find_all(exp.DateDiff):
        if str(node.args.get("unit") or "day").strip("'").lower() != "day":
            raise QuestionRefused("only days are counted alike")


def _said(node: Any) -> Any:
    """Return a part of a statement as Spark says it."""
    from sqlglot import exp  # noqa: PLC0415 - as above

    if isinstance(node, exp.Anonymous) and node.name.lower() == "timezone":
        zone, instant = node.expressions
        return exp.Anonymous(this="from_utc_timestamp", expressions=[instant, zone])
    if isinstance(node, exp.Cast):
        return _cast(node)
    return node


def _cast(node: Any) -> Any:
    from sqlglot import exp, parse_one  # noqa: PLC0415 - as above

    kind = node.to.this
    if kind == exp.DataType.Type.UUID:
        if isinstance(node.this, exp.Null):
            return exp.cast(node.this, "binary", dialect="spark")
        bare = exp.Anonymous(
            this="replace", expressions=[node.this, exp.Literal.string("-"), exp.Literal.string("")]
        )
        return exp.Anonymous(this="unhex", expressions=[bare])
    if kind in {exp.DataType.Type.INT128, exp.DataType.Type.UINT128}:
        return exp.cast(node.this, "decimal(38, 0)", dialect="spark")
    if kind in exp.DataType.TEXT_TYPES and not isinstance(node.this, exp.Null | exp.Literal):
        text = parse_one(UUID_TEXT, dialect="spark")
        return exp.paren(text.transform(lambda part: _put(part, node.this)))
    return node


def _put(part: Any, value: exp.Expression) -> Any:
    """Put a value where a template asks for it."""
    from sqlglot import exp  # noqa: PLC0415 - as above

    asked = isinstance(part, exp.Column) and part.name == "lk_value"
    return value.copy() if asked else part
