"""Behaviour events over HTTP, in the Segment spec: track, identify, page, screen, batch."""

from __future__ import annotations

from liuke.domains.analytics.ingest import ingest
from liuke.domains.analytics.spoken import Batch, Call, Event, EventsRefused, Taken
from liuke.kernel.db import Tx
from liuke.kernel.web import at_counter, post

WRITE = "behaviour.write"


@at_counter
@post("/track", may=WRITE, together=True, status=200)
async def track(tx: Tx, data: list[Event]) -> list[Taken | EventsRefused]:
    """Keep what somebody did; durable before the answer, once for each messageId.

    Raises:
        EventsRefused: names the field and the reason.
    """
    return await ingest(tx, [Call("track", (one,)) for one in data])


@at_counter
@post("/identify", may=WRITE, together=True, status=200)
async def identify(tx: Tx, data: list[Event]) -> list[Taken | EventsRefused]:
    """Tie an anonymous trail to a member; a server key also sets declared traits.

    Raises:
        EventsRefused: names the field and the reason.
    """
    return await ingest(tx, [Call("identify", (one,)) for one in data])


@at_counter
@post("/page", may=WRITE, together=True, status=200)
async def page(tx: Tx, data: list[Event]) -> list[Taken | EventsRefused]:
    """Keep that somebody looked at a page.

    Raises:
        EventsRefused: names the field and the reason.
    """
    return await ingest(tx, [Call("page", (one,)) for one in data])


@at_counter
@post("/screen", may=WRITE, together=True, status=200)
async def screen(tx: Tx, data: list[Event]) -> list[Taken | EventsRefused]:
    """Keep that somebody looked at a screen of an app.

    Raises:
        EventsRefused: names the field and the reason.
    """
    return await ingest(tx, [Call("screen", (one,)) for one in data])


@at_counter
@post("/batch", may=WRITE, together=True, status=200)
async def batch(tx: Tx, data: list[Batch]) -> list[Taken | EventsRefused]:
    """Keep up to 2,500 messages; what cannot be taken is named by index, the rest is kept.

    Raises:
        EventsRefused: nothing of it could be taken; names index, field and reason.
    """
    return await ingest(tx, [Call("", tuple(one.batch), one.context, one.sent_at) for one in data])


BEHAVIOUR = [track, identify, page, screen, batch]
