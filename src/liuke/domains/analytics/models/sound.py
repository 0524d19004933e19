"""What a shop's settings must be besides within their bounds: borders in order, names apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from liuke.domains.analytics.models.settings import Borders, Cuts, Settings
from liuke.kernel.problems import InvalidField

# Where, and why in English and Chinese.
Unsound: TypeAlias = tuple[str, str, str]
FALLING = ("each border must be at least the one before it", "每一档都不能小于前一档")
EARLIER = ("must not come before the milder stage", "不能比前一个阶段更早")
STAGES = ("at_risk", "dormant", "lost")


def check(settings: Settings) -> None:
    """Refuse settings that contradict themselves.

    Raises:
        InvalidField: names the first that does.
    """
    for field, reason, reason_zh in unsound(settings):
        raise InvalidField(field, reason, reason_zh)


def unsound(settings: Settings) -> Iterator[Unsound]:
    """Give the path and the reason of everything that contradicts the rest, in both languages."""
    if settings.cuts is not None:
        yield from _cuts(settings.cuts)
    for unit in ("tenths", "days"):
        yield from _borders(settings.borders, unit)
    for code, times in Counter(layer.code for layer in settings.layers).items():
        if times > 1:
            yield "layers", f"two layers are called {code}", f"有两层的编码都是 {code}"


def _cuts(cuts: Cuts) -> Iterator[Unsound]:
    for name in cuts.__struct_fields__:
        if any(later < earlier for earlier, later in pairwise(getattr(cuts, name))):
            yield f"cuts.{name}", *FALLING


def _borders(borders: Borders, unit: str) -> Iterator[Unsound]:
    for milder, graver in pairwise(STAGES):
        path = f"{graver}_{unit}"
        if getattr(borders, path) < getattr(borders, f"{milder}_{unit}"):
            yield f"borders.{path}", *EARLIER
