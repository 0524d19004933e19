"""Who is in a segment as CSV: masked, or in clear by the word of a second person."""

from __future__ import annotations

from liuke.domains import connect, members
from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.connect import Column
from liuke.domains.members import Member
from liuke.domains.segments.find import get_segment
from liuke.domains.segments.membership import page
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

COLUMNS = (
    Column("member", "Member", "会员"),
    Column("name", "Name", "姓名"),
    Column("phone", "Phone", "手机号"),
    Column("joined_on", "Joined", "入会日期"),
)


class MemberLine(Value, frozen=True):
    """One member of a segment in a file."""

    member: str
    name: str
    phone: str
    joined_on: str


class Extract(Value, frozen=True):
    """One page of a file as CSV text, the first one with its head line."""

    text: str
    after: MemberId | None


async def export_members(
    tx: Tx,
    code: str,
    above: MemberId | None,
    *,
    limit: int,
    reveal: str = "",
    approval_id: ApprovalId | None = None,
) -> Extract:
    """Return the next members of a segment by its last evaluation, as lines of a file.

    Staff of some stores get their own members. Names and phones are masked unless `reveal` gives
    a reason, and a second person has said yes where the limit asks for one.

    Raises:
        UnknownSegment: there is none of this code.
        ApprovalNeeded: it is in clear, and nobody has approved it.
    """
    segment = await get_segment(tx, code)
    ids = await page(tx, code, above=above or MemberId.first(), limit=limit)
    own = tx.actor.stores
    shown = [
        one
        for one in await members.get_members(tx, ids)
        if own is None or one.standing.store_id in own
    ]
    wanted = [one.standing.id for one in shown]
    if reveal:
        payload = {"segment": code, "after": above, "limit": limit}
        subject = Ask("members.export", len(wanted), payload, f"segment:{code}", reveal)
        await require(tx, subject, approval_id)
    opened = await members.open_members(tx, wanted, reason=reveal) if reveal and wanted else []
    named = {one.standing.id: (one.name, one.phone) for one in shown}
    named |= {one.member_id: (one.profile.get("name", ""), one.phone) for one in opened}
    lines = [_line(one, *named[one.standing.id]) for one in shown]
    act = audit.Act("segments.exported", segment.code, None, {"members": len(lines)}, reveal)
    await audit.record(tx, [act])
    text = connect.body(COLUMNS, lines, tx.zone)
    first = connect.head(COLUMNS) if above is None else ""
    return Extract(first + text, ids[-1] if len(ids) == limit else None)


def _line(member: Member, name: str, phone: str) -> MemberLine:
    row = member.standing
    return MemberLine(str(row.id), name, phone, row.joined_on.isoformat())
