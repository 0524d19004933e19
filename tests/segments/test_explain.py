"""One member explained: in or out, by which row, and the same answer as everybody's."""

from __future__ import annotations

import pytest

from liuke.domains import segments
from liuke.domains.members import NoSuchMember
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests.segments.crowd import NEW, VIP, AllOf, InSegment, Not, evaluate, live, people


async def test_each_row_says_what_it_found(tx: Tx) -> None:
    one, two = await people(tx, "vip", "vip new")
    await live(tx, "fresh", NEW)
    await live(tx, "gold", AllOf((VIP, Not(InSegment("fresh")))))
    await evaluate(tx, "gold")
    inside = await segments.check_member(tx, "gold", one)
    outside = await segments.check_member(tx, "gold", two)
    assert (inside.inside, inside.since, inside.as_of) == (True, tx.now, tx.now)
    assert (outside.inside, outside.since) == (False, None)
    assert [(row.node, row.verdict, row.found) for row in outside.rows] == [
        ("0", False, None), ("0.0", True, ("new", "vip")), ("0.1", False, None),
        ("0.1.0", True, True),
    ]  # fmt: skip


async def test_a_stranger_is_not_explained(tx: Tx) -> None:
    with pytest.raises(NoSuchMember):
        await segments.explain_member(tx, VIP, MemberId.new())


async def test_the_fact_is_answered_live_and_nobody_is_in_what_does_not_exist(tx: Tx) -> None:
    one, two = await people(tx, "vip", "")
    await live(tx, "gold", VIP)
    await segments.freeze(tx, "gold", segments.Wish("kept", "Kept", "名单"))
    known = await facts.read(
        tx, ["segment(gold)", "segment(kept)", "segment(none)", "tag"], [one, two]
    )
    assert known[one] == {
        "segment(gold)": True, "segment(kept)": True, "segment(none)": False, "tag": ["vip"],
    }  # fmt: skip
    assert known[two] == {
        "segment(gold)": False, "segment(kept)": False, "segment(none)": False, "tag": None,
    }  # fmt: skip
