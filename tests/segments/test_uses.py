"""Who asks a segment: other segments, live promotion rules, batches."""

from __future__ import annotations

import pytest

from liuke.domains import segments
from liuke.domains.desk.batch import BatchWish, preview
from liuke.domains.desk.listing import ListAsked, count_members
from liuke.domains.programme import FaultyProgramme
from liuke.domains.promotions import Rule
from liuke.domains.promotions.effects import PercentOff
from liuke.domains.segments.errors import SegmentInUse
from liuke.kernel.actions import Deed
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make
from tests.segments.crowd import VIP, AllOf, InSegment, Not, live, people

LISTS = Sql[None]("""
    WITH made AS (
        INSERT INTO segments_segment (
            code, name, name_zh, kind, as_of, made_by, made_at, changed_by, changed_at
        )
        SELECT 'list-' || n, 'A list', '名单', 'frozen', $1, 'test', $1, 'test', $1
        FROM generate_series(1, 1000) n
        RETURNING code
    )
    INSERT INTO segments_state (code) SELECT code FROM made
""")


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


async def test_who_asks_is_listed_behind_a_thousand_others(tx: Tx) -> None:
    await people(tx, "vip")
    await live(tx, "gold", VIP)
    await live(tx, "rest", Not(InSegment("gold")))
    await tx.run(LISTS, tx.now)
    assert [use.code for use in await segments.uses(tx, "gold")] == ["rest"]
    with pytest.raises(SegmentInUse):
        await segments.archive(tx, "gold", archived=True)


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
