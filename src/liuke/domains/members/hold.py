"""Hold members who are to be written to: locked, and still somebody."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.errors import MemberNotActive
from liuke.domains.members.values import MemberState
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Gone(Value, frozen=True):
    """A member of whom nothing may be recorded any more."""

    member_id: MemberId
    state: MemberState


ERASED = Sql[Gone]("""
    SELECT id AS member_id, state
    FROM members_member
    WHERE id = ANY ($1::uuid[]) AND state = 'erased'
""")


async def hold(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Lock members, and refuse those who were erased: nothing is recorded of them again.

    Raises:
        MemberNotActive: names those who were erased.
        UnknownMembers: names members that do not exist.
    """
    wanted = sorted(set(member_ids))
    if not wanted:
        return
    await tx.lock(wanted)
    if gone := await tx.rows(ERASED, wanted):
        raise MemberNotActive({row.member_id: row.state for row in gone})
