"""Explain one member: in or out, and what each row of the question found."""

from __future__ import annotations

from liuke.domains.members import MemberState, NoSuchMember, resolve, standings
from liuke.domains.segments.find import get_segment, question
from liuke.domains.segments.membership import since
from liuke.domains.segments.save import check
from liuke.domains.segments.values import Explained
from liuke.kernel.conditions import Condition, identified
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.selection import found
from liuke.kernel.verdicts import explain

NOBODY = (MemberState.ERASED, MemberState.MERGED)


async def explain_member(
    tx: Tx, tree: Condition, member_id: MemberId, *, code: str = ""
) -> Explained:
    """Return whether a question fits a member now, and the verdict of every node.

    Raises:
        FaultySegment: the question is not valid.
        NoSuchMember: there is nobody of this id.
    """
    check(tree)
    whole = identified(tree)
    heirs = await resolve(tx, [member_id])
    if member_id not in heirs:
        raise NoSuchMember
    one = heirs[member_id]
    rows = explain(whole, (await found(tx, [whole], [one]))[one])
    standing = (await standings(tx, [one]))[one]
    person = not standing.anonymous and standing.state not in NOBODY
    began = (await since(tx, one)).get(code) if code else None
    return Explained(rows[0].verdict and person, began, tx.now, rows)


async def check_member(tx: Tx, code: str, member_id: MemberId) -> Explained:
    """Decide live whether a member is in a segment, and say why.

    Raises:
        UnknownSegment: there is none of this code.
        NoSuchMember: there is nobody of this id.
    """
    segment = await get_segment(tx, code)
    return await explain_member(tx, question(segment), member_id, code=code)
