"""Read what staff noted of members: what is to be done, what was written, who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from liuke.domains import access
from liuke.domains.members.note_errors import NoSuchNote
from liuke.domains.members.note_values import MemberNote, NoteCopy, SealedNote, ToDo
from liuke.domains.members.people import cluster
from liuke.domains.members.values import NoteId
from liuke.domains.members.vault import Vault, open_vault
from liuke.domains.members.view import get_members
from liuke.kernel.clock import END_OF_TIME
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

TABLE = "members_note"

NOTES = Sql[SealedNote]("""
    SELECT n.member_id AS kept_for, k.member_id, n.id, n.version, n.sealed, n.due_on, n.author,
        n.assignee, n.written_at, n.edited_at, n.done_at, n.done_by
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_note n ON n.member_id = k.kept_for
    WHERE (n.due_on IS NULL OR n.done_at IS NOT NULL)
        AND (n.written_at, n.id) < ($3::timestamptz, $4::uuid)
    ORDER BY n.written_at DESC, n.id DESC
    LIMIT $5
""")
TODOS = Sql[SealedNote]("""
    SELECT n.member_id AS kept_for, k.member_id, n.id, n.version, n.sealed, n.due_on, n.author,
        n.assignee, n.written_at, n.edited_at, n.done_at, n.done_by
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_note n ON n.member_id = k.kept_for
    WHERE n.due_on IS NOT NULL AND n.done_at IS NULL AND (n.due_on, n.id) > ($3::date, $4::uuid)
    ORDER BY n.due_on, n.id
    LIMIT $5
""")
# Whose they are now decides who may see them.
DUE = Sql[SealedNote]("""
    SELECT n.member_id AS kept_for, k.id AS member_id, n.id, n.version, n.sealed, n.due_on,
        n.author, n.assignee, n.written_at, n.edited_at, n.done_at, n.done_by
    FROM members_note n
    JOIN members_member m ON m.merchant_id = n.merchant_id AND m.id = n.member_id
    JOIN members_member k ON k.merchant_id = m.merchant_id AND k.id = m.home_id
    WHERE n.due_on IS NOT NULL AND n.done_at IS NULL AND n.due_on <= $1::date
        AND (n.due_on, n.id) > ($2::date, $3::uuid)
        AND ($4::uuid[] IS NULL OR k.store_id = ANY ($4::uuid[]))
    ORDER BY n.due_on, n.id
    LIMIT $5
""")
DUE_MINE = Sql[SealedNote]("""
    SELECT n.member_id AS kept_for, k.id AS member_id, n.id, n.version, n.sealed, n.due_on,
        n.author, n.assignee, n.written_at, n.edited_at, n.done_at, n.done_by
    FROM members_note n
    JOIN members_member m ON m.merchant_id = n.merchant_id AND m.id = n.member_id
    JOIN members_member k ON k.merchant_id = m.merchant_id AND k.id = m.home_id
    WHERE n.due_on IS NOT NULL AND n.done_at IS NULL AND n.due_on <= $1::date
        AND (n.due_on, n.id) > ($2::date, $3::uuid)
        AND ($4::uuid[] IS NULL OR k.store_id = ANY ($4::uuid[]))
        AND n.assignee = $6
    ORDER BY n.due_on, n.id
    LIMIT $5
""")
ONE = Sql[SealedNote]("""
    SELECT n.member_id AS kept_for, k.member_id, n.id, n.version, n.sealed, n.due_on, n.author,
        n.assignee, n.written_at, n.edited_at, n.done_at, n.done_by
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_note n ON n.member_id = k.kept_for
    WHERE n.id = $3::uuid
""")
WHOLE = Sql[SealedNote]("""
    SELECT n.member_id AS kept_for, k.member_id, n.id, n.version, n.sealed, n.due_on, n.author,
        n.assignee, n.written_at, n.edited_at, n.done_at, n.done_by
    FROM UNNEST($1::uuid[], $2::uuid[]) AS k (kept_for, member_id)
    JOIN members_note n ON n.member_id = k.kept_for
    ORDER BY n.written_at, n.id
""")


async def notes(
    tx: Tx,
    member_id: MemberId,
    *,
    before: tuple[datetime, NoteId] | None = None,
    limit: int = 50,
) -> list[MemberNote]:
    """Return what was written of a member, newest first; open to-dos are told by `todos`."""
    whose = await _whose(tx, [member_id])
    at = before or (END_OF_TIME, NoteId.last())
    return await _opened(tx, await tx.rows(NOTES, *whose, *at, limit))


async def todos(
    tx: Tx, member_id: MemberId, *, after: tuple[date, NoteId] | None = None, limit: int = 50
) -> list[MemberNote]:
    """Return what is still to be done for a member, the soonest due first."""
    whose = await _whose(tx, [member_id])
    begin = after or (date.min, NoteId.first())
    return await _opened(tx, await tx.rows(TODOS, *whose, *begin, limit))


async def due_todos(
    tx: Tx, *, mine: bool = False, after: tuple[date, NoteId] | None = None, limit: int = 50
) -> list[ToDo]:
    """Return the open to-dos due by today of every member the actor works for, oldest first.

    `mine` are those the actor is to do.
    """
    asked = tx.today, *(after or (date.min, NoteId.first())), tx.actor.own_stores, limit
    rows = await (tx.rows(DUE_MINE, *asked, tx.actor.name) if mine else tx.rows(DUE, *asked))
    if not rows:
        return []
    people = sorted({row.member_id for row in rows})
    named = dict(zip(people, await get_members(tx, people), strict=True))
    return [
        ToDo(note, named[note.member_id].name, named[note.member_id].phone)
        for note in await _opened(tx, rows)
    ]


async def note_copies(tx: Tx, member_ids: Sequence[MemberId]) -> list[NoteCopy]:
    """Return all that was written of members, oldest first, for them to take along."""
    rows = await tx.rows(WHOLE, *await _whose(tx, member_ids))
    vault = await open_vault(tx, {row.kept_for for row in rows})
    return [
        NoteCopy(
            row.member_id, row.id, _open(vault, row), row.due_on, row.author, row.assignee,
            row.written_at, row.edited_at, row.done_at,
        )
        for row in rows
    ]  # fmt: skip


async def find_note(tx: Tx, member_id: MemberId, note_id: NoteId) -> tuple[SealedNote, MemberNote]:
    """Return a note of a member, as it is kept and as it reads.

    Raises:
        NoSuchNote: it is not this member's, or was removed.
    """
    row = await tx.row(ONE, *await _whose(tx, [member_id]), note_id)
    if row is None:
        raise NoSuchNote(note_id)
    (note,) = await _opened(tx, [row])
    return row, note


async def _whose(tx: Tx, member_ids: Sequence[MemberId]) -> tuple[list[MemberId], list[MemberId]]:
    kept = await cluster(tx, member_ids)
    return [one.kept_for for one in kept], [one.member_id for one in kept]


async def _opened(tx: Tx, rows: Sequence[SealedNote]) -> list[MemberNote]:
    vault = await open_vault(tx, {row.kept_for for row in rows})
    people = {who for row in rows for who in (row.author, row.assignee, row.done_by)}
    names = await access.staff_names(tx, people)
    return [
        MemberNote(
            row.id, row.member_id, _open(vault, row), row.due_on, row.author,
            names.get(row.author, ""), row.assignee, names.get(row.assignee, ""),
            row.written_at, row.edited_at, row.done_at, names.get(row.done_by, ""), row.version,
        )
        for row in rows
    ]  # fmt: skip


def _open(vault: Vault, row: SealedNote) -> str:
    return vault.open(row.kept_for, TABLE, row.id, row.sealed)
