"""Explain one member: in or out, and what each row of the question found."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.members import MemberState, NoSuchMember, Standing, heir_rows
from liuke.domains.segments.errors import UnknownSegment
from liuke.domains.segments.save import check
from liuke.domains.segments.values import Explained
from liuke.kernel.conditions import Condition, InSegment, identified
from liuke.kernel.db import Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.selection import found
from liuke.kernel.values import Value
from liuke.kernel.verdicts import explain

NOBODY = (MemberState.ERASED, MemberState.MERGED)


class Asked(Value, frozen=True):
    """A segment's question, none for a list, and since when a member is in it."""

    tree: Condition | None
    since: datetime | None


ASKED = Sql[Asked]("""
    SELECT s.tree, m.since
    FROM segments_segment s
    LEFT JOIN segments_member m ON m.merchant_id = s.merchant_id AND m.code = s.code
        AND m.member_id = $3::uuid AND NOT m.dormant
    WHERE s.merchant_id = $1::uuid AND s.code = $2
""")


async def explain_member(tx: Tx, tree: Condition, member_id: MemberId) -> Explained:
    """Return whether a question fits a member now, and the verdict of every node.

    Raises:
        FaultySegment: the question is not valid.
        NoSuchMember: there is nobody of this id.
    """
    check(tree)
    return await _decided(tx, tree, await _standing(tx, member_id), None)


async def check_member(tx: Tx, code: str, member_id: MemberId) -> Explained:
    """Decide live whether a member is in a segment, and say why.

    Raises:
        UnknownSegment: there is none of this code.
        NoSuchMember: there is nobody of this id.
    """
    standing = await _standing(tx, member_id)
    asked = await tx.row(ASKED, tx.merchant_id, code, standing.id)
    if asked is None:
        raise UnknownSegment(code)
    tree = asked.tree if asked.tree is not None else InSegment(code)
    return await _decided(tx, tree, standing, asked.since)


async def _standing(tx: Tx, member_id: MemberId) -> Standing:
    """Return how a member stands, or the one they became."""
    try:
        return (await heir_rows(tx, [member_id]))[member_id]
    except UnknownMembers as stranger:
        raise NoSuchMember from stranger


async def _decided(
    tx: Tx, tree: Condition, standing: Standing, since: datetime | None
) -> Explained:
    whole = identified(tree)
    rows = explain(whole, (await found(tx, [whole], [standing.id]))[standing.id])
    person = not standing.anonymous and standing.state not in NOBODY
    return Explained(rows[0].verdict and person, since, tx.now, rows)
