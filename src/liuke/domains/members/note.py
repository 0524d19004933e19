"""Write notes of members, change them, tick those that are to-dos, and remove them.

What staff write may name anybody, so it is sealed with the member's key, taken along in the
member's export and erased with them; the log and the audit hold no word of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liuke.domains.members.events import MemberNoted, MemberNoteTicked, MemberNoteUnticked
from liuke.domains.members.hold import hold
from liuke.domains.members.note_errors import (
    NoSuchNote,
    NoteEditedMeanwhile,
    NoteOfAnother,
    NoteWithoutDay,
)
from liuke.domains.members.note_fitting import actor_of, fitting
from liuke.domains.members.note_list import TABLE, find_note
from liuke.domains.members.note_values import MemberNote, NewNote, Rewording, SealedNote
from liuke.domains.members.values import NoteId
from liuke.domains.members.vault import Vault, ensure_vault, open_vault
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

# Removing what somebody else wrote.
PERMISSION = "notes.remove"


class Row(Value, frozen=True):
    """A new row of members_note, without who wrote it and when."""

    member_id: MemberId
    id: NoteId
    sealed: bytes
    due_on: date | None
    assignee: str


WRITE = Sql[None]("""
    INSERT INTO members_note (member_id, id, sealed, due_on, assignee, author, written_at)
    SELECT member_id, id, sealed, due_on, assignee, $6, $7
    FROM UNNEST($1::uuid[], $2::uuid[], $3::bytea[], $4::date[], $5::text[])
        AS n (member_id, id, sealed, due_on, assignee)
    ORDER BY member_id, id
""")
# What is no to-do any more is not done either.
REWORD = Sql[NoteId]("""
    UPDATE members_note
    SET sealed = $4, due_on = $5::date, assignee = $6, edited_at = $7, version = version + 1,
        done_at = CASE WHEN $5::date IS NULL THEN NULL ELSE done_at END,
        done_by = CASE WHEN $5::date IS NULL THEN '' ELSE done_by END
    WHERE member_id = $1::uuid AND id = $2::uuid AND version = $3
    RETURNING id
""")
TICK = Sql[NoteId]("""
    UPDATE members_note SET done_at = $4, done_by = $5, version = version + 1
    WHERE member_id = $1::uuid AND id = $2::uuid AND version = $3
    RETURNING id
""")
REMOVE = Sql[NoteId]("""
    DELETE FROM members_note WHERE member_id = $1::uuid AND id = $2::uuid RETURNING id
""")


async def write(tx: Tx, wanted: Sequence[NewNote]) -> list[NoteId]:
    """Write notes of members, and return their ids in the order given.

    Raises:
        FaultyItems: names every text with nothing in it, every day that cannot be, and every
            assignee who is nobody that does to-dos, or works for other stores.
        MemberNotActive: names those who were erased.
        UnknownMembers: names members that do not exist.
    """
    texts = await fitting(tx, wanted)
    members = sorted({note.member_id for note in wanted})
    await hold(tx, members)
    vault = await ensure_vault(tx, members)
    rows = [
        Row(note.member_id, note_id, _seal(vault, note.member_id, note_id, text), note.due_on,
            _whose(tx, note))
        for note, note_id, text in zip(wanted, NoteId.new_batch(len(wanted)), texts, strict=True)
    ]  # fmt: skip
    await tx.run(WRITE, *columns(Row, rows), tx.actor.name, tx.now)
    acts = [
        Act("members.noted", str(r.member_id), after=_told(r.id, r.due_on, r.assignee))
        for r in rows
    ]
    await audit.record(tx, acts)
    tx.emit(*(MemberNoted(row.member_id, row.id, row.due_on) for row in rows))
    return [row.id for row in rows]


async def reword(
    tx: Tx, member_id: MemberId, note_id: NoteId, wanted: Rewording, *, revision: str = ""
) -> MemberNote:
    """Change what a note says, when it is due and whose work it is, by who wrote it.

    Without a revision it is changed as it is now.

    Raises:
        NoSuchNote: it is not this member's, or was removed.
        NoteOfAnother: somebody else wrote it.
        NoteEditedMeanwhile: it was changed or ticked since; names the revision of today.
        FaultyItems: nothing is written, the day cannot be, or the assignee is nobody that does
            to-dos or works for other stores; a day and an assignee it had already may stay.
        UnknownMembers: the member does not exist.
        Contended: it was changed under another id of the member; run it again.
    """
    row, before = await _held(tx, member_id, note_id)
    if row.author != tx.actor.name:
        raise NoteOfAnother(note_id)
    if revision and revision != before.revision:
        raise NoteEditedMeanwhile(note_id, before.revision)
    new = NewNote(row.kept_for, wanted.text, wanted.due_on, wanted.assignee)
    (text,) = await fitting(tx, [new], before)
    whose = _whose(tx, new)
    if (text, wanted.due_on, whose) == (before.text, before.due_on, before.assignee):
        return before
    sealed = _seal(await open_vault(tx, [row.kept_for]), row.kept_for, note_id, text)
    done = await tx.row(
        REWORD, row.kept_for, note_id, row.version, sealed, wanted.due_on, whose, tx.now
    )  # fmt: skip
    if done is None:
        raise Contended
    was = _told(note_id, before.due_on, before.assignee)
    now = _told(note_id, wanted.due_on, whose)
    await audit.record(tx, [Act("members.note_reworded", str(member_id), was, now)])
    return (await find_note(tx, member_id, note_id))[1]


async def tick(tx: Tx, member_id: MemberId, note_id: NoteId, *, done: bool) -> MemberNote:
    """Say that a to-do is done, or is not after all; one that is so already stays as it is.

    Raises:
        NoSuchNote: it is not this member's, or was removed.
        NoteWithoutDay: it has no day on which it is due.
        UnknownMembers: the member does not exist.
        Contended: it was changed under another id of the member; run it again.
    """
    row, before = await _held(tx, member_id, note_id)
    if row.due_on is None:
        raise NoteWithoutDay(note_id)
    if (row.done_at is not None) is done:
        return before
    at, by = (tx.now, tx.actor.name) if done else (None, "")
    if await tx.row(TICK, row.kept_for, note_id, row.version, at, by) is None:
        raise Contended
    act = "members.note_ticked" if done else "members.note_unticked"
    told = _told(note_id, row.due_on, row.assignee)
    await audit.record(tx, [Act(act, str(member_id), after=told)])
    tx.emit((MemberNoteTicked if done else MemberNoteUnticked)(row.member_id, note_id))
    return (await find_note(tx, member_id, note_id))[1]


async def remove(tx: Tx, member_id: MemberId, note_id: NoteId) -> None:
    """Remove a note for good: one's own, or anybody's with the right to.

    Raises:
        NoSuchNote: it is not this member's, or was removed.
        NoteOfAnother: somebody else wrote it.
        UnknownMembers: the member does not exist.
    """
    row, _ = await _held(tx, member_id, note_id)
    if row.author != tx.actor.name and not tx.actor.may(PERMISSION):
        raise NoteOfAnother(note_id)
    if await tx.row(REMOVE, row.kept_for, note_id) is None:
        raise NoSuchNote(note_id)
    told = {**_told(note_id, row.due_on, row.assignee), "author": row.author.partition(":")[2]}
    await audit.record(tx, [Act("members.note_removed", str(member_id), before=told)])


def _whose(tx: Tx, note: NewNote) -> str:
    """Return whose work a note is: of whoever writes it unless told, and nobody's without a day."""
    if note.due_on is None:
        return ""
    return actor_of(tx, note.assignee) if note.assignee else tx.actor.name


async def _held(tx: Tx, member_id: MemberId, note_id: NoteId) -> tuple[SealedNote, MemberNote]:
    await tx.lock([member_id])
    return await find_note(tx, member_id, note_id)


def _seal(vault: Vault, member_id: MemberId, note_id: NoteId, text: str) -> bytes:
    return vault.seal(member_id, TABLE, note_id, text)


def _told(note_id: NoteId, due_on: date | None, assignee: str) -> dict[str, str | None]:
    """Return what the record keeps of a note: never what it says."""
    on = None if due_on is None else due_on.isoformat()
    whose = {"assignee": assignee.partition(":")[2]} if assignee else {}
    return {"note_id": str(note_id), "due_on": on, **whose}
