"""Block members, let them in again, make new ones active; keep from acting who may not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liuke.domains.members.errors import MemberNotActive
from liuke.domains.members.events import MemberStateChanged
from liuke.domains.members.rules import may_earn, may_spend
from liuke.domains.members.values import MemberState
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

FINAL = {MemberState.ERASED, MemberState.MERGED}


class Before(Value, frozen=True):
    """A member's state before it changed."""

    member_id: MemberId
    state: MemberState


STATES = Sql[Before]("""
    SELECT id AS member_id, state FROM members_member WHERE id = ANY ($1::uuid[])
""")
SET = Sql[None]("""
    UPDATE members_member SET state = $2::text, active_by_merge = false
    WHERE id = ANY ($1::uuid[]) AND (state <> $2::text OR active_by_merge)
""")


async def set_states(
    tx: Tx, member_ids: Sequence[MemberId], state: MemberState, *, reason: str
) -> None:
    """Make members new, active or blocked; those who are stay, and nothing is told of them.

    Raises:
        MemberNotActive: names those who are erased or merged, which is for good.
        UnknownMembers: names members that do not exist.
    """
    assert state not in FINAL, "erasing and merging have capabilities of their own"
    await tx.lock(member_ids)
    before = {row.member_id: row.state for row in await tx.rows(STATES, list(member_ids))}
    if gone := {m: was for m, was in before.items() if was in FINAL}:
        raise MemberNotActive(gone)
    await tx.run(SET, list(member_ids), state)
    moved = {m: was for m, was in sorted(before.items()) if was is not state}
    await audit.record(
        tx, [Act("members.state_changed", str(m), was, state, reason) for m, was in moved.items()]
    )
    tx.emit(*(MemberStateChanged(m, was, state, reason) for m, was in moved.items()))


async def require_rights(
    tx: Tx, *, spending: Iterable[MemberId] = (), earning: Iterable[MemberId] = ()
) -> None:
    """Refuse those of some members, whom the caller has locked, who may not spend, or not earn.

    Raises:
        MemberNotActive: names them: blocked, erased, merged, or too new to spend.
    """
    givers, takers = set(spending), set(earning)
    wrong = {
        row.member_id: row.state
        for row in await tx.rows(STATES, sorted(givers | takers))
        if (row.member_id in givers and not may_spend(row.state))
        or (row.member_id in takers and not may_earn(row.state))
    }
    if wrong:
        raise MemberNotActive(wrong)
