"""Reports over HTTP: the catalogue, answers, files, who is behind a point."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, field

from liuke.domains.analytics.reports import ask as asking
from liuke.domains.analytics.reports import run
from liuke.domains.analytics.reports.ask import Behind, ReportAnswer, ReportQuestion
from liuke.domains.analytics.reports.export import (
    File,
    Heading,
    Language,
    csv_file,
    workbook_file,
)
from liuke.domains.analytics.reports.given import Said
from liuke.domains.analytics.reports.saying import PointSaid
from liuke.domains.analytics.reports.shown import Catalogue, catalogue
from liuke.domains.analytics.reports.weekly import Week, WeekWish, collect
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, cursor, get, position, post

READ = "reports.read"
IDS_MOST = 10_000
MAKERS = {"csv": csv_file, "xlsx": workbook_file}


class FileWish(Value, frozen=True):
    """A report as a file, its words in one language."""

    format: Literal["csv", "xlsx"]
    question: ReportQuestion = field(default_factory=ReportQuestion)
    language: Language = "zh"


class ReportPoint(Value, frozen=True):
    """A point of a report: values of columns it is drilled by; what is left out may be anything."""

    point: Annotated[dict[str, Said | None], Meta(max_length=8)]
    question: ReportQuestion = field(default_factory=ReportQuestion)
    limit: Limit = 50
    after: str | None = None


class PointWish(Value, frozen=True):
    """A point of a report that is wanted as a question about members."""

    point: Annotated[dict[str, Said | None], Meta(max_length=8)]
    question: ReportQuestion = field(default_factory=ReportQuestion)


class IdsWish(Value, frozen=True):
    """A point of a report whose members are wanted by their ids alone."""

    point: Annotated[dict[str, Said | None], Meta(max_length=8)]
    question: ReportQuestion = field(default_factory=ReportQuestion)
    after: str | None = None


@get("/reports", may=READ)
async def list_reports(tx: Tx) -> Catalogue:
    """List the reports one may ask, with parameters, charts and the definition of every metric."""
    return catalogue(tx.actor)


@post("/reports/{code}", may=READ, status=200)
async def post_report(tx: Tx, code: str, data: ReportQuestion) -> ReportAnswer:
    """Ask a report: rows, columns with their units, sums, and as of when.

    Raises:
        LakeUnavailable: there is no lake here, or it cannot be read now.
    """
    return await asking.ask(tx, code, data)


@post("/reports/{code}/files", may=READ, status=200)
async def post_report_file(tx: Tx, code: str, data: FileWish) -> File:
    """Return a report with all of its rows as CSV or as a workbook.

    Raises:
        UnknownReport: there is none of this code.
        WholeShopOnly: it cannot be cut down to the actor's stores.
    """
    lake, asked = await asking.prepared(tx, code, data.question)
    table = await run.answer(asking.engine(lake), code, asked)
    given = {name: asking.said(value) for name, value in asked.parameters.items()}
    places = await asking.book_places(tx)
    heading = Heading(code, lake.as_of, given, data.language, tx.currency, places)
    return await asyncio.to_thread(MAKERS[data.format], table, heading)


@post("/reports/weekly/files", may=READ, status=200)
async def post_weekly_file(tx: Tx, data: WeekWish) -> File:
    """Return a week beside the one before, printed as PDF.

    Raises:
        UnknownStores: names those that do not exist.
        LakeUnavailable: there is no lake here, or it cannot be read now.
    """
    week = await collect(tx, data)
    return await asyncio.to_thread(printed, week, data.language)


def printed(week: Week, language: Language) -> File:
    """Print a week; what draws is loaded only now."""
    from liuke.domains.analytics.reports.weekly_pdf import weekly_pdf  # noqa: PLC0415 - see above

    return weekly_pdf(week, language)


@post("/reports/{code}/members", may="reports.members", status=200)
async def post_report_members(tx: Tx, code: str, data: ReportPoint) -> Behind:
    """List the members behind a point of a report, masked, of those one may see.

    Raises:
        LakeUnavailable: there is no lake here, or it cannot be read now.
    """
    lake, found = await asking.members_behind(tx, code, data.question, data.point)
    page, after = paged(found, data.after, data.limit)
    items = await asking.page_behind(tx, page)
    return Behind(lake.as_of, len(found), items, after)


@post("/reports/{code}/member-ids", may="reports.members", status=200)
async def post_report_member_ids(tx: Tx, code: str, data: IdsWish) -> Page[MemberId]:
    """List the ids of the members behind a point, 10,000 at a time, to be kept as a list.

    Raises:
        LakeUnavailable: there is no lake here, or it cannot be read now.
    """
    _, found = await asking.members_behind(tx, code, data.question, data.point)
    page, after = paged(found, data.after, IDS_MOST)
    return Page(page, after)


@post("/reports/{code}/conditions", may="reports.members", status=200)
async def post_report_conditions(tx: Tx, code: str, data: PointWish) -> PointSaid:
    """Say who is behind a point as a question, to be kept as a segment; or say why it is none."""
    return await asking.point_said(tx, code, data.question, data.point)


def paged(
    found: Sequence[MemberId], after: str | None, most: int
) -> tuple[list[MemberId], str | None]:
    """Return the page behind a position, and where the next one begins."""
    (last,) = position(after, MemberId) or (None,)
    rest = [one for one in found if last is None or one > last]
    page = rest[:most]
    return page, cursor(page[-1]) if len(rest) > most else None


REPORTS = [
    list_reports,
    post_report,
    post_report_file,
    post_weekly_file,
    post_report_members,
    post_report_member_ids,
    post_report_conditions,
]
