"""Events in bulk: one event told of very many members, written in one statement."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from liuke.kernel.db import Tx
from liuke.kernel.events import WITHIN, Event, member_of
from liuke.kernel.ids import EventId, Id, MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import encode

# The bodies differ in two ids only, so the database writes them around the text they share.
EMIT_ALIKE = Sql[None]("""
    INSERT INTO kernel_event (merchant_id, id, kind, member_id, at, actor, body)
    SELECT $1::uuid, id, $2::text, member_id, $3::timestamptz, $4::text,
           (
               $5::text || encode(uuid_send(member_id), 'hex')
               || $6::text || encode(uuid_send(subject_id), 'hex') || $7::text
           )::jsonb
    FROM UNNEST($8::uuid[], $9::uuid[], $10::uuid[]) AS e (id, member_id, subject_id)
""")


# The same for events that differ in the member alone.
EMIT_OF_EACH = Sql[None]("""
    INSERT INTO kernel_event (merchant_id, id, kind, member_id, at, actor, body)
    SELECT $1::uuid, id, $2::text, member_id, $3::timestamptz, $4::text,
           ($5::text || encode(uuid_send(member_id), 'hex') || $6::text)::jsonb
    FROM UNNEST($7::uuid[], $8::uuid[]) AS e (id, member_id)
""")


async def emit_of_each(tx: Tx, first: Event, member_ids: Sequence[MemberId]) -> None:
    """Write the event `first` once for each member, who is all that it tells of each.

    `first` tells of the first member; no reaction in the same transaction waits for such events.
    """
    assert member_of(first) == member_ids[0], "the first event tells of the first member"
    assert not WITHIN.get(type(first)), "a reaction would not see it"
    before, member, after = encode(first).decode().partition(member_ids[0].bytes.hex())
    assert member, "an event names its member"
    head = tx.merchant_id, type(first).kind(), getattr(first, "at", None) or tx.now, tx.actor.name
    told = EventId.new_batch(len(member_ids))
    await tx.run(EMIT_OF_EACH, *head, before, after, told, list(member_ids))


async def emit_alike(
    tx: Tx, first: Event, member_ids: Sequence[MemberId], *, subject: str, ids: Sequence[Id]
) -> None:
    """Write the event `first` once for each member, with the matching id in its field `subject`.

    `first` tells of the first member. Where a reaction waits for such events they are emitted one
    by one instead, so that it sees them.
    """
    assert member_of(first) == member_ids[0], "the first event tells of the first member"
    if WITHIN.get(type(first)):
        pairs = zip(member_ids, ids, strict=True)
        tx.emit(*(replace(first, **{"member_id": m, subject: id_}) for m, id_ in pairs))
        return
    before, between, after = _around(first, member_ids[0], ids[0])
    kind, at = type(first).kind(), getattr(first, "at", None) or tx.now
    told = EventId.new_batch(len(ids))
    head = (tx.merchant_id, kind, at, tx.actor.name)
    await tx.run(EMIT_ALIKE, *head, before, between, after, told, member_ids, ids)


def _around(first: Event, member_id: MemberId, subject_id: Id) -> tuple[str, str, str]:
    """Return the text of an event before, between and after the digits of its two ids."""
    text = encode(first).decode()
    before, member, rest = text.partition(member_id.bytes.hex())
    between, subject, after = rest.partition(subject_id.bytes.hex())
    assert member and subject, "the member's id stands before the subject's"  # noqa: PT018 - one fact
    return before, between, after
