"""The codes of a batch of coupons, to print or to send: taken along with a reason, and recorded."""

from __future__ import annotations

from datetime import datetime

from liuke.domains import coupons
from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.coupons import CouponCode, State
from liuke.domains.desk.batch import BatchShown, show
from liuke.domains.desk.errors import NoCodesHere, TooManyCoupons
from liuke.domains.desk.values import BatchId
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

CODES_MAX = 20_000


class CodeRow(Value, frozen=True):
    """One coupon of a batch: its code, whose it is, and how it stands; no name is told."""

    code: CouponCode
    member_id: MemberId
    state: State
    uses_left: int
    valid_until: datetime | None


REACHED = Sql[MemberId]("""
    SELECT member_id FROM desk_batch_member
    WHERE batch_id = $1::uuid AND outcome = 'done'
    ORDER BY member_id
""")


async def take_codes(
    tx: Tx, batch_id: BatchId, *, reason: str, approval_id: ApprovalId | None = None
) -> list[CodeRow]:
    """Return the codes a batch gave; above the limit by the word of a second person.

    Raises:
        UnknownBatch: there is no such batch.
        NoCodesHere: it gave no coupons, or not yet.
        TooManyCoupons: it gave more than one file takes.
        ApprovalNeeded: there are more than one person may take along.
    """
    shown = await show(tx, batch_id)
    amount = _amount(shown)
    payload = ("codes", batch_id, amount)
    asked = Ask(
        "coupons.codes", amount, payload, str(batch_id), reason,
        after={"template": shown.batch.params["template"], "coupons": amount},
    )  # fmt: skip
    await require(tx, asked, approval_id)
    rows = await _rows(tx, shown)
    taken = {"template": shown.batch.params["template"], "coupons": len(rows)}
    await audit.record(tx, [audit.Act("coupons.codes_taken", str(batch_id), None, taken, reason)])
    return rows


def _amount(shown: BatchShown) -> int:
    batch = shown.batch
    if batch.action != "coupons.issue" or batch.state != "done":
        raise NoCodesHere(batch.id, batch.state)
    each = int(batch.params.get("count") or 1)
    amount = each * sum(one.members for one in shown.tallies if one.outcome == "done")
    if amount > CODES_MAX:
        raise TooManyCoupons(batch.id, amount, CODES_MAX)
    return amount


async def _rows(tx: Tx, shown: BatchShown) -> list[CodeRow]:
    params, cause = shown.batch.params, f"batch:{shown.batch.id}"
    reached = await tx.rows(REACHED, shown.batch.id)
    grants = coupons.grants_of(reached, params["template"], int(params.get("count") or 1), cause)
    return [
        CodeRow(one.code, one.member_id, one.state, one.uses_left, one.valid_until)
        for one in await coupons.given(tx, grants)
    ]
