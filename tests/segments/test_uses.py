"""Who asks a segment: other segments, live promotion rules, batches."""

from __future__ import annotations

import pytest

from liuke.domains import segments
from liuke.domains.desk.batch import BatchWish, preview
from liuke.domains.desk.listing import ListAsked, count_members
from liuke.domains.programme import FaultyProgramme
from liuke.domains.promotions import Rule
from liuke.domains.promotions.effects import PercentOff
from liuke.kernel.actions import Deed
from liuke.kernel.db import Tx
from tests import make
from tests.segments.crowd import VIP, AllOf, InSegment, Not, live, people


async def test_everything_that_asks_a_segment_is_listed(tx: Tx) -> None:
    await people(tx, "vip", "", "vip")
    await live(tx, "gold", VIP)
    await live(tx, "rest", Not(InSegment("gold")))
    asking = InSegment("gold")
    await make.programme(tx, Rule("gold-day", effects=(PercentOff(off_bp=1000),), when=asking))
    wish = BatchWish(Deed("members.tag", {"tag": "seen"}), "回馈老会员", ListAsked(asking))
    shown = await preview(tx, wish)
    found = await segments.uses(tx, "gold")
    assert shown.able == 2
    assert (await count_members(tx, ListAsked(asking))).members == 2
    assert {(use.kind, use.code, use.live) for use in found} == {
        ("segment", "rest", True),
        ("promotion", "gold-day", True),
        ("batch", str(shown.batch.id), True),
    }


async def test_a_rule_that_asks_a_segment_nobody_made_is_not_published(tx: Tx) -> None:
    await people(tx, "vip")
    await live(tx, "gold", VIP)
    when = AllOf((InSegment("gold"), Not(InSegment("silver"))))
    rule = Rule("gold-day", effects=(PercentOff(off_bp=1000),), when=when)
    with pytest.raises(FaultyProgramme) as refusal:
        await make.programme(tx, rule)
    (fault,) = refusal.value.faults
    assert (fault.path, fault.reason) == ("$.rules[0].when#0.1.0", "there is no segment silver")
    await segments.archive(tx, "gold", archived=True)
    with pytest.raises(FaultyProgramme) as refusal:
        await make.programme(tx, rule)
    assert [fault.reason for fault in refusal.value.faults] == [
        "there is no segment gold",
        "there is no segment silver",
    ]
