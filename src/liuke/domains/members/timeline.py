"""Tell a member's story: everything that happened, in sentences, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liuke.domains import programme
from liuke.domains.members.people import cluster
from liuke.domains.members.phrases import Shop, sentence
from liuke.kernel.db import Tx
from liuke.kernel.ids import EventId, MemberId
from liuke.kernel.timeline import Happening, happenings
from liuke.kernel.values import Value


class Moment(Value, frozen=True):
    """One thing that happened, as a sentence and as data."""

    id: EventId
    kind: str
    member_id: MemberId
    at: datetime
    actor: str
    text: str
    text_zh: str
    body: dict[str, Any]


async def timeline(
    tx: Tx,
    member_id: MemberId,
    *,
    kinds: Sequence[str] | None = None,
    before: tuple[datetime, EventId] | None = None,
    limit: int = 50,
) -> list[Moment]:
    """Return what happened to a member and to those merged into them, newest first."""
    kept = [row.kept_for for row in await cluster(tx, [member_id])]
    found = await happenings(tx, kept, kinds=kinds, before=before, limit=limit)
    shop = await _shop(tx)
    return [_moment(event, shop) for event in found]


async def stories(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, list[Moment]]:
    """Return all that ever happened to members, newest first, for their export."""
    found: dict[MemberId, list[Moment]] = {}
    shop = await _shop(tx)
    for event in await happenings(tx, member_ids, limit=None):
        found.setdefault(event.member_id, []).append(_moment(event, shop))
    return found


async def _shop(tx: Tx) -> Shop:
    return Shop(await programme.live(tx), tx.currency)


def _moment(event: Happening, shop: Shop) -> Moment:
    return Moment(
        event.id,
        event.kind,
        event.member_id,
        event.at,
        event.actor,
        sentence(event.kind, event.body, "en", shop),
        sentence(event.kind, event.body, "zh", shop),
        event.body,
    )
