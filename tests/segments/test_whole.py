"""A large population is found by the lake and settled by the tables: nobody missed, told once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from liuke.domains import analytics, members, segments
from liuke.domains.analytics import Answer, Seat, Stored
from liuke.domains.members import MemberState, Merging, Tagging
from liuke.domains.segments import Edit, SegmentStepped, Wish
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.jobs.run import raced
from liuke.kernel.rows import Sql
from tests.analytics.lakes import furnished
from tests.conftest import Shop
from tests.segments.crowd import (
    NEITHER,
    VIP,
    AllOf,
    InSegment,
    Not,
    inside,
    live,
    logged,
    people,
    stepped,
    stepping,
    touching,
)

pytestmark = pytest.mark.slow

# No event tells of these: only the mark of the transaction that wrote the row does.
WRITE = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    SELECT member_id, 'vip', 'manual', lk_now() FROM UNNEST($1::uuid[]) AS m (member_id)
""")
EARLY = Sql[int]("SELECT lk_xid()")
LEFT_BEHIND = Sql[int]("SELECT COUNT(*) FROM segments_state WHERE found IS NOT NULL")


@pytest.fixture
def lake(tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """Let whatever is evaluated be too many for the tables."""
    monkeypatch.setattr("liuke.domains.segments.asking.EXACT_MAX", 0)
    with furnished(tmp_path, shop.database) as place:
        yield place


@dataclass
class Refusing:
    """An engine that does not answer."""

    refusal: Exception

    def query(self, _views: Mapping[str, Stored], _sql: str, _given: Mapping[str, Any]) -> Answer:
        raise self.refusal


async def begun(shop: Shop, code: str) -> SegmentStepped:
    async with shop.begin() as tx:
        await segments.begin(tx, [code])
        (event,) = [one for one in tx.events if isinstance(one, SegmentStepped)]
        return event


async def finished(shop: Shop, event: SegmentStepped, members_max: int = 3) -> None:
    waiting = [event]
    while waiting:
        waiting = await stepped(shop, waiting[0], members_max)


async def crowd_of(shop: Shop, *tags: str) -> list[MemberId]:
    async with shop.begin() as tx:
        crowd = await people(tx, *tags)
        await live(tx, "gold", VIP)
    return crowd


async def who(shop: Shop, code: str = "gold") -> set[MemberId]:
    async with shop.begin() as tx:
        return await inside(tx, code)


@pytest.mark.parametrize("members_max", [1, 4, 50])
@pytest.mark.usefixtures("lake")
async def test_the_lake_finds_who_enters_and_leaves_as_of_its_moment(
    shop: Shop, members_max: int
) -> None:
    crowd = await crowd_of(shop, *["vip", "", "new"] * 4)
    async with shop.begin() as tx:
        await segments.freeze(tx, "gold", Wish("kept", "Kept", "名单"))
        await live(tx, "rest", NEITHER)
        await live(tx, "both", AllOf((InSegment("kept"), Not(InSegment("rest")))))
    for code in ("gold", "rest", "both"):
        await stepping(shop, code, members_max=members_max)
    assert await who(shop) == await who(shop, "both") == set(crowd[0::3])
    assert await who(shop, "rest") == set(crowd[1::3])
    async with shop.begin() as tx:
        await members.untag(tx, [Tagging(crowd[0], "vip")])
    await stepping(shop, "gold", members_max=members_max)
    async with shop.begin() as tx:
        shown, lake = await segments.get_segment(tx, "gold"), await analytics.opened(tx)
        assert await inside(tx, "gold") == set(crowd[3::3])
        assert (shown.fresh.as_of, shown.fresh.members) == (lake.as_of, 3)
        assert (shown.fresh.running, await tx.rows(LEFT_BEHIND)) == (False, [0])


@pytest.mark.usefixtures("lake")
async def test_more_than_are_found_at_once_are_asked_for_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liuke.domains.segments.whole.FOUND_MAX", 4)
    crowd = await crowd_of(shop, *["vip"] * 12, *[""] * 3)
    await stepping(shop, "gold", members_max=3)
    assert await who(shop) == set(crowd[:12])


@pytest.mark.usefixtures("lake")
async def test_what_the_lake_found_is_decided_anew_and_what_it_missed_is_found(shop: Shop) -> None:
    crowd = await crowd_of(shop, "vip", "vip", "", "", "", "vip")
    first = (await stepped(shop, await begun(shop, "gold"), 9))[0]
    async with shop.begin() as tx:
        await members.untag(tx, [Tagging(crowd[0], "vip")])  # it found this one
        await members.tag(tx, [Tagging(crowd[2], "vip")], source="manual", cause="x")
        await tx.run(WRITE, [crowd[3]])  # and of this one nobody tells
    await finished(shop, first)
    assert await who(shop) == {crowd[1], crowd[2], crowd[3], crowd[5]}


@pytest.mark.usefixtures("lake")
async def test_who_changed_while_an_older_transaction_held_the_lake_back_is_not_missed(
    shop: Shop,
) -> None:
    crowd = await crowd_of(shop, "vip", "", "")
    async with shop.begin() as slow:
        await slow.row(EARLY)  # whatever is committed from here on, the lake knows nothing of
        async with shop.begin() as tx:
            await members.untag(tx, [Tagging(crowd[0], "vip")])
            await tx.run(WRITE, [crowd[2]])
        await stepping(shop, "gold", members_max=9)
        assert await who(shop) == {crowd[2]}


@pytest.mark.parametrize(
    "refusal",
    [
        analytics.QuestionTooLarge("60 s"),
        analytics.QuestionRefused("what is a member"),
        analytics.LakeMovedOn(),
        analytics.LakeUnavailable(),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_where_the_lake_does_not_answer_the_tables_do(
    shop: Shop, lake: Seat, refusal: Exception
) -> None:
    crowd = await crowd_of(shop, "vip", "", "vip")
    lake.engine = Refusing(refusal)
    await stepping(shop, "gold", members_max=2)
    assert await who(shop) == {crowd[0], crowd[2]}


async def test_without_a_lake_the_tables_answer(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liuke.domains.segments.asking.EXACT_MAX", 0)
    crowd = await crowd_of(shop, "vip", "", "vip")
    await stepping(shop, "gold", members_max=2)
    assert await who(shop) == {crowd[0], crowd[2]}


@pytest.mark.usefixtures("lake")
async def test_a_question_edited_after_the_lake_answered_is_asked_anew(shop: Shop) -> None:
    crowd = await crowd_of(shop, "vip", "")
    going = (await stepped(shop, await begun(shop, "gold"), 9))[0]
    async with shop.begin() as tx:
        await segments.edit(tx, "gold", Edit("Gold", "金", Not(VIP)))
    assert await stepped(shop, going, 9) == []
    await stepping(shop, "gold", members_max=9)
    assert await who(shop) == {crowd[1]}


@pytest.mark.usefixtures("lake")
async def test_a_step_that_is_done_already_is_nothing_to_do(shop: Shop) -> None:
    await crowd_of(shop, "vip", "vip")
    event = await begun(shop, "gold")
    both = await asyncio.gather(*[raced(partial(stepped, shop, event, 9)) for _ in range(2)])
    going = [one for waiting in both for one in waiting]
    await finished(shop, going[0])
    async with shop.begin() as tx:
        assert len(await logged(tx)) == 2
        assert len(await tx.rows(ENDED)) == 1


ENDED = Sql[str]("SELECT kind FROM kernel_event WHERE kind = 'segment.evaluated'")


@pytest.mark.inv("C9")
@pytest.mark.usefixtures("lake")
async def test_deaths_at_every_step_beside_rivals_tell_each_change_once(shop: Shop) -> None:
    crowd = await crowd_of(shop, *["vip", ""] * 10)
    await asyncio.gather(
        stepping(shop, "gold", members_max=3, crash=True),
        stepping(shop, "gold", members_max=5),
        touching(shop, crowd),
    )
    await stepping(shop, "gold", members_max=4, crash=True)
    async with shop.begin() as tx:
        assert await inside(tx, "gold") == set(crowd[0::2])
        changes = await logged(tx)
        assert len(changes) == len(set(changes)) == 10


@pytest.mark.inv("C9")
@pytest.mark.usefixtures("lake")
async def test_members_erased_merged_and_blocked_meanwhile_end_up_where_they_belong(
    shop: Shop,
) -> None:
    crowd = await crowd_of(shop, *["vip"] * 12)
    going = (await stepped(shop, await begun(shop, "gold"), 9))[0]

    async def changed(tx: Tx) -> None:
        await members.erase(tx, crowd[:3], reason="asked")
        await members.merge(tx, [Merging(crowd[4], crowd[3], "doubled")])
        await members.set_states(tx, [crowd[5]], MemberState.BLOCKED, reason="fraud")

    async with shop.begin() as tx:
        await changed(tx)
    await finished(shop, going, members_max=2)
    assert await who(shop) == set(crowd[4:])
    async with shop.begin() as tx:
        changes = await logged(tx)
        assert len([one for one in changes if one.startswith("segment.entered")]) == 8
        assert len(changes) == 8
