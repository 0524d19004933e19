"""Newcomers: for some days an account counts as whoever let it in, asking and deciding.

Nobody can tell two accounts of one person from two people. What can be told is who made the token
by which a password was set, and when: so a second account opened today approves nothing today.
"""

from __future__ import annotations

from datetime import timedelta

from liuke.domains.access.errors import OneLetTheOtherIn
from liuke.domains.access.policy import held_by
from liuke.domains.access.values import ApprovalId, Role, StaffId
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

NEW_DAYS = 7


class Kinship(Value, frozen=True):
    """Whether asker and decider count as one, and whether anybody else could decide."""

    one: bool
    others: bool


KINSHIP = Sql[Kinship]("""
    WITH people AS (
        SELECT id, role = ANY ($4::text[]) AND password_hash IS NOT NULL AND disabled_at IS NULL
                AS decides,
            CASE WHEN let_in_at > $3 THEN let_in_by ELSE id END AS stands_for
        FROM access_staff
    )
    SELECT d.stands_for = q.stands_for AS one, EXISTS (
            SELECT FROM people o
            WHERE o.decides AND o.stands_for NOT IN (q.stands_for, d.stands_for)
        ) AS others
    FROM access_approval a
    JOIN people q ON q.id = a.asked_person
    JOIN people d ON d.id = $2::uuid
    WHERE a.id = $1::uuid AND q.id <> d.id
""")


async def require_independence(tx: Tx, approval_id: ApprovalId, decider: StaffId) -> None:
    """Refuse a yes of somebody who counts as the asker while anybody else could decide.

    Where nobody else could, it is recorded: who is alone could have raised the limit as well.

    Raises:
        OneLetTheOtherIn: one of them let the other in, or somebody both, only days ago.
    """
    roles = [role.value for role in Role if "approvals.decide" in held_by(role)]
    since = tx.now - timedelta(days=NEW_DAYS)
    found = await tx.row(KINSHIP, approval_id, decider, since, roles)
    if found is None or not found.one:
        return
    if found.others:
        raise OneLetTheOtherIn
    await audit.record(tx, [audit.Act("approvals.not_independent", str(approval_id))])
