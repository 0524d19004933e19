"""What segments offer: the fact whether a member is in one, answered live; the words of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liuke.domains.members import contribute
from liuke.domains.members.phrases import Phrase, say
from liuke.domains.segments.asking import decide
from liuke.domains.segments.find import definitions
from liuke.domains.segments.membership import held
from liuke.domains.segments.rules import listed
from liuke.kernel.conditions import AnyOf, Condition
from liuke.kernel.db import Tx
from liuke.kernel.facts import ANSWERS, Fact, declare, find
from liuke.kernel.ids import MemberId

declare(
    Fact(
        name="segment",
        kind="bool",
        label="Is in a segment",
        label_zh="属于人群",
        args=("segment",),
        sql="""
            SELECT s.member_id, true AS value FROM segments_member s
            WHERE s.code = $segment AND NOT s.dormant
        """,
        default=False,
    )
)
NEVER = AnyOf(())

contribute("segments", held)

say(
    Phrase("segment.entered", "Entered the segment {segment}.", "进入人群 {segment}。"),
    Phrase("segment.left", "Left the segment {segment}.", "离开人群 {segment}。"),
)


async def in_segments(
    tx: Tx, keys: Sequence[str], member_ids: Sequence[MemberId]
) -> dict[MemberId, dict[str, Any]]:
    """Decide live for members whether they are in segments; nobody is in one there is not."""
    codes = [find(key)[1][0] for key in keys]
    known = await definitions(tx)
    trees: list[Condition] = []
    for code in codes:
        found = known.get(code)
        trees.append(NEVER if found is None else found.tree or listed(code))
    verdicts = await decide(tx, trees, member_ids)
    nowhere = [False] * len(keys)
    return {one: dict(zip(keys, verdicts.get(one, nowhere), strict=True)) for one in member_ids}


ANSWERS["segment"] = in_segments
