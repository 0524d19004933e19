"""A file of balances: every row counts, or is refused by name."""

from __future__ import annotations

import io
from collections.abc import Sequence

from liuke.domains import connect, members, points
from liuke.domains.connect import Fault
from liuke.domains.members import Enrolment
from liuke.domains.points import BookSpec
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make

HEADER = "member_external_id,book,points,earned_at,cause"
PHONE = "13800138000"


async def faults_of(tx: Tx, *rows: str) -> list[tuple[int, str]]:
    """Return which lines of a file of balances are refused, and by which column."""
    raw = "\n".join([HEADER, *rows]).encode()
    found = connect.survey(io.BytesIO(raw))
    plan = await connect.make_plan(tx, connect.find_sheet("balances"), found, {})
    (chunk,) = connect.chunks(plan, connect.records(io.BytesIO(raw), found))
    faults: Sequence[Fault] = (await connect.take(tx, plan, chunk)).faults
    return [(fault.line, fault.column) for fault in faults]


async def numbered(tx: Tx, *numbers: str) -> MemberId:
    """Publish a book, and enrol one person under some numbers."""
    await make.programme(tx, BookSpec("stars"))
    wishes = [Enrolment(PHONE, source="import", external_id=number) for number in numbers]
    return (await members.enrol(tx, wishes))[0].member_id


async def spendable(tx: Tx, member_id: MemberId) -> int:
    (balance,) = await points.balances(tx, [member_id])
    return balance.spendable


async def test_two_rows_of_one_cause_are_not_counted_as_one_in_silence(tx: Tx) -> None:
    member = await numbered(tx, "4")
    rows = ("4,stars,100,2026-01-01,", "4,stars,50,2026-06-01,", "4,stars,100,2026-01-01,")
    assert await faults_of(tx, *rows) == [(3, "cause"), (4, "cause")]
    assert await spendable(tx, member) == 100
    assert await faults_of(tx, "4,stars,50,2026-06-01,june") == []
    assert await spendable(tx, member) == 150


async def test_a_cause_counted_before_is_refused_with_other_points_alone(tx: Tx) -> None:
    member = await numbered(tx, "4")
    assert await faults_of(tx, "4,stars,100,,") == []
    assert await faults_of(tx, "4,stars,100,,") == []
    assert await faults_of(tx, "4,stars,120,,") == [(2, "cause")]
    assert await spendable(tx, member) == 100


async def test_what_each_number_of_one_person_brings_along_counts_once(tx: Tx) -> None:
    member = await numbered(tx, "4", "5")
    for _ in range(2):
        assert await faults_of(tx, "4,stars,100,,", "5,stars,100,,") == []
        assert await spendable(tx, member) == 200


async def test_a_merge_in_between_counts_no_balance_twice(tx: Tx) -> None:
    await make.programme(tx, BookSpec("stars"))
    four, five = [
        (await members.enrol(tx, [Enrolment(source="import", external_id=n)]))[0].member_id
        for n in ("4", "5")
    ]
    rows = ("4,stars,100,,", "5,stars,50,,")
    assert await faults_of(tx, *rows) == []
    await members.merge(tx, [members.Merging(four, five, "same person")])
    await tx.settle()
    assert await faults_of(tx, *rows) == []
    assert await faults_of(tx, "5,stars,50,,again") == []
    assert await spendable(tx, four) == 200


async def test_a_balance_that_a_merge_brought_is_not_brought_again(tx: Tx) -> None:
    await make.programme(tx, BookSpec("stars"))
    four, five = [
        (await members.enrol(tx, [Enrolment(source="import", external_id=n)]))[0].member_id
        for n in ("4", "5")
    ]
    assert await faults_of(tx, "5,stars,50,,") == []
    await members.merge(tx, [members.Merging(four, five, "same person")])
    await tx.settle()
    assert await faults_of(tx, "5,stars,50,,", "4,stars,50,,") == []
    assert await spendable(tx, four) == 100
    assert await faults_of(tx, "5,stars,60,,") == [(2, "cause")]
