"""Saved views over HTTP."""

from __future__ import annotations

from liuke.domains.desk.views import NewView, SavedView, ViewId, drop_view, save_view, views
from liuke.kernel.db import Tx
from liuke.kernel.web import delete, get, post


@get("/views", may="access.self")
async def list_views(tx: Tx) -> list[SavedView]:
    """List one's own saved views of every page."""
    return await views(tx)


@post("/views", may="access.self")
async def post_view(tx: Tx, data: NewView) -> SavedView:
    """Save a page as it is shown now; a view of the same name is replaced."""
    return await save_view(tx, data)


@delete("/views/{view_id}", may="access.self")
async def delete_view(tx: Tx, view_id: ViewId) -> None:
    """Forget a saved view of one's own."""
    await drop_view(tx, view_id)


VIEWS = [list_views, post_view, delete_view]
