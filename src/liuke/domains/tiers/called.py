"""What the live programmes call sets, levels, gifts and rungs, in the stories of members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from liuke.domains.programme import Live
from liuke.domains.tiers.values import Grant, Level, Rung, TierSet
from liuke.domains.tiers.words import unit_of
from liuke.kernel.measures import NUMBER, Measure, money

NO_LEVEL = ("no level", "无等级")


def set_name(live: Live, body: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a set is called; one no programme has any more keeps its code."""
    found = live.get(TierSet, body["set_code"])
    return _named([found] if found else [], body["set_code"])


def level_name(live: Live, body: Mapping[str, Any], field: str) -> tuple[str, str]:
    """Return what a level is called; one that is gone keeps its code, and below all is none."""
    code = body[field]
    return _named(_levels(live, body), code) if code else NO_LEVEL


def grant_name(live: Live, body: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a gift is called; one without a name is a gift of its level."""
    level = next((one for one in _levels(live, body) if one.code == body["level"]), None)
    grants = [one for one in level.grants if one.name or one.name_zh] if level else []
    if body["grant"] in [one.code for one in grants]:
        return _named(grants, body["grant"])
    name, name_zh = level_name(live, body, "level")
    return f"a gift of {name}", f"{name_zh}等级礼"


def rung_name(live: Live, body: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a rung is called; one that is gone keeps its code."""
    spec = live.get(TierSet, body["set_code"])
    return _named(spec.ladder.rungs if spec and spec.ladder else (), body["rung"])


def measure_in(live: Live, set_code: str, currency: str) -> Measure:
    """Return how the progress of a set is written."""
    spec = live.get(TierSet, set_code)
    return unit_of(live, spec, money(currency)) if spec else NUMBER


def _levels(live: Live, body: Mapping[str, Any]) -> tuple[Level, ...]:
    spec = live.get(TierSet, body["set_code"])
    return spec.levels if spec else ()


def _named(things: Iterable[TierSet | Level | Grant | Rung], code: str) -> tuple[str, str]:
    """Return both names of the thing of this code; what is missing is filled by the other."""
    found = next((one for one in things if one.code == code), None)
    name, name_zh = (found.name, found.name_zh) if found else ("", "")
    return name or name_zh or code, name_zh or name or code
