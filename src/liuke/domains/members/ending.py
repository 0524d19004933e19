"""End the sessions of members whose phone changed, or who were erased."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

END = Sql[None]("DELETE FROM members_session WHERE member_id = ANY ($1::uuid[])")


async def end_sessions(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """End every session of members, at once."""
    await tx.run(END, list(member_ids))
