"""A list of members in clear, to be taken along: by the word of a second person, and recorded."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import asdict, replace

from liuke.domains import members
from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.desk.listing import Columns, ListAsked, Row, check, list_members
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.values import Value

SUBJECT = "members:list"
TAKEN_MAX = 5_000


class ListTaken(Value, frozen=True):
    """Which members are wanted in clear, at most how many, with which facts, and why."""

    reason: Annotated[str, Meta(min_length=3, max_length=200, pattern=r"^[^\x00]+$")]
    members: Annotated[int, Meta(ge=1, le=TAKEN_MAX)]
    asked: ListAsked = ListAsked()
    columns: Columns = ()


async def take_list(tx: Tx, wish: ListTaken, *, approval_id: ApprovalId | None = None) -> list[Row]:
    """Return members of a list as it shows them, names and phones in clear, the latest first.

    What is approved is the question and the most that may be taken, not who answers it: a shop
    gains members while a second person thinks.

    Raises:
        FaultyCondition: the tree is not valid.
        OutsideStores: the store is not the actor's.
        ApprovalNeeded: nobody has approved it.
    """
    check(wish.asked)
    payload = {name: value for name, value in asdict(wish).items() if name != "reason"}
    after = {"members": wish.members}
    asked = Ask("members.export", wish.members, payload, SUBJECT, wish.reason, after=after)
    await require(tx, asked, approval_id)
    rows = await list_members(tx, wish.asked, wish.columns, limit=wish.members)
    taken = audit.Act("members.exported", SUBJECT, None, {"members": len(rows)}, wish.reason)
    await audit.record(tx, [taken])
    people = await members.open_members(tx, [row.id for row in rows], reason=wish.reason)
    return [
        replace(row, name=one.profile.get("name", ""), phone=one.phone)
        for row, one in zip(rows, people, strict=True)
    ]
