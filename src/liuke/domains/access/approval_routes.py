"""Approvals over HTTP: what waits for a second person, and what one may do alone."""

from __future__ import annotations

from liuke.domains.access.approvals import decide, require, search_approvals, withdraw
from liuke.domains.access.events import ApprovalDecided
from liuke.domains.access.limits import hold_limits, limits, set_limits
from liuke.domains.access.staff import count_deciders
from liuke.domains.access.values import ActLimit, Approval, ApprovalId, Ask, Verdict
from liuke.kernel.db import Tx
from liuke.kernel.web import Limit, Page, Repeat, get, onward, place, post, put


@get("/approvals", may="approvals.read")
async def list_approvals(
    tx: Tx, state: str | None = None, after: str | None = None, limit: Limit = 50
) -> Page[Approval]:
    """Page through what waits, or waited, for a second person, newest first."""
    found = await search_approvals(tx, state=state, after=place(after, ApprovalId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.id,)))


@post("/approvals/{approval_id}/decisions", may="approvals.decide", repeat=Repeat.HONOURED)
async def decide_approval(tx: Tx, approval_id: ApprovalId, data: Verdict) -> ApprovalDecided:
    """Say yes or no to what somebody else asked."""
    return await decide(tx, approval_id, data)


@post("/approvals/{approval_id}/withdrawals", may="access.self", key=True)
async def withdraw_approval(tx: Tx, approval_id: ApprovalId) -> None:
    """Take back what one asked oneself, before anybody decided."""
    await withdraw(tx, approval_id)


@get("/approvals/limits", may="approvals.read")
async def list_limits(tx: Tx) -> list[ActLimit]:
    """List up to which amount one person may act alone."""
    return await limits(tx)


@put("/approvals/limits", may="approvals.limits")
async def change_limits(
    tx: Tx, data: list[ActLimit], if_match: str = "", approval_id: ApprovalId | None = None
) -> list[ActLimit]:
    """Set limits; raising one needs a second person, unless there is nobody to ask.

    `If-Match` names the list that was edited.
    """
    now = await hold_limits(tx, revision=if_match)
    raised = [new for new in data if new.amount > now.get(new.act, 0)]
    if await count_deciders(tx) > 1:
        asked = Ask("approvals.limits", len(raised), data, before=now, after=data)
        await require(tx, asked, approval_id)
    return await set_limits(tx, data)


ROUTES = [list_approvals, decide_approval, withdraw_approval, list_limits, change_limits]
