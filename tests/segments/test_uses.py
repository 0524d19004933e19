"""Who asks a segment: other segments, live promotion rules, batches."""

from __future__ import annotations

from liuke.domains import segments
from liuke.domains.desk.batch import BatchWish, preview
from liuke.domains.desk.listing import ListAsked, count_members
from liuke.domains.promotions import Rule
from liuke.domains.promotions.effects import PercentOff
from liuke.kernel.actions import Deed
from liuke.kernel.db import Tx
from tests import make
from tests.segments.crowd import VIP, InSegment, Not, live, people


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
