"""What notes can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.domains.members.values import NoteId
from liuke.kernel.problems import Forbidden, NotFound, Refused, Stale


@dataclass(eq=False)
class NoSuchNote(NotFound):
    """The note is not this member's, or was removed."""

    title = "There is no such note; it may have been removed."
    title_zh = "没有这条备注，可能已被删除。"
    note_id: NoteId


@dataclass(eq=False)
class NoteOfAnother(Forbidden):
    """Somebody else wrote the note."""

    title = "Only who wrote a note changes it; the owner and managers may remove it."
    title_zh = "备注只有写的人能改；别人写的，店主和店长可以删除。"
    note_id: NoteId


@dataclass(eq=False)
class NoteWithoutDay(Refused):
    """The note has no day on which it is due."""

    title = "This note has no due day: there is nothing to tick."
    title_zh = "这条备注没有到期日，不是待办，不能打勾。"
    note_id: NoteId


@dataclass(eq=False)
class NoteEditedMeanwhile(Stale):
    """Somebody changed or ticked the note after this editor read it."""

    title = "Not saved: the note was changed meanwhile. Look again, then save."
    title_zh = "没有保存：这条备注刚被改过，请刷新后再改。"
    note_id: NoteId
    revision: str
