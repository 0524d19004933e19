"""What a member tells of themselves: profile, household, children, and what they allow."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from liuke.domains import members
from liuke.domains.members import ChildId, Decision, Field, Kin, NewChild, Patch
from liuke.domains.members.child import children, open_children, remove_children
from liuke.domains.members.consent import Consent, Word
from liuke.domains.members.own import Own, home_size, leave_home, member_of, own_data, set_home
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import delete, get, post, put

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\s\x00]+$(?!\n)")]
Text = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")]


class OwnChild(Value, frozen=True):
    """A child as its parent sees it; the id is made by the caller, who may have to retry."""

    id: ChildId
    birth_on: date
    gender: Annotated[str, Meta(pattern=r"^(female|male|)$(?!\n)")] = ""
    name: Text = ""
    guardian_consent: Annotated[bool, Meta(examples=[True])] = False


class HomeSize(Value, frozen=True):
    """How many live at home."""

    size: Annotated[int, Meta(ge=1, le=50)]


class OwnWord(Value, frozen=True):
    """Yes or no to one purpose on one channel, for the shop or for a partner."""

    purpose: Annotated[Word, Meta(min_length=1)]
    given: bool
    channel: Word = ""
    partner: Word = ""
    notice: Word = ""
    version: Annotated[int, Meta(ge=0, le=10**6)] = 0


@get("/m/profile", may="members.self")
async def show_my_profile(tx: Tx) -> Own:
    """Return what the shop knows of me, in clear."""
    return await own_data(tx)


@get("/m/profile/fields", may="members.self")
async def list_my_fields(tx: Tx) -> list[Field]:
    """List what a profile may hold."""
    return list((await members.fields(tx)).values())


@put("/m/profile", may="members.self")
async def put_my_profile(tx: Tx, data: dict[Code, Text]) -> Own:
    """Set fields by code, `language` among them; an empty value clears."""
    await members.set_profiles(tx, [Patch(member_of(tx), data)])
    return await own_data(tx)


@get("/m/household", may="members.self")
async def list_my_kin(tx: Tx) -> list[Kin]:
    """List everyone who lives with me, myself included."""
    return await members.kin_of(tx, [member_of(tx)])


@get("/m/household/size", may="members.self")
async def show_my_household_size(tx: Tx) -> HomeSize | None:
    """Return how many live at home, as I last said; null before."""
    size = await home_size(tx)
    return None if size is None else HomeSize(size)


@put("/m/household", may="members.self")
async def put_my_household(tx: Tx, data: HomeSize) -> list[Kin]:
    """Say how many live at home; whoever has no household heads one of their own."""
    return await set_home(tx, data.size)


@delete("/m/household", may="members.self")
async def leave_my_household(tx: Tx) -> None:
    """Live with nobody any more."""
    await leave_home(tx)


@get("/m/children", may="members.self")
async def list_my_children(tx: Tx) -> list[OwnChild]:
    """List my children with their names."""
    me = member_of(tx)
    names = {c.id: c.name for c in await open_children(tx, [me], reason="shown to the parent")}
    return [
        OwnChild(c.id, c.birth_on, c.gender, names.get(c.id, ""), guardian_consent=True)
        for c in await children(tx, [me])
    ]


@post("/m/children", may="members.self")
async def post_my_child(tx: Tx, data: OwnChild) -> list[OwnChild]:
    """Tell of a child, with the guardian's consent."""
    child = NewChild(
        member_of(tx), data.id, data.birth_on, data.gender, data.name,
        guardian_consent=data.guardian_consent,
    )  # fmt: skip
    await members.add_children(tx, [child])
    return [data]


@delete("/m/children/{child_id}", may="members.self")
async def delete_my_child(tx: Tx, child_id: ChildId) -> None:
    """Remove a child's data for good."""
    await remove_children(tx, [(member_of(tx), child_id)])


@get("/m/consents", may="members.self")
async def list_my_consents(tx: Tx) -> list[Consent]:
    """List my last word per purpose, channel and partner."""
    return await members.consents(tx, [member_of(tx)])


@put("/m/consents", may="members.self")
async def put_my_consents(tx: Tx, data: list[OwnWord]) -> list[Consent]:
    """Allow, or take back as easily; what was said before stays on record."""
    me = member_of(tx)
    decisions = [
        Decision(
            me, word.purpose, word.given, word.channel, word.partner, word.notice, word.version,
            method="h5",
        )
        for word in data
    ]  # fmt: skip
    await members.decide(tx, decisions)
    return await members.consents(tx, [me])


ROUTES = [
    show_my_profile, list_my_fields, put_my_profile, list_my_kin, show_my_household_size,
    put_my_household, leave_my_household, list_my_children, post_my_child, delete_my_child,
    list_my_consents, put_my_consents,
]  # fmt: skip
