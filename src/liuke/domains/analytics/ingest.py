"""Take behaviour events: durable before the answer, each once, whoever repeats it."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains import members
from liuke.domains.analytics.heard import Ear, hear
from liuke.domains.analytics.spoken import (
    REFUSALS_SHOWN,
    BehaviourId,
    Call,
    EventsRefused,
    Heard,
    Refusal,
    Row,
    Taken,
)
from liuke.domains.analytics.whose import Owners, find_owners, write_ties
from liuke.domains.members import Patch
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

# Who holds it says who somebody is, and what is known of them: the shop's own server.
SERVER = "behaviour.identify"
# In order of id: two who repeat the same messages in another order wait instead of deadlocking.
WRITE = Sql[BehaviourId]("""
    INSERT INTO analytics_behaviour (
        id, member_id, anonymous_id, session_id, kind, name, product, category, value_minor,
        quantity, query, url, referrer, properties, at, on_, hour, trusted, received_at
    )
    SELECT id, member_id, anonymous_id, session_id, kind, name, product, category, value_minor,
        quantity, query, url, referrer, properties::jsonb, at, on_, hour, $18, $19
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::text[],
        $14::text[], $15::timestamptz[], $16::date[], $17::smallint[]
    ) AS n (
        id, member_id, anonymous_id, session_id, kind, name, product, category, value_minor,
        quantity, query, url, referrer, properties, at, on_, hour
    )
    ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING id
""")


async def ingest(tx: Tx, calls: Sequence[Call]) -> list[Taken | EventsRefused]:
    """Keep what requests tell, in a constant number of statements; answer each request.

    A message that was told before, in whatever request of the same write key or of any server
    key, is counted as a duplicate. A request of which nothing can be taken is refused; the others
    are not concerned.
    """
    trusted = tx.actor.may(SERVER)
    ear = Ear(tx.now, tx.zone, tx.currency, "server" if trusted else tx.actor.name)
    read = [hear(call, ear) for call in calls]
    first: dict[BehaviourId, Heard] = {}
    for heard, _ in read:
        for one in heard:
            first.setdefault(one.id, one)
    fresh = await _keep(tx, list(first.values()), trusted=trusted) if first else set()
    return [_answer(heard, refused, fresh) for heard, refused in read]


async def _keep(tx: Tx, heard: Sequence[Heard], *, trusted: bool) -> set[BehaviourId]:
    """Write messages and whose they are; return those that are new."""
    owners = await find_owners(tx, heard, trusted=trusted)
    await write_ties(tx, owners)
    rows = [_row(one, owners) for one in heard]
    fresh = set(await tx.rows(WRITE, *columns(Row, rows), trusted, tx.now))
    if trusted:
        await _learn(tx, [one for one in heard if one.id in fresh], owners)
    return fresh


def _row(one: Heard, owners: Owners) -> Row:
    member_id, trail = owners.place(one)
    return Row(
        id=one.id,
        member_id=member_id,
        anonymous_id=trail,
        session_id=one.session,
        kind=one.kind,
        name=one.name,
        product=one.product,
        category=one.category,
        value_minor=one.value_minor,
        quantity=one.quantity,
        query=one.query,
        url=one.url,
        referrer=one.referrer,
        properties=one.properties,
        at=one.at,
        on_=one.on,
        hour=one.hour,
    )


def _answer(
    heard: Sequence[Heard], refused: Sequence[Refusal], fresh: set[BehaviourId]
) -> Taken | EventsRefused:
    """Answer one request; a message counts for the request that told it first."""
    shown = tuple(refused[:REFUSALS_SHOWN])
    if refused and not heard:
        return EventsRefused(shown)
    accepted = 0
    for one in heard:
        if one.id in fresh:
            fresh.discard(one.id)
            accepted += 1
    again = len(heard) - accepted
    return Taken(accepted=accepted, duplicates=again, refused=shown, refused_count=len(refused))


async def _learn(tx: Tx, heard: Sequence[Heard], owners: Owners) -> None:
    """Set profile fields from traits: declared, not sensitive, of members who agreed, and new."""
    told: dict[MemberId, dict[str, str]] = {}
    for one in sorted(heard, key=lambda one: one.at):
        member_id = owners.found.get(one.user or "")
        if one.traits and member_id in owners.consenting:
            told.setdefault(member_id, {}).update(one.traits)
    if not told:
        return
    patches = [Patch(member_id, traits) for member_id, traits in told.items()]
    await members.set_profiles(tx, await members.fitting(tx, patches))
