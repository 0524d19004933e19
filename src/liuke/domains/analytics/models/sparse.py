"""Too little is known: a model says so aloud instead of guessing."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.kernel.problems import Refused


@dataclass(eq=False)
class TooSparse(Refused):
    """What was sold so far does not carry this model; `reason` says what is missing."""

    title = "There is too little data for this model."
    title_zh = "数据太少，无法建模。"
    reason: str
    reason_zh: str


def enough(found: int, needed: int, what: str, what_zh: str) -> None:
    """Refuse a model that has less than it needs.

    Raises:
        TooSparse: says how many there are and how many are needed.
    """
    if found < needed:
        raise TooSparse(
            f"It needs {needed:,} {what}; there are {found:,}.",
            f"需要{what_zh} {needed:,}，现有 {found:,}。",
        )
