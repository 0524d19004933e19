"""What a tier set names has to be there."""

from __future__ import annotations

from typing import Any

import pytest

from liuke.domains import programme
from liuke.domains.programme import FaultyProgramme


def refused(text: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the faults of a document."""
    with pytest.raises(FaultyProgramme) as refusal:
        programme.check(text)
    return [(fault.path, fault.reason) for fault in refusal.value.faults]


def test_a_misspelt_coupon_action_parameter_card_and_book_are_named() -> None:
    text = programme.template("coffee-stars")
    spec = text["tiers"][0]
    silver, jade, gold = spec["levels"]
    spec["card_kind"] = "moon"
    silver["grants"][0]["deeds"][0]["params"]["template"] = "by_one"
    jade["grants"][0]["deeds"][0]["action"] = "coupon.issue"
    gold["grants"][2]["deeds"][0]["params"]["count"] = 0
    gold["grants"][0]["deeds"] = [
        {"action": "points.award", "params": {"book": "moons", "points": 1}}
    ]
    assert refused(text) == [
        ("$.tiers[0].card_kind", "there is no card plan moon"),
        ("$.tiers[0].levels[0].grants[0].deeds[0]", "there is no coupon by_one"),
        ("$.tiers[0].levels[1].grants[0].deeds[0]", "there is no action coupon.issue"),
        ("$.tiers[0].levels[2].grants[0].deeds[0]", "there is no book moons"),
        (
            "$.tiers[0].levels[2].grants[2].deeds[0]",
            "Expected `int` >= 1 - at `$.count`",
        ),
    ]


def test_a_rung_is_looked_at_too() -> None:
    text = programme.template("monthly-ladder")
    text["tiers"][0]["basis"]["book"] = "moons"
    text["tiers"][0]["ladder"]["rungs"][2]["deeds"][0]["params"] = {"template": "moon"}
    assert refused(text) == [
        ("$.tiers[0].basis.book", "there is no book moons"),
        ("$.tiers[0].ladder.rungs[2].deeds[0]", "there is no coupon moon"),
    ]
