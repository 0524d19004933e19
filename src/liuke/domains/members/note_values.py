"""Values of notes: what staff wrote of a member, and what is still to be done for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains.access import StaffId
from liuke.domains.members.values import NoteId
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

TEXT_MAX = 1_000
NoteText = Annotated[str, Meta(min_length=1, max_length=TEXT_MAX, pattern=r"^[^\x00]*$")]


class NewNote(Value, frozen=True):
    """A note to write of a member; with a business day of the shop it is a to-do, due on it.

    A to-do is the work of its assignee: of whoever writes it, unless told.
    """

    member_id: MemberId
    text: NoteText
    due_on: date | None = None
    assignee: StaffId | None = None


class Rewording(Value, frozen=True):
    """What a note is to say from now on; without a day it is no to-do, and nobody's work."""

    text: NoteText
    due_on: date | None = None
    assignee: StaffId | None = None


class Tick(Value, frozen=True):
    """Whether a to-do is done."""

    done: bool


class SealedNote(Value, frozen=True):
    """A row of members_note, and who the member is now."""

    kept_for: MemberId
    member_id: MemberId
    id: NoteId
    version: int
    sealed: bytes
    due_on: date | None
    author: str
    assignee: str
    written_at: datetime
    edited_at: datetime | None
    done_at: datetime | None
    done_by: str


class MemberNote(Value, frozen=True):
    """A note as staff read it; names are empty where it is no person of the staff."""

    id: NoteId
    member_id: MemberId
    text: str
    due_on: date | None
    author: str
    author_name: str
    assignee: str
    assignee_name: str
    written_at: datetime
    edited_at: datetime | None
    done_at: datetime | None
    done_by_name: str
    version: int

    @property
    def revision(self) -> str:
        """Return a mark that changes with anything shown, for `ETag` and `If-Match`."""
        return str(self.version)


class ToDo(Value, frozen=True):
    """An open to-do that is due, and the member it is for, masked."""

    note: MemberNote
    name: str
    phone: str


class NoteCopy(Value, frozen=True):
    """A note as the member takes it along."""

    member_id: MemberId
    id: NoteId
    text: str
    due_on: date | None
    author: str
    assignee: str
    written_at: datetime
    edited_at: datetime | None
    done_at: datetime | None
