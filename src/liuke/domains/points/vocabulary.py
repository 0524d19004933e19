"""What points offer to programmes, conditions and journeys: books, facts, an action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from liuke.domains import analytics, programme
from liuke.domains.members import contribute
from liuke.domains.members.phrases import Phrase, declare_measure, say
from liuke.domains.points.activate import FREEING
from liuke.domains.points.ledger import entries_of
from liuke.domains.points.liability import worths
from liuke.domains.points.measure import measure_in
from liuke.domains.points.post import post
from liuke.domains.points.rules import faults
from liuke.domains.points.take_back import take_back
from liuke.domains.points.values import Because, BookSpec, Movement
from liuke.domains.programme import Draft, Fault, Section
from liuke.kernel import facts
from liuke.kernel.actions import action, undoes
from liuke.kernel.db import Tx
from liuke.kernel.facts import Fact
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


def check(draft: Draft) -> list[Fault]:
    """Return what is wrong with the books of a draft."""
    return [
        Fault(f"$.books[{position}].{field}", reason, reason_zh)
        for position, spec in enumerate(draft.of(BookSpec))
        for field, reason, reason_zh in faults(spec) + _waiting(spec)
    ]


def _waiting(spec: BookSpec) -> list[tuple[str, str, str]]:
    """Name an event that awards would wait for in vain."""
    if not spec.pending.until or spec.pending.until in FREEING:
        return []
    known = ", ".join(sorted(FREEING))
    reason = f"nothing frees points at {spec.pending.until}; it may be: {known}"
    reason_zh = f"{spec.pending.until} 不会让积分生效，可选：{known}"
    return [("pending.until", reason, reason_zh)]


programme.declare(Section("books", BookSpec, "Books of points", "积分账户", check))
analytics.declare_worths(worths)


facts.declare(
    Fact(
        name="points.balance",
        kind="int",
        label="Points to spend",
        label_zh="可用积分",
        args=("book",),
        measured_by="book",
        default=0,
        sql="""
            SELECT a.member_id, a.spendable AS value FROM points_account a WHERE a.book = $book
        """,
    ),
    Fact(
        name="points.pending",
        kind="int",
        label="Points not usable yet",
        label_zh="待生效积分",
        args=("book",),
        measured_by="book",
        default=0,
        sql="""
            SELECT a.member_id, a.pending AS value FROM points_account a WHERE a.book = $book
        """,
    ),
    Fact(
        name="points.earned",
        kind="int",
        label="Points ever earned",
        label_zh="累计获得积分",
        args=("book",),
        measured_by="book",
        default=0,
        sql="""
            SELECT a.member_id, a.earned AS value FROM points_account a WHERE a.book = $book
        """,
    ),
    Fact(
        name="points.debt",
        kind="int",
        label="Points owed",
        label_zh="欠积分",
        args=("book",),
        measured_by="book",
        default=0,
        sql="""
            SELECT a.member_id, a.debt AS value FROM points_account a WHERE a.book = $book
        """,
    ),
    Fact(
        name="points.earned_this_month",
        kind="int",
        label="Points earned this calendar month",
        label_zh="本月获得积分",
        args=("book",),
        measured_by="book",
        default=0,
        sql="""
            SELECT e.member_id, CAST(SUM(e.asked) AS bigint) AS value FROM points_entry e
            WHERE e.book = $book AND e.counts_on >= $month
            GROUP BY e.member_id
        """,
    ),
    Fact(
        name="points.earned_this_year",
        kind="int",
        label="Points earned this calendar year",
        label_zh="本年获得积分",
        args=("book",),
        measured_by="book",
        default=0,
        sql="""
            SELECT e.member_id, CAST(SUM(e.asked) AS bigint) AS value FROM points_entry e
            WHERE e.book = $book AND e.counts_on >= $year
            GROUP BY e.member_id
        """,
    ),
    Fact(
        name="points.expiring",
        kind="int",
        label="Points that end within 30 days",
        label_zh="30 天内到期积分",
        args=("book",),
        measured_by="book",
        default=0,
        sql="""
            SELECT l.member_id, CAST(SUM(l.remaining - l.held) AS bigint) AS value
            FROM points_lot l
            WHERE l.book = $book AND l.remaining > 0
                AND lk_days(l.expires_on, $today) BETWEEN 0 AND 30
            GROUP BY l.member_id
        """,
    ),
    Fact(
        name="points.active_on",
        kind="date",
        label="Last day of earning or spending points",
        label_zh="最近积分变动日",
        args=("book",),
        sql="""
            SELECT a.member_id, a.active_on AS value FROM points_account a WHERE a.book = $book
        """,
    ),
)


say(
    Phrase("points.awarded", "Earned {points:book}.", "获得 {points:book}。"),
    Phrase("points.redeemed", "Spent {points:book}.", "抵扣 {points:book}。"),
    Phrase("points.restored", "Got {points:book} back.", "退回 {points:book}。"),
    Phrase(
        "points.clawed_back",
        "A return took {points:book} back[, {debt:book} of them owed]"
        "[; {short:book} spent before stay].",
        "退货扣回 {points:book}[，其中欠 {debt:book}][；另有 {short:book}已使用，未扣回]。",
    ),
    Phrase("points.expired", "{points:book} expired.", "{points:book}过期。"),
    Phrase("points.transferred", "Passed on: {points:book}.", "转赠 {points:book}。"),
    Phrase("points.adjusted", "Adjusted by {points:book}.", "调整 {points:book}。"),
    Phrase("points.pending_added", "Pending: {points:book}.", "{points:book}待生效。"),
    Phrase("points.pending_activated", "Usable now: {points:book}.", "{points:book}已生效。"),
    Phrase("points.reserved", "Reserved: {points:book}.", "预占 {points:book}。"),
    Phrase("points.released", "Released: {points:book}.", "释放 {points:book}。"),
)
declare_measure("book", lambda live, book, _: measure_in(live, book))


contribute("points", entries_of)


class Award(Value, frozen=True):
    """Points to give to each member, into which book, with a word of explanation."""

    book: Annotated[str, Meta(description="Code of the book.")]
    points: Annotated[int, Meta(gt=0, description="In the smallest unit of the book.")]
    reason: Annotated[str, Meta(max_length=200, description="Shown in the ledger.")] = ""


@action("points.award", params=Award, label="Give points", label_zh="赠送积分")
async def award(tx: Tx, member_ids: Sequence[MemberId], params: Award, cause: str) -> None:
    """Give points to members, once per cause.

    Raises:
        UnknownBook: no live programme declares the book.
        UnknownMembers: some members do not exist.
    """
    because = Because(reason=(params.reason,) if params.reason else ())
    await post(
        tx, [Movement(member, params.book, cause, params.points, because) for member in member_ids]
    )


@undoes("points.award")
async def unaward(tx: Tx, member_ids: Sequence[MemberId], params: Award, cause: str) -> None:
    """Take back the points a cause gave; of what is spent the book's policy decides."""
    await take_back(tx, member_ids, params.book, cause)
