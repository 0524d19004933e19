"""The guide to tiers shows documents that may be published as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from liuke.domains import programme
from liuke.domains.members import CardPlan
from liuke.domains.points import BookSpec
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis, Deed, Grant, Level
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import cash

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "tiers.md"
BLOCKS = re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_a_good_document(block: str) -> None:
    text: dict[str, Any] = msgspec.json.decode(block)
    programme.check({"code": "guide", "name": "Guide", "name_zh": "指南", **text})


def test_there_are_blocks() -> None:
    assert len(BLOCKS) == 2


def ladder(code: str, *levels: str) -> TierSet:
    rising = enumerate(levels)
    return TierSet(
        code=code, name=code, basis=Basis(kind="spend"),
        levels=tuple(Level(code=one, name=one, entry_threshold=place) for place, one in rising),
    )  # fmt: skip


async def test_a_level_of_another_live_programme_is_refused_by_its_place(tx: Tx) -> None:
    await make.programme(tx, ladder("stars", "silver", "gold"), code="one")
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await make.programme(tx, ladder("card", "plain", "gold"), code="two")
    (fault,) = refusal.value.faults
    assert fault.path == "$.tiers[0].levels[1].code"
    assert fault.reason == "level 'gold' stands in the live set 'stars' as well"
    await make.programme(tx, ladder("stars", "silver", "gold", "jade"), code="one")
    await make.programme(tx, ladder("card", "plain", "amber"), code="two")


async def test_what_a_set_leans_on_and_no_programme_has_is_refused(tx: Tx) -> None:
    gift = Grant(code="gift", when="entering", deeds=(Deed("coupons.issue", {"template": "cup"}),))
    top = Level(code="top", name="Top", entry_card=True, entry_threshold=100, grants=(gift,))
    points = Basis(kind="points", book="leafs")
    spec = TierSet(code="club", name="Club", basis=points, card_kind="plastic", levels=(top,))
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await make.programme(tx, spec, code="club")
    assert [(fault.path, fault.reason) for fault in refusal.value.faults] == [
        ("$.tiers[0].basis.book", "there is no book leafs"),
        ("$.tiers[0].card_kind", "there is no card plan plastic"),
        ("$.tiers[0].levels[0].grants[0].deeds[0]", "there is no coupon cup"),
    ]
    card = CardPlan(code="plastic", name="Card", name_zh="卡")
    await make.programme(tx, BookSpec(code="leafs"), cash("cup"), card, code="ground")
    await make.programme(tx, spec, code="club")
