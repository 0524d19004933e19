"""Saved views: pages of the console as they were filtered, each kept by one member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from liuke.kernel.db import Tx
from liuke.kernel.ids import Id
from liuke.kernel.problems import NotFound, Refused
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

VIEWS_MOST = 200
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
PagePath = Annotated[str, Meta(max_length=80, pattern=r"^[a-z0-9_]+(/[a-z0-9_]+)*$(?!\n)")]
Query = Annotated[str, Meta(max_length=4_000, pattern=r"^[^\x00]*$")]


class ViewId(Id):
    """One saved view."""

    prefix = "viw"
    __slots__ = ()


class SavedView(Value, frozen=True):
    """A page under a name, with the query of its address."""

    id: ViewId
    page: str
    name: str
    query: str


class NewView(Value, frozen=True):
    """What is to be saved."""

    page: PagePath
    name: Name
    query: Query = ""


@dataclass(eq=False)
class UnknownView(NotFound):
    """There is no such view of one's own."""

    title = "There is no such saved view."
    title_zh = "没有这个已存视图。"
    view_id: ViewId


@dataclass(eq=False)
class TooManyViews(Refused):
    """Nobody finds anything among so many."""

    title = "There are too many saved views; remove one first."
    title_zh = "已存视图太多，先删掉一个。"
    most: int


LIST = Sql[SavedView]("""
    SELECT id, page, name, query FROM desk_view
    WHERE owner = $1
    ORDER BY page, name
""")
SAVE = Sql[SavedView]("""
    INSERT INTO desk_view AS v (id, owner, page, name, query, saved_at)
    SELECT $1, $2, $3, $4, $5, $6
    WHERE (
        SELECT COUNT(*) FROM desk_view o
        WHERE o.owner = $2 AND (o.page, o.name) <> ($3, $4)
    ) < $7
    ON CONFLICT (merchant_id, owner, page, name)
        DO UPDATE SET query = EXCLUDED.query, saved_at = EXCLUDED.saved_at
    RETURNING v.id, v.page, v.name, v.query
""")
DROP = Sql[ViewId]("""
    DELETE FROM desk_view WHERE merchant_id = $1::uuid AND owner = $2 AND id = $3 RETURNING id
""")


async def views(tx: Tx) -> list[SavedView]:
    """Return the actor's own views by page and name."""
    return await tx.rows(LIST, tx.actor.name)


async def save_view(tx: Tx, view: NewView) -> SavedView:
    """Keep a view; one of the same name on the same page is replaced.

    Raises:
        TooManyViews: there are two hundred.
    """
    found = await tx.row(
        SAVE, ViewId.new(), tx.actor.name, view.page, view.name, view.query, tx.now, VIEWS_MOST
    )
    if found is None:
        raise TooManyViews(VIEWS_MOST)
    return found


async def drop_view(tx: Tx, view_id: ViewId) -> None:
    """Forget a view.

    Raises:
        UnknownView: it is none of one's own.
    """
    if await tx.row(DROP, tx.merchant_id, tx.actor.name, view_id) is None:
        raise UnknownView(view_id)
