"""A set that cannot work is named fault by fault before it goes live."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from liuke.domains import programme
from liuke.domains.programme import FaultyProgramme
from liuke.domains.tiers.spec import faults
from liuke.domains.tiers.values import Basis, Decay, Grant, Ladder, Level, Rung, TierSet, Window
from tests.tiers.shapes import GIFT, ladder, stars

MONTH = Window(kind="calendar", calendar="month")
RUNG = Rung(code="r", threshold=1, deeds=(GIFT,))


def level(**fields: Any) -> tuple[Level, ...]:
    """Make a set's only level."""
    return (Level(code="a", name="A", **fields),)


@pytest.mark.parametrize(
    "spec",
    [
        stars(),
        ladder(),
        stars(window=MONTH, grace_days=5),
        stars(basis=Basis(kind="points", book="points")),
        stars(window=Window(kind="card_year"), lasts="this_period"),
        stars(window=Window(kind="card_year"), ladder=Ladder((RUNG,))),
        stars(window=MONTH, decay=Decay(percent=5)),
        stars(levels=level(entry_threshold=5, retention_threshold=5)),
        stars(levels=level(entry_card=True, retention_threshold=6)),
        stars(levels=level(entry_card=True), counts_from="first_level"),
        stars(levels=level(entry_purchase_minor=0), counts_from="first_level"),
        stars(levels=level(entry_threshold=0), counts_from="first_level"),
        stars(levels=level(grants=(Grant(code="g", when="purchases", every=1, deeds=(GIFT,)),))),
    ],
)
def test_a_good_set_has_none(spec: TierSet) -> None:
    assert list(faults(spec)) == []


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        (stars(basis=Basis(kind="points")), "basis.book"),
        (stars(basis=Basis(kind="spend", book="points")), "basis.book"),
        (stars(lasts="this_period"), "lasts"),
        (stars(window=Window(kind="rolling"), lasts="this_period"), "lasts"),
        (stars(window=Window(kind="rolling"), decay=Decay(percent=5)), "decay"),
        (stars(ladder=Ladder((RUNG,))), "ladder"),
        (stars(window=MONTH, reset_on_promotion=True, ladder=Ladder((RUNG,))), "ladder"),
        (stars(window=MONTH, reset_at_period_end=False, ladder=Ladder((RUNG,))), "ladder"),
        (stars(window=MONTH, ladder=Ladder((RUNG, RUNG))), "ladder.rungs"),
        (stars(window=MONTH, ladder=Ladder(())), "ladder.rungs"),
        (stars(window=MONTH, ladder=Ladder((replace(RUNG, deeds=()),))), "ladder.rungs[0].deeds"),
        (stars(levels=level() + level()), "levels"),
        (stars(levels=(*level(entry_threshold=5), Level(code="b", name="B", entry_threshold=5))),
         "levels"),
        (stars(levels=level(entry_threshold=5), counts_from="first_level"), "counts_from"),
        (stars(levels=(*level(entry_threshold=5), Level(code="b", name="B", entry_threshold=4))),
         "levels"),
        (stars(levels=level(entry_threshold=0), counts_from="first_level", requires_purchase=True),
         "counts_from"),
        (stars(levels=level(entry_threshold=0, retention_threshold=1)),
         "levels[0].retention_threshold"),
        (stars(levels=level(grants=(Grant(code="g", when="monthly", every=2, deeds=(GIFT,)),))),
         "levels[0].grants[0].every"),
        (stars(levels=level(entry_threshold=5, retention_threshold=6)),
         "levels[0].retention_threshold"),
        (stars(levels=level(grants=(Grant(code="g", when="monthly", deeds=(GIFT,)),) * 2)),
         "levels[0].grants"),
        (stars(levels=level(grants=(Grant(code="g", when="purchases", deeds=(GIFT,)),))),
         "levels[0].grants[0].every"),
        (stars(levels=level(grants=(Grant(code="g", when="monthly", deeds=()),))),
         "levels[0].grants[0].deeds"),
    ],
)  # fmt: skip
def test_a_fault_names_its_place(spec: TierSet, path: str) -> None:
    assert [where for where, _, _ in faults(spec)] == [path]


def test_the_programme_refuses_it_with_the_path() -> None:
    text = programme.template("coffee-stars")
    text["tiers"][0]["levels"][1]["grants"][0]["when"] = "purchases"
    with pytest.raises(FaultyProgramme) as refusal:
        programme.check(text)
    assert refusal.value.faults[0].path == "$.tiers[0].levels[1].grants[0].every"
