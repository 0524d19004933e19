"""One member whom a deed refuses does not keep it from the other thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuke.domains.desk.settle import TRIES, Outcome, settle
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem

NOT_MINE = Outcome("refused:disliked", "gift", "not my taste", "不喜欢")
PEOPLE = [MemberId(number.to_bytes(16, "big")) for number in range(1, 1_001)]


@dataclass(eq=False)
class Disliked(Problem):
    """A test's refusal."""

    status = 409
    title = "No."
    title_zh = "不。"
    field: str
    reason: str
    reason_zh: str


class Gift:
    """A deed that some members refuse; a refusal gives nobody anything."""

    def __init__(self, *refusers: MemberId) -> None:
        self.refusers = set(refusers)
        self.given: list[MemberId] = []
        self.tried = 0
        self.left_out: set[MemberId] = set()

    async def give(self, some: Sequence[MemberId]) -> dict[MemberId, Problem]:
        self.tried += 1
        if self.refusers & {*some}:
            raise Disliked("gift", "not my taste", "不喜欢")
        self.given += [one for one in some if one not in self.left_out]
        return {
            one: Disliked("gift", "none left", "没有了") for one in some if one in self.left_out
        }


async def test_only_the_member_who_is_refused_is_marked(tx: Tx) -> None:
    gift = Gift(PEOPLE[7], PEOPLE[700])
    outcomes = await settle(tx, PEOPLE, gift.give, "done")
    refused = {who for who, what in outcomes.items() if what == NOT_MINE}
    assert refused == {PEOPLE[7], PEOPLE[700]}
    assert len(outcomes) == 1_000
    assert sorted(gift.given) == sorted({*PEOPLE} - refused)
    assert gift.tried <= TRIES


async def test_who_is_left_out_is_marked_without_keeping_it_from_others(tx: Tx) -> None:
    gift = Gift()
    gift.left_out = {PEOPLE[3]}
    outcomes = await settle(tx, PEOPLE, gift.give, "done")
    assert outcomes.pop(PEOPLE[3]) == Outcome("refused:disliked", "gift", "none left", "没有了")
    assert {what.outcome for what in outcomes.values()} == {"done"}
    assert gift.tried == 1


async def test_when_all_are_refused_a_step_ends_and_the_next_goes_on(tx: Tx) -> None:
    gift, left, steps = Gift(*PEOPLE[:100]), PEOPLE[:100], 0
    while left:
        gift.tried, steps = 0, steps + 1
        outcomes = await settle(tx, left, gift.give, "done")
        assert gift.tried <= TRIES
        assert outcomes, "every step settles somebody"
        left = [who for who in left if who not in outcomes]
    assert steps < 10
    assert gift.given == []


async def test_nobody_due_is_no_work(tx: Tx) -> None:
    gift = Gift()
    assert await settle(tx, PEOPLE[:1], gift.give, "undone") == {PEOPLE[0]: Outcome("undone")}
    assert gift.tried == 1
