"""Members over HTTP; what names a person travels in bodies, never in an address."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from liuke.domains.access import ApprovalId, Ask, require
from liuke.domains.members.card_routes import CARDS
from liuke.domains.members.consent import (
    Consent,
    Decision,
    Notice,
    Said,
    consents,
    decide,
    notices,
    publish_notices,
    words,
)
from liuke.domains.members.edit import edit
from liuke.domains.members.enrol import enrol
from liuke.domains.members.erase import erase
from liuke.domains.members.export import Export, as_csv, export_members
from liuke.domains.members.family_routes import FAMILY
from liuke.domains.members.fields import declare_fields, listed
from liuke.domains.members.identity import Identifying, forget_identities, identify
from liuke.domains.members.merge import Merge, Merging, merge, merges, undo_merges
from liuke.domains.members.note_routes import NOTES
from liuke.domains.members.profile import Patch
from liuke.domains.members.search import search_members
from liuke.domains.members.states import set_states
from liuke.domains.members.tag import tag, tags, untag
from liuke.domains.members.timeline import Moment, timeline
from liuke.domains.members.values import (
    Enrolled,
    Enrolment,
    Field,
    IdentityId,
    Member,
    MemberState,
    MergeId,
    Person,
    Tag,
    Tagging,
)
from liuke.domains.members.view import get_members, open_members
from liuke.domains.members.welcome import Guest, Welcomed, welcome
from liuke.kernel.db import Tx
from liuke.kernel.ids import EventId, MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import (
    Limit,
    Page,
    Repeat,
    at_counter,
    delete,
    get,
    onward,
    place,
    position,
    post,
    put,
)

Reason = Annotated[str, Meta(min_length=3, max_length=500)]


class Why(Value, frozen=True):
    """The reason of an act on personal data, for the record."""

    reason: Reason


class NewState(Value, frozen=True):
    """A state to move to, and why."""

    state: Literal["new", "active", "blocked"]
    reason: Reason


class Search(Value, frozen=True):
    """What staff ask: a phone, its last four digits, a card, an e-mail, an id, part of a name."""

    text: Annotated[str, Meta(min_length=1, max_length=254)]
    limit: Limit = 50
    after: str | None = None


class ExportWish(Value, frozen=True):
    """Whose data is wanted, and why."""

    member_ids: Annotated[tuple[MemberId, ...], Meta(min_length=1, max_length=1000)]
    reason: Reason
    csv: bool = False


class Exported(Value, frozen=True):
    """One member's data; the sections as CSV texts too, if they were asked for."""

    data: Export
    csv: dict[str, str] = {}  # noqa: RUF012 - msgspec copies it for each value


@at_counter
@post("/members", may="members.enrol", key=True)
async def post_members(tx: Tx, data: list[Enrolment]) -> list[Enrolled]:
    """Enrol people, or find those who are members already, in the order asked."""
    return await enrol(tx, data)


@at_counter
@post("/members/welcomes", may="members.enrol")
async def post_welcomes(tx: Tx, data: list[Guest]) -> list[Welcomed]:
    """Enrol guests in the store, with consents and cards, in one step; safe to repeat."""
    return await welcome(tx, data)


@post("/members/searches", may="members.read", status=200)
async def post_searches(tx: Tx, data: Search) -> Page[Member]:
    """Search members; masked, in id order."""
    start = place(data.after, MemberId)
    found = await search_members(tx, data.text, after=start, limit=data.limit)
    return Page(await get_members(tx, found), onward(found, data.limit, lambda last: (last,)))


@get("/members/{member_id}", may="members.read")
async def show_member(tx: Tx, member_id: MemberId) -> Member:
    """Return a member, what names them masked."""
    (member,) = await get_members(tx, [member_id])
    return member


@post("/members/{member_id}/openings", may="members.reveal", status=200)
async def post_openings(tx: Tx, member_id: MemberId, data: Why) -> Person:
    """Open a member's personal data; who did and why is recorded."""
    (person,) = await open_members(tx, [member_id], reason=data.reason)
    return person


@post("/members/identities", may="members.edit", repeat=Repeat.HONOURED)
async def post_identities(tx: Tx, data: list[Identifying]) -> None:
    """Give members further identities: a new phone, an openid."""
    await identify(tx, data)


@delete("/members/{member_id}/identities/{identity_id}", may="members.edit")
async def delete_identity(tx: Tx, member_id: MemberId, identity_id: IdentityId) -> None:
    """Take an identity from a member; nobody is found by it any more."""
    await forget_identities(tx, [(member_id, identity_id)])


@put("/members/{member_id}/profile", may="members.edit")
async def put_profile(
    tx: Tx, member_id: MemberId, data: dict[str, str], if_match: str = ""
) -> Member:
    """Set profile fields by code; an empty value clears, what is not named stays."""
    return await edit(tx, Patch(member_id, data), revision=if_match)


@put("/members/{member_id}/state", may="members.edit")
async def put_state(tx: Tx, member_id: MemberId, data: NewState) -> Member:
    """Block a member, let them in again, or make a new one active."""
    await set_states(tx, [member_id], MemberState(data.state), reason=data.reason)
    (member,) = await get_members(tx, [member_id])
    return member


@get("/members/{member_id}/timeline", may="members.read")
async def list_moments(
    tx: Tx,
    member_id: MemberId,
    kinds: str = "",
    limit: Limit = 50,
    after: str | None = None,
) -> Page[Moment]:
    """Tell what happened to a member, newest first; `kinds` is a list with commas."""
    asked = [kind for kind in kinds.split(",") if kind] or None
    before = position(after, datetime, EventId)
    found = await timeline(tx, member_id, kinds=asked, before=before, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.at, last.id)))


@get("/members/fields", may="members.read")
async def list_fields(tx: Tx) -> list[Field]:
    """List what a profile may hold, the built-in fields first."""
    return await listed(tx)


@put("/members/fields", may="programme.edit")
async def put_fields(tx: Tx, data: list[Field], if_match: str = "") -> list[Field]:
    """Declare profile fields; kind and secrecy of one that exists stay. `If-Match`: the list's."""
    await declare_fields(tx, data, revision=if_match)
    return await listed(tx)


@get("/members/{member_id}/tags", may="members.read")
async def list_tags(tx: Tx, member_id: MemberId) -> list[Tag]:
    """List the tags a member carries now."""
    return await tags(tx, [member_id])


@post("/members/tags", may="members.tag", repeat=Repeat.HONOURED)
async def post_tags(tx: Tx, data: list[Tagging]) -> None:
    """Tag members, for a time or for good."""
    await tag(tx, data)


@post("/members/untaggings", may="members.tag", repeat=Repeat.HONOURED)
async def post_untaggings(tx: Tx, data: list[Tagging]) -> None:
    """Take tags from members."""
    await untag(tx, data)


@get("/members/{member_id}/consents", may="members.read")
async def list_consents(tx: Tx, member_id: MemberId) -> list[Consent]:
    """List a member's last word per purpose, channel and partner."""
    return await consents(tx, [member_id])


@get("/members/{member_id}/consents/history", may="members.read")
async def list_words(
    tx: Tx, member_id: MemberId, limit: Limit = 50, after: str | None = None
) -> Page[Said]:
    """List every word a member ever gave, oldest first."""
    found = await words(tx, member_id, after=place(after, int) or 0, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.id,)))


@post("/members/consents", may="members.edit", repeat=Repeat.HONOURED)
async def post_consents(tx: Tx, data: list[Decision]) -> None:
    """Record what members allow or take back."""
    await decide(tx, data)


@get("/members/notices", may="members.read")
async def list_notices(tx: Tx) -> list[Notice]:
    """List the newest version of every text people agree to."""
    return await notices(tx)


@post("/members/notices", may="programme.edit", repeat=Repeat.HONOURED)
async def post_notices(tx: Tx, data: list[Notice]) -> None:
    """Publish texts; a version that stands is never changed."""
    await publish_notices(tx, data)


@post("/members/merges", may="members.merge", key=True)
async def post_merges(
    tx: Tx, data: list[Merging], approval_id: ApprovalId | None = None
) -> list[MergeId]:
    """Make each loser a part of its winner; many at once need a second person."""
    reason = data[0].reason if data else ""
    await require(tx, Ask("members.merge", len(data), data, reason=reason), approval_id)
    return await merge(tx, data)


@get("/members/{member_id}/merges", may="members.read")
async def list_merges(
    tx: Tx, member_id: MemberId, limit: Limit = 50, after: str | None = None
) -> Page[Merge]:
    """List the merges a member was part of, oldest first."""
    found = await merges(tx, member_id, after=position(after, datetime, MergeId), limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.merged_at, last.id)))


@put("/members/merges/{merge_id}/undoing", may="members.merge")
async def put_undoing(tx: Tx, merge_id: MergeId, data: Why) -> None:
    """Part two members again, within 30 days."""
    await undo_merges(tx, [merge_id], reason=data.reason)


@post("/members/exports", may="members.export", status=200)
async def post_exports(
    tx: Tx, data: ExportWish, approval_id: ApprovalId | None = None
) -> list[Exported]:
    """Export all we hold of members; above a limit a second person decides."""
    amount = len(set(data.member_ids))
    await require(tx, Ask("members.export", amount, data, reason=data.reason), approval_id)
    found = await export_members(tx, data.member_ids, reason=data.reason)
    return [Exported(one, as_csv(one) if data.csv else {}) for one in found]


@put("/members/{member_id}/erasure", may="members.erase")
async def put_erasure(tx: Tx, member_id: MemberId, data: Why) -> list[MemberId]:
    """Erase a member for good: keys destroyed, ledgers stay without a person."""
    return await erase(tx, [member_id], reason=data.reason)


ROUTES = [
    post_members, post_welcomes, post_searches, show_member, post_openings, post_identities,
    delete_identity, put_profile, put_state, list_moments, list_fields, put_fields, list_tags,
    post_tags, post_untaggings, list_consents, list_words, post_consents, list_notices,
    post_notices, post_merges, list_merges, put_undoing, post_exports, put_erasure,
    *CARDS, *FAMILY, *NOTES,
]  # fmt: skip
