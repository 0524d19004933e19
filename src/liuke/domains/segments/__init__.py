"""人群 Segments: any question about members, live for one and kept for all, and lists that stay.

A *segment* 人群 is a question with versions, or a frozen list 固定名单. An *evaluation* 计算 looks
at everybody and keeps who is in; entering 进入 and leaving 离开 are told once each. The fact
`segment(code)` is always decided live.
"""

from liuke.domains.segments.errors import FaultySegment, SegmentCycle, UnknownSegment
from liuke.domains.segments.evaluate import ask, begin, step, touch
from liuke.domains.segments.events import (
    SegmentArchived,
    SegmentAsked,
    SegmentChanged,
    SegmentEntered,
    SegmentEvaluated,
    SegmentLeft,
    SegmentStepped,
)
from liuke.domains.segments.explain import check_member, explain_member
from liuke.domains.segments.find import (
    definitions,
    get_segment,
    get_segments,
    segments,
    written_out,
)
from liuke.domains.segments.freeze import add_file, combine, freeze, take_off
from liuke.domains.segments.membership import page as members_in
from liuke.domains.segments.rules import asked
from liuke.domains.segments.save import archive, edit, make
from liuke.domains.segments.size import overlap, sample, sizes
from liuke.domains.segments.template import apply_template, get_template, templates
from liuke.domains.segments.uses import declare_users, uses
from liuke.domains.segments.values import (
    Combining,
    Edit,
    Explained,
    Segment,
    SegmentKind,
    Use,
    Wish,
)

__all__ = [
    "Combining", "Edit", "Explained", "FaultySegment", "Segment", "SegmentArchived",
    "SegmentAsked", "SegmentChanged", "SegmentCycle", "SegmentEntered", "SegmentEvaluated",
    "SegmentKind", "SegmentLeft", "SegmentStepped", "UnknownSegment", "Use", "Wish", "add_file",
    "apply_template", "archive", "ask", "asked", "begin", "check_member", "combine",
    "declare_users", "definitions", "edit", "explain_member", "freeze", "get_segment",
    "get_segments", "get_template", "make", "members_in", "overlap", "sample", "segments",
    "sizes", "step", "take_off", "templates", "touch", "uses", "written_out",
]  # fmt: skip
