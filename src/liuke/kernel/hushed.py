"""Hushed: what the database says of a fault, without the words that may quote a value.

PostgreSQL quotes what it cannot read ("invalid input syntax for type integer: …") and whole rows
in its details; the driver quotes arguments it cannot send. What stays is the class, its SQLSTATE
and the names of table, column and constraint: enough to find the place, and nobody's data.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from liuke.kernel.values import snake

QUOTING = ("message", "detail", "hint", "context", "internal_query")
NAMES = ("table_name", "column_name", "constraint_name")
# Of a statement that is wrong in itself: it names parts of the schema, and values come apart.
OURS = "42"


@contextmanager
def hushed(*kinds: type[Exception]) -> Iterator[None]:
    """Let faults of the database, of these kinds, through without their words."""
    try:
        yield
    except kinds as fault:
        hush(fault)
        raise


def hush(fault: Exception) -> None:
    """Take the words off a fault, and what it came from unless that is about a size alone."""
    state = getattr(fault, "sqlstate", None) or ""
    if not state.startswith(OURS):
        fault.args = (told(fault, state),)
    for name in QUOTING:
        if hasattr(fault, name):
            setattr(fault, name, None)
    if not isinstance(fault.__cause__, OverflowError):
        fault.__cause__ = None
    fault.__context__ = fault.__cause__


def told(fault: Exception, state: str) -> str:
    """Say what may be said: `invalid_text_representation_error 22P02`."""
    names = [str(name) for field in NAMES if (name := getattr(fault, field, None))]
    return " ".join([snake(type(fault).__name__), state, *names]).replace("  ", " ").strip()
