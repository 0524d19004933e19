"""What a shop may set about its models, one number at a time: value, default, bounds and words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any, Literal, NamedTuple

from msgspec.inspect import IntType, StructType, type_info

from liuke.domains.analytics.models.setting_words import WORDS
from liuke.domains.analytics.models.settings import Settings
from liuke.kernel.values import Value

Unit = Literal["days", "gaps", "points", "percent", "months"]


class Measure(NamedTuple):
    """A unit, and how many decimals of it the number counts."""

    unit: Unit
    decimals: int = 0


MEASURES = {
    "days": Measure("days"),
    "tenths": Measure("gaps", 1),
    "bp": Measure("percent", 2),
    "months": Measure("months"),
}
POINTS = Measure("points", 3)


class SettingField(Value, frozen=True):
    """One number of the settings: `value`, `default` and bounds count 10**-decimals of the unit."""

    path: str
    unit: Unit
    decimals: int
    least: int
    most: int
    default: int
    value: int
    source: Literal["default", "shop"]
    label: str
    label_zh: str
    effect: str
    effect_zh: str


class SettingsDescribed(Value, frozen=True):
    """Settings in force, what holds without a shop's own, and every number of them in words.

    `revision` goes back as `If-Match` with what is saved.
    """

    settings: Settings
    defaults: Settings
    fields: list[SettingField]
    revision: str


def described(settings: Settings) -> SettingsDescribed:
    """Describe settings."""
    defaults = Settings()
    fields = [
        _field(path, kind, at(defaults, path), at(settings, path))
        for path, kind in numbers(Settings)
    ]
    return SettingsDescribed(settings, defaults, fields, settings.revision)


def numbers(kind: type, above: str = "") -> Iterator[tuple[str, IntType]]:
    """Give every number of a struct and of those within it, by its path."""
    struct = type_info(kind)
    assert isinstance(struct, StructType), "settings are structs"
    for field in struct.fields:
        if isinstance(field.type, IntType):
            yield f"{above}{field.name}", field.type
        elif isinstance(field.type, StructType):
            yield from numbers(field.type.cls, f"{above}{field.name}.")


def at(settings: Settings, path: str) -> int:
    """Return the number at a path.

    >>> at(Settings(), "horizon.months")
    12
    """
    found: Any = reduce(getattr, path.split("."), settings)
    assert isinstance(found, int), "a path of `numbers` leads to one"
    return found


def _field(path: str, kind: IntType, default: int, value: int) -> SettingField:
    assert kind.ge is not None, "a number of a shop has bounds"
    assert kind.le is not None, "a number of a shop has bounds"
    measure = MEASURES.get(path.rsplit(".", 1)[-1].rsplit("_", 1)[-1], POINTS)
    source: Literal["default", "shop"] = "default" if value == default else "shop"
    return SettingField(path, *measure, kind.ge, kind.le, default, value, source, *WORDS[path])
