"""Notes and to-dos of members over HTTP.

What a note says is answered to whoever reads it and never kept for retries, because it could not
be erased there: a keyed creation answers with ids alone.
"""

from __future__ import annotations

from datetime import date, datetime

from liuke.domains.access import Colleague, StaffId, colleagues
from liuke.domains.members.note import remove, reword, tick, write
from liuke.domains.members.note_fitting import ASSIGNED, fit_for
from liuke.domains.members.note_list import due_todos, notes, todos
from liuke.domains.members.note_values import MemberNote, NewNote, Rewording, Tick, ToDo
from liuke.domains.members.values import NoteId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.web import Limit, Page, delete, get, onward, position, post, put


@post("/members/notes", may="notes.write", key=True)
async def post_notes(tx: Tx, data: list[NewNote]) -> list[NoteId]:
    """Write notes of members; with a day a note is a to-do."""
    return await write(tx, data)


@get("/members/todos", may="notes.read")
async def list_due(
    tx: Tx, *, mine: bool = False, limit: Limit = 50, after: str | None = None
) -> Page[ToDo]:
    """List the open to-dos that are due by today, the oldest first: all, or those one is to do."""
    found = await due_todos(tx, mine=mine, after=position(after, date, NoteId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.note.due_on, last.note.id)))


@get("/members/todos/colleagues", may=ASSIGNED)
async def list_colleagues(
    tx: Tx, member_id: MemberId | None = None, limit: Limit = 50, after: str | None = None
) -> Page[Colleague]:
    """List who may be given a to-do, by name: of one member, only who works for their store.

    Then a page may hold fewer than its limit, and still have another after it.
    """
    found = await colleagues(tx, ASSIGNED, after=position(after, str, StaffId), limit=limit)
    onwards = onward(found, limit, lambda last: (last.name, last.id))
    return Page(found if member_id is None else await fit_for(tx, member_id, found), onwards)


@get("/members/{member_id}/todos", may="notes.read")
async def list_todos(
    tx: Tx, member_id: MemberId, limit: Limit = 50, after: str | None = None
) -> Page[MemberNote]:
    """List what is still to be done for a member, the soonest due first."""
    found = await todos(tx, member_id, after=position(after, date, NoteId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.due_on, last.id)))


@get("/members/{member_id}/notes", may="notes.read")
async def list_notes(
    tx: Tx, member_id: MemberId, limit: Limit = 50, after: str | None = None
) -> Page[MemberNote]:
    """List what staff wrote of a member and to-dos that are done, newest first."""
    found = await notes(tx, member_id, before=position(after, datetime, NoteId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.written_at, last.id)))


@put("/members/{member_id}/notes/{note_id}", may="notes.write")
async def put_note(
    tx: Tx, member_id: MemberId, note_id: NoteId, data: Rewording, if_match: str = ""
) -> MemberNote:
    """Change what one's own note says, when it is due, or whose work it is."""
    return await reword(tx, member_id, note_id, data, revision=if_match)


@put("/members/{member_id}/notes/{note_id}/tick", may="notes.write")
async def put_tick(tx: Tx, member_id: MemberId, note_id: NoteId, data: Tick) -> MemberNote:
    """Say that a to-do is done, or that it is not after all."""
    return await tick(tx, member_id, note_id, done=data.done)


@delete("/members/{member_id}/notes/{note_id}", may="notes.write")
async def delete_note(tx: Tx, member_id: MemberId, note_id: NoteId) -> None:
    """Remove a note for good: one's own; the owner and managers remove anybody's."""
    await remove(tx, member_id, note_id)


NOTES = [
    post_notes,
    list_due,
    list_colleagues,
    list_todos,
    list_notes,
    put_note,
    put_tick,
    delete_note,
]
