"""The sessions somebody has open: where, since when, and how to end one of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.domains.access.errors import OnlyPeople, SignedInLongAgo, UnknownSession
from liuke.domains.access.values import Session, SessionId, StaffId
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

SESSIONS = Sql[Session]("""
    SELECT id, device, address, started_at, seen_at, ends_at,
        id IS NOT DISTINCT FROM $2::uuid AS current
    FROM access_session
    WHERE staff_id = $1::uuid AND ends_at > $3 AND seen_at > $3 - INTERVAL '30 minutes'
    ORDER BY seen_at DESC, id
""")
END = Sql[SessionId]("""
    DELETE FROM access_session WHERE staff_id = $1::uuid AND id = $2::uuid RETURNING id
""")
STARTED = Sql[datetime]("""
    SELECT started_at FROM access_session WHERE staff_id = $1::uuid AND id = $2::uuid
""")
# Who finds a console left open may use it while it is; what they add must not stay behind.
FRESH = timedelta(minutes=10)


def asking(tx: Tx) -> StaffId:
    """Return who asks.

    Raises:
        OnlyPeople: a key or a job does.
    """
    if tx.actor.kind != "staff":
        raise OnlyPeople
    return StaffId.parse(tx.actor.id)


async def check_fresh(tx: Tx, staff_id: StaffId) -> None:
    """Let somebody change how they sign in while it is certain that it is they.

    Raises:
        SignedInLongAgo: their session is no longer fresh.
    """
    if tx.actor.kind != "staff":
        return
    current = SessionId.parse(tx.actor.session) if tx.actor.session else None
    started_at = await tx.row(STARTED, staff_id, current)
    if started_at is None or tx.now - started_at > FRESH:
        raise SignedInLongAgo


async def sessions(tx: Tx, staff_id: StaffId) -> list[Session]:
    """Return somebody's live sessions, the one last used first."""
    current = SessionId.parse(tx.actor.session) if tx.actor.session else None
    return await tx.rows(SESSIONS, staff_id, current, tx.now)


async def end_one(tx: Tx, staff_id: StaffId, session_id: SessionId) -> None:
    """End one session of somebody, at once.

    Raises:
        UnknownSession: they have no such session.
    """
    if await tx.row(END, staff_id, session_id) is None:
        raise UnknownSession(session_id)
    await audit.record(tx, [audit.Act("staff.session_ended", str(staff_id))])
