from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date

import pytest

from liuke.domains import members
from liuke.domains.members import (
    Decision,
    Enrolment,
    Field,
    Handle,
    Household,
    HouseholdId,
    Identifying,
    IdentityKind,
    Issue,
    Kin,
    MemberState,
    Merging,
    NewChild,
    Patch,
    note,
)
from liuke.domains.members.child import open_children
from liuke.domains.members.errors import MemberNotActive
from liuke.domains.members.events import MemberErased
from liuke.domains.members.note_values import NewNote
from liuke.domains.members.values import ChildId, FieldKind
from liuke.kernel.db import Contended, Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from tests import make
from tests.conftest import Shop

CANARIES = {
    "phone": "13912345678", "name": "金丝雀", "mail": "canary@example.com", "open": "oCanary77",
    "own": "canary-4711", "shoe": "canary-shoe", "secret": "canary-secret", "card": "CANARY999",
    "proof": "canary form 12", "child": "小金丝雀", "tag": "canary-tag",
    "note": "canary likes oat milk",
}  # fmt: skip
# What may stand in clear while the member is with us: never what names or reaches a person.
PERSONAL = ("phone", "name", "mail", "open", "secret", "proof", "child", "note")
WAITING = Sql[int]("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")


class Column(Value, frozen=True):
    table: str
    column: str


COLUMNS = Sql[Column]("""
    SELECT c.relname::text, a.attname::text
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
        AND NOT a.attisdropped
        AND has_table_privilege(c.oid, 'SELECT')
        AND a.atttypid = ANY ('{text,varchar,bytea,jsonb,json,text[]}'::regtype[])
    ORDER BY 1, 2
""")


def needles(text: str) -> Iterator[str]:
    """Give a text as it would look in text, in JSON and in bytes."""
    yield text.lower()
    yield text.encode().hex()


async def found(tx: Tx, canaries: dict[str, str]) -> list[str]:
    """Search every text and bytes column of every table; return where canaries sit."""
    places = []
    for place in await tx.rows(COLUMNS):
        text = f'SELECT lower("{place.column}"::text) FROM "{place.table}"'  # noqa: S608 - names come from the catalogue
        for cell in await tx.rows(Sql[str | None](text)):
            places += [
                f"{name} in {place.table}.{place.column}"
                for name, canary in canaries.items()
                if cell is not None and any(needle in cell for needle in needles(canary))
            ]
    return places


async def canary(tx: Tx) -> MemberId:
    """Enrol someone with something personal in every place there is."""
    await members.declare_fields(
        tx,
        [
            Field("shoe", FieldKind.TEXT, "Shoe", "鞋"),
            Field("secret", FieldKind.TEXT, "Secret", "秘密", sensitive=True),
        ],
    )
    [row] = await members.enrol(
        tx,
        [
            Enrolment(
                CANARIES["phone"],
                CANARIES["name"],
                external_id=CANARIES["own"],
                identities=(
                    Handle(IdentityKind.EMAIL, CANARIES["mail"]),
                    Handle(IdentityKind.WECHAT_OPENID, CANARIES["open"]),
                ),
                profile={
                    "shoe": CANARIES["shoe"], "secret": CANARIES["secret"],
                    "birthday": "1990-01-31",
                },
                tags=(CANARIES["tag"],),
            )
        ],
    )  # fmt: skip
    anna = row.member_id
    await members.issue(tx, [Issue(anna, "joining", number=CANARIES["card"])])
    await members.set_profiles(tx, [Patch(anna, {"name": CANARIES["name"]})])
    decision = Decision(anna, "marketing", given=True, evidence=CANARIES["proof"])
    await members.decide(tx, [decision])
    child = NewChild(
        anna, ChildId.new(), date(2025, 1, 1), "", CANARIES["child"], guardian_consent=True
    )
    await members.add_children(tx, [child])
    await note.write(tx, [NewNote(anna, CANARIES["note"], tx.today)])
    home = HouseholdId.new()
    await members.keep_households(tx, [Household(home)], [Kin(anna, home)])
    return anna


@pytest.mark.inv("A13")
async def test_what_names_or_reaches_a_person_stands_in_clear_nowhere(tx: Tx) -> None:
    anna = await canary(tx)
    await members.get_members(tx, [anna])
    await members.open_members(tx, [anna], reason="call back")
    await members.export_members(tx, [anna], reason="asked")
    await members.search_members(tx, CANARIES["phone"])
    await tx.settle()
    assert await found(tx, {name: CANARIES[name] for name in PERSONAL}) == []
    assert await found(tx, {"shoe": CANARIES["shoe"]}) == ["shoe in members_profile.value"]


@pytest.mark.inv("P4")
async def test_after_erasing_no_canary_is_found_anywhere(tx: Tx) -> None:
    anna = await canary(tx)
    await tx.settle()
    told = {"tag": CANARIES["tag"]}
    erased = await members.erase(tx, [anna], reason="asked")
    assert erased == [anna]
    assert [e.member_id for e in tx.events if isinstance(e, MemberErased)] == [anna]
    await tx.settle()
    others = {name: text for name, text in CANARIES.items() if name != "tag"}
    assert await found(tx, others) == []
    # A tag is the shop's word, not the person's; the log keeps it, on a member nobody knows.
    assert await found(tx, told) == ["tag in kernel_event.body"]


@pytest.mark.inv("P4")
async def test_an_erased_member_is_nobody_and_can_join_anew(tx: Tx) -> None:
    anna = await canary(tx)
    await members.erase(tx, [anna], reason="asked")
    phone = Handle(IdentityKind.PHONE, CANARIES["phone"])
    assert await members.find_members(tx, [phone]) == {}
    assert await members.search_members(tx, CANARIES["name"]) == []
    [seen] = await members.get_members(tx, [anna])
    assert (seen.standing.state, seen.identities, seen.name) == (MemberState.ERASED, (), "")
    assert await open_children(tx, [anna], reason="x") == []
    assert (await members.cards(tx, [anna]))[0].number is None
    assert (await members.enrol(tx, [Enrolment(CANARIES["phone"])]))[0].created


@pytest.mark.inv("P4")
async def test_the_consent_ledger_stays_without_its_evidence(tx: Tx) -> None:
    anna = await canary(tx)
    await members.erase(tx, [anna], reason="asked")
    assert await members.allowed(tx, [anna], purpose="marketing") == {anna}
    assert await make.audited(tx, "members.erased") == [(str(anna), "asked")]


@pytest.mark.inv("P4")
async def test_erasing_the_winner_of_a_merge_erases_the_loser_too(tx: Tx) -> None:
    anna = await canary(tx)
    [winner] = await make.members(tx)
    await members.merge(tx, [Merging(winner, anna, "phone")])
    await tx.settle()
    assert set(await members.erase(tx, [winner], reason="asked")) == {winner, anna}
    others = {name: text for name, text in CANARIES.items() if name != "tag"}
    assert await found(tx, others) == []


@pytest.mark.inv("P4")
async def test_erasing_a_person_by_an_id_of_the_past_erases_all_of_them(tx: Tx) -> None:
    anna = await canary(tx)
    [loser, other] = await make.members(tx, 2)
    twins = [Merging(anna, one, "phone") for one in (loser, other)]
    await members.merge(tx, twins)
    await tx.settle()
    assert set(await members.erase(tx, [loser], reason="asked")) == {anna, loser, other}


async def test_a_stranger_cannot_be_erased(tx: Tx) -> None:
    with pytest.raises(UnknownMembers):
        await members.erase(tx, [MemberId.new()], reason="asked")


@pytest.mark.inv("P4")
async def test_nothing_is_recorded_of_an_erased_member_again(tx: Tx) -> None:
    anna = await canary(tx)
    await members.erase(tx, [anna], reason="asked")
    with pytest.raises(MemberNotActive):
        await members.set_profiles(tx, [Patch(anna, {"name": "x"})])
    with pytest.raises(MemberNotActive):
        await members.identify(tx, [Identifying(anna, Handle(IdentityKind.EMAIL, "a@b.de"))])
    with pytest.raises(MemberNotActive):
        await members.issue(tx, [Issue(anna, "again")])


@pytest.mark.inv("P4", "C2")
async def test_who_is_merged_in_while_the_winner_is_erased_does_not_stay_behind(shop: Shop) -> None:
    async with shop.begin() as tx:
        winner, loser = await make.members(tx, 2)

    async def erase() -> None:
        async with shop.begin() as tx:
            await members.erase(tx, [winner], reason="asked")

    async with shop.begin() as tx:
        await members.merge(tx, [Merging(winner, loser, "phone")])
        erasing = asyncio.create_task(erase())
        async with asyncio.timeout(120):
            while await tx.row(WAITING) == 0:  # noqa: ASYNC110 -- a rival waits
                await asyncio.sleep(0.01)
    with pytest.raises(Contended):
        await erasing
    await erase()
    async with shop.begin() as tx:
        seen = await members.get_members(tx, [winner, loser])
    assert [one.standing.state for one in seen] == [MemberState.ERASED] * 2
