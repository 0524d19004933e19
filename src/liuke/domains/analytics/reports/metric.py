"""A metric: a figure defined once, and how a ratio is divided."""

from __future__ import annotations

from typing import Literal

from liuke.kernel.values import Value

Unit = Literal["money", "count", "members", "points", "share"]


class Metric(Value, frozen=True):
    """A figure with one meaning: its formula over a relation, or the two columns it divides."""

    code: str
    unit: Unit
    label: str
    label_zh: str
    definition: str
    definition_zh: str
    formula: str = ""
    over: tuple[str, str] | None = None


def by_code(*metrics: Metric) -> dict[str, Metric]:
    """Return metrics under their codes."""
    return {metric.code: metric for metric in metrics}


def divided(metric: Metric, part: int, whole: int) -> int | None:
    """Divide as a ratio does: down, a share in basis points; null without a base.

    >>> share = Metric("s", "share", "", "", "", "", over=("a", "b"))
    >>> divided(share, 1, 3), divided(share, 1, 0)
    (3333, None)
    """
    if whole <= 0:
        return None
    return part * (10_000 if metric.unit == "share" else 1) // whole
