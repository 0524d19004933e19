"""Saved views: a report with what it was asked, kept by one member of staff for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from liuke.domains.analytics.reports.catalogue import find
from liuke.kernel.db import Tx
from liuke.kernel.ids import Id
from liuke.kernel.problems import NotFound, Refused
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

VIEWS_MOST = 100
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*\S[^\x00]*$")]
Query = Annotated[str, Meta(max_length=2_000, pattern=r"^[^\x00]*$")]


class ReportViewId(Id):
    """One saved view."""

    prefix = "rvw"
    __slots__ = ()


class ReportView(Value, frozen=True):
    """A report under a name, with the query of its page."""

    id: ReportViewId
    report: str
    name: str
    query: str


class NewView(Value, frozen=True):
    """What is to be saved."""

    report: str
    name: Name
    query: Query = ""


@dataclass(eq=False)
class UnknownView(NotFound):
    """There is no such view of one's own."""

    title = "There is no such saved view."
    title_zh = "没有这个已存视图。"
    view_id: ReportViewId


@dataclass(eq=False)
class TooManyViews(Refused):
    """Nobody finds anything among so many."""

    title = "There are too many saved views; remove one first."
    title_zh = "已存视图太多，先删掉一个。"
    most: int


LIST = Sql[ReportView]("""
    SELECT id, report, name, query FROM analytics_view
    WHERE owner = $1
    ORDER BY report, name
""")
SAVE = Sql[ReportView]("""
    INSERT INTO analytics_view AS v (id, owner, report, name, query, saved_at)
    SELECT $1, $2, $3, $4, $5, $6
    WHERE (
        SELECT COUNT(*) FROM analytics_view o
        WHERE o.owner = $2 AND (o.report, o.name) <> ($3, $4)
    ) < $7
    ON CONFLICT (merchant_id, owner, report, name)
        DO UPDATE SET query = EXCLUDED.query, saved_at = EXCLUDED.saved_at
    RETURNING v.id, v.report, v.name, v.query
""")
DROP = Sql[ReportViewId]("""
    DELETE FROM analytics_view WHERE merchant_id = $1::uuid AND owner = $2 AND id = $3 RETURNING id
""")


async def views(tx: Tx) -> list[ReportView]:
    """Return the actor's own views by report and name."""
    return await tx.rows(LIST, tx.actor.name)


async def save_view(tx: Tx, view: NewView) -> ReportView:
    """Keep a view; one of the same name is replaced.

    Raises:
        UnknownReport: there is none of this code.
        TooManyViews: there are a hundred.
    """
    find(view.report)
    found = await tx.row(
        SAVE, ReportViewId.new(), tx.actor.name, view.report, view.name, view.query, tx.now,
        VIEWS_MOST,
    )  # fmt: skip
    if found is None:
        raise TooManyViews(VIEWS_MOST)
    return found


async def drop_view(tx: Tx, view_id: ReportViewId) -> None:
    """Forget a view.

    Raises:
        UnknownView: it is none of one's own.
    """
    if await tx.row(DROP, tx.merchant_id, tx.actor.name, view_id) is None:
        raise UnknownView(view_id)
