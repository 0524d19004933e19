from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from liuke.domains import members, stores
from liuke.domains.members import Enrolment, Field, FieldKind, Handle, IdentityKind, MemberState
from liuke.domains.members.errors import FaultyItems
from liuke.domains.members.events import MemberIdentified, MemberJoined
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from tests import make
from tests.conftest import Shop

PHONE = "13800138000"
HOW_PEOPLE_WRITE_IT = [
    "13800138000",
    "+8613800138000",
    "+86 138 0013 8000",
    "0086 138-0013-8000",
    "008613800138000",
    "86-138-0013-8000",
    "１３８００１３８０００",
    "＋８６１３８００１３８０００",
    "138\u200b0013\u200b8000",
    " 138 0013 8000\u00a0",
    "\u202a13800138000\u202c",
    "(+86) 138.0013.8000",
]
COUNT = Sql[int]("SELECT count(*) FROM members_member")
PHONES = Sql[int]("SELECT count(*) FROM members_identity WHERE kind = 'phone'")
JOINED_ON = Sql[str]("SELECT joined_on::text FROM members_member")


@pytest.mark.inv("T5")
async def test_however_a_phone_is_written_it_is_one_member(tx: Tx) -> None:
    enrolled = await members.enrol(tx, [Enrolment(phone=text) for text in HOW_PEOPLE_WRITE_IT])
    assert len({row.member_id for row in enrolled}) == 1
    assert [row.created for row in enrolled] == [True] + [False] * (len(enrolled) - 1)
    again = await members.enrol(tx, [Enrolment(phone=text) for text in HOW_PEOPLE_WRITE_IT])
    assert {row.member_id for row in again} == {enrolled[0].member_id}
    assert await tx.row(COUNT) == 1


@pytest.mark.inv("T5")
@pytest.mark.parametrize("text", ["", "12", "abc", "１２", "+86138001380001234", "\x00", "9" * 99])
async def test_what_is_no_phone_is_refused_without_repeating_it(tx: Tx, text: str) -> None:
    with pytest.raises(FaultyItems) as refusal:
        await members.enrol(tx, [Enrolment(phone=PHONE), Enrolment(phone=text)])
    [fault] = refusal.value.faults
    assert (fault.item, fault.field) == (1, "phone")
    assert not text or text not in fault.reason
    assert await tx.row(COUNT) == 0


async def test_the_natural_key_makes_an_import_repeatable(tx: Tx) -> None:
    rows = [Enrolment(source="grocer", external_id=str(n)) for n in range(50)]
    first = await members.enrol(tx, rows)
    again = await members.enrol(tx, rows[::-1])
    assert [row.member_id for row in again] == [row.member_id for row in first][::-1]
    assert all(row.created for row in first)
    assert not any(row.created for row in again)
    assert len({e.member_id for e in tx.events if isinstance(e, MemberJoined)}) == 50


async def test_a_caller_made_id_makes_a_retry_the_same_member(tx: Tx) -> None:
    mine = MemberId.new()
    assert (await members.enrol(tx, [Enrolment(id=mine)]))[0].created
    assert not (await members.enrol(tx, [Enrolment(id=mine), Enrolment(id=mine)]))[1].created


async def test_someone_known_by_phone_gains_the_new_identities_and_keys(tx: Tx) -> None:
    [anna] = await members.enrol(tx, [Enrolment(phone=PHONE, name="Anna")])
    openid = Handle(IdentityKind.WECHAT_OPENID, "wx1:oABC")
    [again] = await members.enrol(
        tx, [Enrolment(phone=PHONE, source="shop2", external_id="9", identities=(openid,))]
    )
    assert (again.member_id, again.created) == (anna.member_id, False)
    assert (await members.enrol(tx, [Enrolment(source="shop2", external_id="9")]))[0] == again
    assert await members.find_members(tx, [openid]) == {openid: anna.member_id}
    gained = [e.identity for e in tx.events if isinstance(e, MemberIdentified)]
    assert sorted(gained) == ["external", "wechat_openid"]


async def test_identities_of_two_members_stay_apart_and_are_reported(tx: Tx) -> None:
    mail = Handle(IdentityKind.EMAIL, "Anna@Example.com")
    [anna] = await members.enrol(tx, [Enrolment(phone=PHONE)])
    [ben] = await members.enrol(tx, [Enrolment(identities=(mail,))])
    [both] = await members.enrol(tx, [Enrolment(phone=PHONE, identities=(mail,))])
    assert both.member_id == anna.member_id
    assert both.conflicts == (IdentityKind.EMAIL,)
    lower = Handle(IdentityKind.EMAIL, "anna@example.com")
    assert await members.find_members(tx, [lower]) == {lower: ben.member_id}


async def test_a_printed_card_is_handed_out_and_found_again(tx: Tx) -> None:
    card = Handle(IdentityKind.CARD, "a100-2003")
    [anna] = await members.enrol(tx, [Enrolment(phone=PHONE, identities=(card,))])
    assert [c.number for c in await members.cards(tx, [anna.member_id])] == ["A1002003"]
    found = await members.enrol(tx, [Enrolment(identities=(card,))])
    assert found[0].member_id == anna.member_id
    assert await members.find_members(tx, [card]) == {card: anna.member_id}


async def test_joining_is_dated_in_the_shop_s_zone(tx: Tx) -> None:
    late = datetime(2026, 1, 31, 16, 30, tzinfo=UTC)
    await members.enrol(tx, [Enrolment(joined_at=late)])
    assert await tx.row(JOINED_ON) == "2026-02-01"


@pytest.mark.parametrize("days", [3, 400])
async def test_nobody_has_joined_on_a_day_to_come(tx: Tx, days: int) -> None:
    await members.enrol(tx, [Enrolment(name="早", joined_at=tx.now)])
    with pytest.raises(FaultyItems) as refusal:
        await members.enrol(tx, [Enrolment(name="早", joined_at=tx.now + timedelta(days=days))])
    assert [fault.field for fault in refusal.value.faults] == ["joined_at"]


async def test_a_store_must_exist(tx: Tx) -> None:
    near = await make.store(tx)
    assert (await members.enrol(tx, [Enrolment(store_id=near)]))[0].created
    with pytest.raises(stores.UnknownStores):
        await members.enrol(tx, [Enrolment(store_id=StoreId.new())])


async def test_unknown_fields_and_wrong_values_are_named(tx: Tx) -> None:
    profile = {"birthday": "31/01/1990", "shoe": "42", "gender": "x", "name": "a\x07b"}
    with pytest.raises(FaultyItems) as refusal:
        await members.enrol(tx, [Enrolment(profile=profile)])
    assert sorted(f.field for f in refusal.value.faults) == ["birthday", "gender", "name", "shoe"]


async def test_nobody_is_found_by_nonsense(tx: Tx) -> None:
    handle = Handle(IdentityKind.PHONE, "nonsense")
    assert await members.find_members(tx, [handle]) == {}


async def test_a_new_member_is_not_yet_active(tx: Tx) -> None:
    [row] = await members.enrol(tx, [Enrolment(phone=PHONE, new=True)])
    [member] = await members.get_members(tx, [row.member_id])
    assert member.standing.state is MemberState.NEW


@pytest.mark.inv("T5")
async def test_two_tills_that_enrol_one_phone_at_once_make_one_member(shop: Shop) -> None:
    ready = asyncio.Barrier(len(HOW_PEOPLE_WRITE_IT))

    async def enrol(text: str) -> members.Enrolled:
        async with shop.begin() as tx:
            await ready.wait()
            return (await members.enrol(tx, [Enrolment(phone=text)]))[0]

    enrolled = await asyncio.gather(*map(enrol, HOW_PEOPLE_WRITE_IT))
    assert len({row.member_id for row in enrolled}) == 1
    assert sum(row.created for row in enrolled) == 1
    async with shop.begin() as tx:
        assert (await tx.row(COUNT), await tx.row(PHONES)) == (1, 1)


async def test_rival_imports_in_any_order_agree_on_every_member(shop: Shop) -> None:
    rows = [
        Enrolment(phone=f"1380013{n:04d}", source="grocer", external_id=str(n)) for n in range(40)
    ]

    ready = asyncio.Barrier(4)

    async def enrol(batch: list[Enrolment]) -> dict[str | None, MemberId]:
        async with shop.begin() as tx:
            await ready.wait()
            enrolled = await members.enrol(tx, batch)
        return {e.external_id: r.member_id for e, r in zip(batch, enrolled, strict=True)}

    batches = [rows, rows[::-1], rows[10:] + rows[:10], rows[20:]]
    answers = await asyncio.gather(*map(enrol, batches))
    merged = {key: {answer[key] for answer in answers if key in answer} for key in answers[0]}
    assert all(len(ids) == 1 for ids in merged.values())
    async with shop.begin() as tx:
        assert (await tx.row(COUNT), await tx.row(PHONES)) == (40, 40)


async def test_of_tills_that_hand_out_one_printed_card_one_makes_the_member(shop: Shop) -> None:
    ready = asyncio.Barrier(6)
    card = Handle(IdentityKind.CARD, "A100")

    async def enrol() -> members.Enrolled:
        async with shop.begin() as tx:
            await ready.wait()
            return (await members.enrol(tx, [Enrolment(identities=(card,))]))[0]

    enrolled = await asyncio.gather(*(enrol() for _ in range(6)))
    assert len({row.member_id for row in enrolled}) == 1
    assert sum(row.created for row in enrolled) == 1


async def test_a_form_asks_for_what_it_requires(tx: Tx) -> None:
    shoe = Field("shoe", FieldKind.NUMBER, "Shoe", "鞋码", required_in=("card",))
    await members.declare_fields(tx, [shoe])
    assert (await members.enrol(tx, [Enrolment()]))[0].created
    with pytest.raises(FaultyItems) as refusal:
        await members.enrol(tx, [Enrolment(form="card")])
    assert [fault.field for fault in refusal.value.faults] == ["shoe"]
    assert await members.enrol(tx, [Enrolment(form="card", profile={"shoe": "42"})])


@pytest.mark.inv("T5")
async def test_a_name_without_end_is_refused_and_an_odd_one_is_kept(tx: Tx) -> None:
    with pytest.raises(FaultyItems):
        await members.enrol(tx, [Enrolment(name="x" * 10**6)])
    odd = "👩\u200d👧 Zoe\u0308 \u202eלאה 𠮷野"
    [row] = await members.enrol(tx, [Enrolment(name=odd)])
    [person] = await members.open_members(tx, [row.member_id], reason="check")
    assert person.profile["name"] == "👩\u200d👧 Zoë לאה 𠮷野"


async def test_an_erased_member_is_not_filled_again_by_id(tx: Tx) -> None:
    [row] = await members.enrol(tx, [Enrolment(PHONE)])
    await members.erase(tx, [row.member_id], reason="asked")
    again = Enrolment(PHONE, id=row.member_id)
    with pytest.raises(members.MemberNotActive):
        await members.enrol(tx, [again])
    assert not (await members.enrol(tx, [Enrolment(id=row.member_id)]))[0].created


async def test_somebody_is_found_by_every_number_they_came_under(tx: Tx) -> None:
    first, again = await members.enrol(
        tx,
        [
            Enrolment(PHONE, source="old", external_id="4"),
            Enrolment(PHONE, source="old", external_id="5"),
        ],
    )
    keys = [("old", "4"), ("old", "5"), ("old", "6")]
    assert first.member_id == again.member_id
    assert await members.find_external(tx, keys) == dict.fromkeys(keys[:2], first.member_id)
    assert await members.search_members(tx, "old:5") == [first.member_id]
