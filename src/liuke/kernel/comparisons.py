"""Comparisons as SQL: the same answers as `verdicts`, two-valued whatever is null."""

from __future__ import annotations

from datetime import date
from typing import Any

from liuke.kernel.operators import OF_LISTS, WITHOUT_VALUE, Asked, Op
from liuke.kernel.portable import Engine, Postgres, is_date

NEVER = "false"
# What a value of each kind is compared as; dates are asked as their ISO texts.
PYTHON: dict[str, type] = {"int": int, "money": int, "bool": bool, "text": str, "date": str}
BOUND = {"money": "int"}
COMPARED = {Op.EQ: "=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}
POSITIVE = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN}


def compared(value: str, kind: str, op: Op, asked: Asked, engine: Engine) -> str:
    """Return the test that a value compares so; a null makes every positive comparison false."""
    if op is Op.KNOWN:
        return f"({value} IS NOT NULL)"
    if op is Op.UNKNOWN:
        return f"({value} IS NULL)"
    test = positive(value, kind, POSITIVE.get(op, op), asked, engine)
    held = NEVER if test == NEVER else f"COALESCE({test}, false)"
    return f"(NOT {held})" if op in POSITIVE else held


def surely(value: str, kind: str, op: Op, asked: Asked, engine: Engine) -> str:
    """Return the same test of a value that is never null, plain enough for any scan to use.

    >>> surely("d.units", "int", Op.NE, 3, Postgres())
    '(NOT d.units = $1::bigint)'
    """
    if op in WITHOUT_VALUE:
        return compared(value, kind, op, asked, engine)
    test = positive(value, kind, POSITIVE.get(op, op), asked, engine)
    return f"(NOT {test})" if op in POSITIVE else test


def constant(kind: str, op: Op, asked: Asked) -> str | None:
    """Return the test where it is the same for every value, so that nothing has to be read.

    >>> constant("int", Op.NE, "gold"), constant("int", Op.NE, 3)
    ('(NOT false)', None)
    """
    test = compared("found", kind, op, asked, Postgres())
    return None if "found" in test else test


def positive(value: str, kind: str, op: Op, asked: Any, engine: Engine) -> str:
    """Return a positive comparison, null where the value is."""
    if op in OF_LISTS:
        return NEVER
    if op is Op.STARTS:
        fits = kind == "text" and isinstance(asked, str)
        return f"starts_with({value}, {engine.bind(asked, 'text')})" if fits else NEVER
    if op is Op.IN:
        return among(value, kind, asked, engine)
    if op is Op.BETWEEN:
        above = order(value, kind, Op.GE, asked[0], engine)
        below = order(value, kind, Op.LE, asked[1], engine)
        return NEVER if NEVER in (above, below) else f"({above} AND {below})"
    return order(value, kind, op, asked, engine)


def among(value: str, kind: str, asked: Any, engine: Engine) -> str:
    """Return the test for one of several values; a value equals only one of its own kind."""
    solid = [one for one in asked if type(one) is PYTHON[kind]]
    if kind == "date":
        solid = [date.fromisoformat(str(one)) for one in solid if is_date(one)]
    return engine.among(value, solid, BOUND.get(kind, kind)) if solid else NEVER


def order(value: str, kind: str, op: Op, asked: Any, engine: Engine) -> str:
    """Return the test for an order: numbers with numbers, texts with texts by code point.

    A date is compared as the text it is written out as; where that text is a date, as a date.
    """
    if type(asked) is not PYTHON[kind]:
        return NEVER
    if kind == "date":
        if is_date(asked):
            return f"{value} {COMPARED[op]} {engine.bind(date.fromisoformat(str(asked)), 'date')}"
        value, kind = f"CAST({value} AS text)", "text"
    bound = engine.bind(asked, BOUND.get(kind, kind))
    if op is Op.EQ:
        return f"{value} = {bound}"
    return f"{engine.ordered(value, kind)} {COMPARED[op]} {bound}"
