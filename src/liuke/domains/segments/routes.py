"""Segments over HTTP."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from liuke.domains.members import Member
from liuke.domains.segments.evaluate import ask
from liuke.domains.segments.explain import check_member, explain_member
from liuke.domains.segments.find import get_segment, segments, versions
from liuke.domains.segments.list_routes import LISTS
from liuke.domains.segments.save import archive, edit, make
from liuke.domains.segments.size import overlap, sample, sizes
from liuke.domains.segments.template_routes import TEMPLATES
from liuke.domains.segments.uses import uses
from liuke.domains.segments.values import (
    Edit,
    Explained,
    Overlap,
    Segment,
    SegmentVersion,
    Sizes,
    Use,
    Wish,
)
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import Limit, Page, get, onward, place, post, put

Few = Annotated[int, Meta(ge=1, le=50, description="How many at most.")]


class Shelf(StrEnum):
    """Segments in use, or those put away."""

    IN_USE = "in_use"
    ARCHIVED = "archived"


class Question(Value, frozen=True):
    """A question about members that need not be kept."""

    tree: Condition


class Drawn(Value, frozen=True):
    """A question, and which sample of whom it fits; another draw shows others."""

    tree: Condition
    draw: Annotated[int, Meta(ge=0, le=2**31, description="Number of the sample.")] = 0
    limit: Few = 10


class About(Value, frozen=True):
    """A question, and the member it is explained for."""

    tree: Condition
    member_id: MemberId


class Codes(Value, frozen=True):
    """The segments of an overlap."""

    codes: Annotated[tuple[str, ...], Meta(max_length=10, examples=[["quiet", "loyal"]])]


@get("/segments", may="segments.read")
async def list_segments(
    tx: Tx, state: Shelf = Shelf.IN_USE, limit: Limit = 50, after: str | None = None
) -> Page[Segment]:
    """List segments in code order, with how many are in and how fresh that is."""
    archived = state is Shelf.ARCHIVED
    found = await segments(tx, archived=archived, after=place(after, str) or "", limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.code,)))


@post("/segments", may="segments.edit", key=True)
async def post_segment(tx: Tx, data: Wish) -> Segment:
    """Make a segment by its question, or an empty list when there is none."""
    return await make(tx, data)


@get("/segments/{code}", may="segments.read")
async def show_segment(tx: Tx, code: str) -> Segment:
    """Return a segment as it stands."""
    return await get_segment(tx, code)


@put("/segments/{code}", may="segments.edit")
async def put_segment(tx: Tx, code: str, data: Edit, if_match: str = "") -> Segment:
    """Save a new version; `If-Match` names the version that was edited."""
    return await edit(tx, code, data, revision=if_match)


@put("/segments/{code}/archive", may="segments.edit")
async def put_archive(tx: Tx, code: str) -> Segment:
    """Put a segment away that nothing asks any more."""
    return await archive(tx, code, archived=True)


@put("/segments/{code}/restoration", may="segments.edit")
async def put_restoration(tx: Tx, code: str) -> Segment:
    """Take an archived segment out again."""
    return await archive(tx, code, archived=False)


@get("/segments/{code}/versions", may="segments.read")
async def list_versions(
    tx: Tx, code: str, limit: Limit = 50, after: str | None = None
) -> Page[SegmentVersion]:
    """List the versions of a segment, newest first, each with who made it and when."""
    found = await versions(tx, code, before=place(after, int), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.version,)))


@get("/segments/{code}/uses", may="segments.read")
async def list_uses(tx: Tx, code: str) -> list[Use]:
    """List who asks this segment: segments, promotion rules, batches."""
    return await uses(tx, code)


@post("/segments/{code}/evaluations", may="segments.read", key=True)
async def post_evaluation(tx: Tx, code: str) -> Segment:
    """Have a live segment evaluated now; it shows `running` until everybody was looked at."""
    return await ask(tx, code)


@get("/segments/{code}/members/{member_id}", may="segments.read")
async def show_membership(tx: Tx, code: str, member_id: MemberId) -> Explained:
    """Decide live whether one member is in a segment, and say why."""
    return await check_member(tx, code, member_id)


@post("/segments/sizes", may="segments.read", status=200)
async def post_sizes(tx: Tx, data: Question) -> Sizes:
    """Count whom a question fits, and what each of its rows lets through."""
    return await sizes(tx, data.tree)


@post("/segments/samples", may="segments.read", status=200)
async def post_sample(tx: Tx, data: Drawn) -> list[Member]:
    """Show some members a question fits, masked."""
    return await sample(tx, data.tree, draw=data.draw, limit=data.limit)


@post("/segments/explanations", may="segments.read", status=200)
async def post_explanation(tx: Tx, data: About) -> Explained:
    """Say for one member what each row of a question found.

    Raises:
        UnknownFact: it asks for a fact nobody declares.
        NoSuchDeed: it asks for a deed nobody declares.
        NoSuchDeedField: it asks a deed for what it does not tell.
    """
    return await explain_member(tx, data.tree, data.member_id)


@post("/segments/overlaps", may="segments.read", status=200)
async def post_overlap(tx: Tx, data: Codes) -> Overlap:
    """Count every part of the picture that two or three segments make."""
    return await overlap(tx, data.codes)


ROUTES = [
    list_segments, post_segment, show_segment, put_segment, put_archive, put_restoration,
    list_versions, list_uses, post_evaluation, show_membership, post_sizes, post_sample,
    post_explanation, post_overlap, *LISTS, *TEMPLATES,
]  # fmt: skip
