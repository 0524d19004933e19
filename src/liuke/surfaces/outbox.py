"""The local outbox: in development, codes are read here instead of on a phone."""

from __future__ import annotations

from liuke.kernel.db import Tx
from liuke.kernel.messages import MessageId, Sent
from liuke.kernel.messages import outbox as sent
from liuke.kernel.web import Limit, Page, get, onward, place


@get("/outbox", may="messages.read")
async def list_messages(tx: Tx, after: str | None = None, limit: Limit = 50) -> Page[Sent]:
    """Page through the messages of the last day, newest first; only where no provider sends."""
    found = await sent(tx, after=place(after, MessageId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.id,)))


ROUTES = [list_messages]
