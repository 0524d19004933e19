"""Batches over HTTP: preview, start, follow, take the results home, undo."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from typing import Annotated

from msgspec import Meta

from liuke.domains.access import ApprovalId
from liuke.domains.desk.batch import (
    BatchShown,
    BatchWish,
    preview,
    results,
    show,
    start,
    undo,
)
from liuke.domains.desk.batch_codes import CodeRow, take_codes
from liuke.domains.desk.batch_list import BatchRow, list_batches
from liuke.domains.desk.values import BatchId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, get, onward, place, position, post

Rows = Annotated[int, Meta(ge=1, le=10_000, description="How many rows at most.")]


class BatchWhy(Value, frozen=True):
    """Why a batch is taken back, or its codes are taken along."""

    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class ResultFile(Value, frozen=True):
    """A page of results as CSV text; it holds ids and codes only, so nothing can be a formula."""

    csv: str
    after: str | None = None


@post("/batches", may="members.tag", key=True)
async def post_batch(tx: Tx, data: BatchWish) -> BatchShown:
    """Preview an act on many members: who can, who is skipped and why; nothing is done."""
    return await preview(tx, data)


@get("/batches/{batch_id}", may="members.tag")
async def show_batch(tx: Tx, batch_id: BatchId) -> BatchShown:
    """Show a batch and how far it has come."""
    return await show(tx, batch_id)


@post("/batches/{batch_id}/starts", may="members.tag", key=True)
async def post_start(
    tx: Tx, batch_id: BatchId, approval_id: ApprovalId | None = None
) -> BatchShown:
    """Let a previewed batch run; a large one needs a second person."""
    return await start(tx, batch_id, approval_id)


@post("/batches/{batch_id}/undoings", may="members.tag", key=True)
async def post_undoing(tx: Tx, batch_id: BatchId, data: BatchWhy) -> BatchShown:
    """Take back what a batch gave, as far as nobody has used it."""
    return await undo(tx, batch_id, reason=data.reason)


@get("/batches/{batch_id}/results", may="members.tag")
async def list_results(
    tx: Tx, batch_id: BatchId, limit: Rows = 1_000, after: str | None = None
) -> ResultFile:
    """Return what became of each member as CSV, in id order."""
    reached = place(after, MemberId) or MemberId.first()
    rows = await results(tx, batch_id, after=reached, limit=limit)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(("member", "skipped", "outcome"))
    writer.writerows((str(row.member_id), row.skipped, row.outcome) for row in rows)
    return ResultFile(text.getvalue(), onward(rows, limit, lambda last: (last.member_id,)))


@get("/batches", may="members.tag")
async def get_batches(
    tx: Tx,
    action: str | None = None,
    template: str | None = None,
    limit: Limit = 50,
    after: str | None = None,
) -> Page[BatchRow]:
    """List the batches that were started, the latest first: of one action, of one coupon."""
    before = position(after, datetime, BatchId)
    found = await list_batches(tx, action=action, template=template, before=before, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.batch.made_at, last.batch.id)))


@post("/batches/{batch_id}/codes", may="coupons.codes", status=200)
async def post_codes(
    tx: Tx, batch_id: BatchId, data: BatchWhy, approval_id: ApprovalId | None = None
) -> list[CodeRow]:
    """Take along the codes of a batch of coupons; many need a second person."""
    return await take_codes(tx, batch_id, reason=data.reason, approval_id=approval_id)


BATCHES = [
    get_batches,
    post_batch,
    show_batch,
    post_start,
    post_undoing,
    list_results,
    post_codes,
]
