"""Households and children over HTTP."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.members.child import (
    Child,
    ChildName,
    NewChild,
    add_children,
    children,
    open_children,
    remove_children,
)
from liuke.domains.members.household import (
    Household,
    Kin,
    keep_households,
    kin_of,
    leave_households,
)
from liuke.domains.members.values import ChildId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import Repeat, delete, get, post, put


class Families(Value, frozen=True):
    """Households to make or change, and who lives in them."""

    households: tuple[Household, ...] = ()
    kin: tuple[Kin, ...] = ()


class Why(Value, frozen=True):
    """The reason of an act on a child's data, for the record."""

    reason: Annotated[str, Meta(min_length=3, max_length=500)]


@get("/members/{member_id}/household", may="members.read")
async def list_kin(tx: Tx, member_id: MemberId) -> list[Kin]:
    """List everyone who lives with a member, themselves included."""
    return await kin_of(tx, [member_id])


@put("/members/households", may="members.edit")
async def put_households(tx: Tx, data: Families) -> None:
    """Make households or change them, and count members to them."""
    await keep_households(tx, data.households, data.kin)


@delete("/members/{member_id}/household", may="members.edit")
async def delete_kin(tx: Tx, member_id: MemberId) -> None:
    """Count a member to no household any more."""
    await leave_households(tx, [member_id])


@get("/members/{member_id}/children", may="members.read")
async def list_children(tx: Tx, member_id: MemberId) -> list[Child]:
    """List a member's children, without names."""
    return await children(tx, [member_id])


@post("/members/children", may="members.edit", repeat=Repeat.HONOURED)
async def post_children(tx: Tx, data: list[NewChild]) -> None:
    """Record children, with the guardian's consent."""
    await add_children(tx, data)


@post("/members/{member_id}/children/openings", may="members.children", status=200)
async def post_child_openings(
    tx: Tx, member_id: MemberId, data: Why, approval_id: ApprovalId | None = None
) -> list[ChildName]:
    """Open the names of a member's children, by two people; who did and why is recorded."""
    asked = Ask("members.children", 1, [member_id, data], reason=data.reason)
    await require(tx, asked, approval_id)
    return await open_children(tx, [member_id], reason=data.reason)


@delete("/members/{member_id}/children/{child_id}", may="members.edit")
async def delete_child(tx: Tx, member_id: MemberId, child_id: ChildId) -> None:
    """Remove a child's data for good."""
    await remove_children(tx, [(member_id, child_id)])


FAMILY = [
    list_kin, put_households, delete_kin, list_children, post_children, post_child_openings,
    delete_child,
]  # fmt: skip
