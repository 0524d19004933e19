from __future__ import annotations

import pytest

from liuke.domains import members
from liuke.domains.members import Enrolment, Field, MemberState, Patch
from liuke.domains.members.errors import (
    BuiltInField,
    FaultyItems,
    MemberNotActive,
    UnknownField,
)
from liuke.domains.members.events import MemberOpened, MemberProfileChanged, MemberStateChanged
from liuke.domains.members.export import as_csv
from liuke.domains.members.fields import FIELDS_MOST
from liuke.domains.members.values import FieldKind
from liuke.kernel import facts
from liuke.kernel.db import Tx, UnknownMembers
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from tests import make

ANNA = Enrolment("13800138000", "安娜", profile={"gender": "female"})


async def anna(tx: Tx) -> MemberId:
    return (await members.enrol(tx, [ANNA]))[0].member_id


@pytest.mark.inv("P7")
async def test_staff_see_a_member_masked(tx: Tx) -> None:
    [seen] = await members.get_members(tx, [await anna(tx)])
    assert seen.name == "安**"
    assert [shown.value for shown in seen.identities] == ["138****8000"]
    assert (seen.profile, seen.sealed_fields) == ({"gender": "female"}, ("name",))


@pytest.mark.inv("P7")
async def test_opening_what_is_masked_is_recorded_with_its_reason(tx: Tx) -> None:
    member_id = await anna(tx)
    [person] = await members.open_members(tx, [member_id], reason="call back")
    assert person.profile["name"] == "安娜"
    assert [shown.value for shown in person.identities] == ["+8613800138000"]
    assert await make.audited(tx, "members.opened") == [(str(member_id), "call back")]
    assert [e.reason for e in tx.events if isinstance(e, MemberOpened)] == ["call back"]


@pytest.mark.inv("P7")
async def test_an_export_holds_all_of_it_and_is_recorded(tx: Tx) -> None:
    member_id = await anna(tx)
    await members.tag(tx, [members.Tagging(member_id, "=cmd()")])
    [export] = await members.export_members(tx, [member_id], reason="asked")
    assert {"field": "name", "value": "安娜"} in export.sections["profile"]
    assert export.sections["identities"][0]["value"] == "+8613800138000"
    assert export.sections["member"][0]["id"] == str(member_id)
    texts = as_csv(export)
    assert texts["profile"].splitlines()[0] == "field,value"
    assert "'=cmd()" in texts["tags"]
    assert "'+8613800138000" in texts["identities"]
    assert await make.audited(tx, "members.exported") == [(str(member_id), "asked")]


async def test_other_domains_add_their_sections_to_an_export(tx: Tx) -> None:
    async def cups(_tx: Tx, _ids: object) -> dict[MemberId, list[Field]]:
        return {member_id: [Field("x", FieldKind.TEXT, "X", "X")]}

    member_id = await anna(tx)
    members.contribute("cups", cups)
    try:
        [export] = await members.export_members(tx, [member_id], reason="asked")
    finally:
        members.export.CONTRIBUTIONS.pop("cups")
    assert export.sections["cups"][0]["code"] == "x"


async def test_a_stranger_is_named(tx: Tx) -> None:
    with pytest.raises(UnknownMembers):
        await members.get_members(tx, [MemberId.new()])


async def test_a_profile_has_no_more_fields_than_a_form_bears(tx: Tx) -> None:
    def some(start: int, count: int) -> list[Field]:
        whole = range(start, start + count)
        return [Field(f"f{n}", FieldKind.TEXT, f"F{n}", f"第{n}项") for n in whole]

    await members.declare_fields(tx, some(0, FIELDS_MOST))
    await members.declare_fields(tx, some(0, 1))
    with pytest.raises(TooMany) as refusal:
        await members.declare_fields(tx, some(1, FIELDS_MOST))
    assert (refusal.value.what, refusal.value.most) == ("fields", FIELDS_MOST)


async def test_profile_fields_are_declared_and_kept_as_their_kind_says(tx: Tx) -> None:
    await members.declare_fields(
        tx,
        [
            Field("shoe", FieldKind.NUMBER, "Shoe size", "鞋码", ("till",)),
            Field("diet", FieldKind.CHOICE, "Diet", "饮食", choices=("vegan", "any")),
            Field("news", FieldKind.YES_NO, "News", "资讯"),
            Field("illness", FieldKind.TEXT, "Illness", "病史", sensitive=True),
        ],
    )
    assert list(await members.fields(tx))[:2] == ["name", "birthday"]
    member_id = await anna(tx)
    profile = {"shoe": "42.5", "diet": "vegan", "news": "yes", "illness": "none"}
    await members.set_profiles(tx, [Patch(member_id, profile)])
    [seen] = await members.get_members(tx, [member_id])
    assert seen.profile == {"gender": "female", "shoe": "42.5", "diet": "vegan", "news": "yes"}
    assert seen.sealed_fields == ("illness", "name")
    asked = await facts.read(tx, ["profile(shoe)", "profile(illness)"], [member_id])
    assert asked[member_id] == {"profile(shoe)": "42.5", "profile(illness)": None}
    wrong = {"shoe": "big", "diet": "meat", "news": "maybe", "birthday": "1800-01-01"}
    with pytest.raises(FaultyItems) as refusal:
        await members.set_profiles(tx, [Patch(member_id, wrong)])
    assert sorted(fault.field for fault in refusal.value.faults) == sorted(wrong)
    with pytest.raises(UnknownField):
        await members.set_profiles(tx, [Patch(member_id, {"hat": "1"})])
    with pytest.raises(BuiltInField):
        await members.declare_fields(tx, [Field("name", FieldKind.TEXT, "x", "x")])


async def test_an_empty_value_clears_a_field_and_a_new_name_is_searched_by(tx: Tx) -> None:
    member_id = await anna(tx)
    await members.set_profiles(tx, [Patch(member_id, {"gender": "", "name": "李雷"})])
    [seen] = await members.get_members(tx, [member_id])
    assert (seen.profile, seen.name) == ({}, "李**")
    assert await members.search_members(tx, "李") == [member_id]
    assert await members.search_members(tx, "安") == []
    changed = [e.fields for e in tx.events if isinstance(e, MemberProfileChanged)]
    assert changed == [("gender", "name")]


async def test_a_member_is_blocked_and_let_in_again(tx: Tx) -> None:
    member_id = await anna(tx)
    await members.set_states(tx, [member_id], MemberState.BLOCKED, reason="fraud")
    await members.set_states(tx, [member_id], MemberState.BLOCKED, reason="fraud")
    await members.set_states(tx, [member_id], MemberState.ACTIVE, reason="cleared")
    told = [e.after for e in tx.events if isinstance(e, MemberStateChanged)]
    assert told == [MemberState.BLOCKED, MemberState.ACTIVE]
    await members.erase(tx, [member_id], reason="asked")
    with pytest.raises(MemberNotActive):
        await members.set_states(tx, [member_id], MemberState.ACTIVE, reason="x")
