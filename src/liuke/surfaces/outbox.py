"""The local outbox: in development, codes are read here instead of on a phone."""

from __future__ import annotations

from liuke.kernel.db import Tx
from liuke.kernel.messages import MessageId, Sent
from liuke.kernel.messages import outbox as sent
from liuke.kernel.web import Limit, Page, cursor, get, position


@get("/outbox", may="messages.read")
async def list_messages(tx: Tx, after: str | None = None, limit: Limit = 50) -> Page[Sent]:
    """Page through the messages of the last day, newest first; only where no provider sends."""
    start = position(after, MessageId)
    found = await sent(tx, after=start[0] if start else None, limit=limit)
    return Page(found, cursor(found[-1].id) if len(found) == limit else None)


ROUTES = [list_messages]
