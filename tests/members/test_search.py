from __future__ import annotations

import copy

from msgspec import structs

from liuke.domains import members
from liuke.domains.members import Enrolment, Handle, IdentityKind
from liuke.kernel.db import Tx
from tests import make

PEOPLE = [
    Enrolment("13800138000", "王小明", "crm", "A-1"),
    Enrolment("13900138000", "王大明"),
    Enrolment("13700007000", "Anna Li", identities=(Handle(IdentityKind.CARD, "8888"),)),
]


async def test_members_are_found_the_way_staff_ask(tx: Tx) -> None:
    ids = [row.member_id for row in await members.enrol(tx, PEOPLE)]
    big, small = sorted(ids[:2])
    asked = {
        "138 0013 8000": [ids[0]],
        "8000 小明": [ids[0]],
        "8000 dm": [ids[1]],
        "7000 小明": [],
        "8000": [big, small],
        "7000": [ids[2]],
        "王": [big, small],
        "小明": [ids[0]],
        "anna": [ids[2]],
        "wxm": [ids[0]],
        "wang xiaoming": [ids[0]],
        "daming": [ids[1]],
        "wangm": [],
        "an li": [ids[2]],
        "li an": [ids[2]],
        "anna wang": [],
        "crm:A-1": [ids[0]],
        str(ids[1]): [ids[1]],
        "13800000000": [],
        "": [],
        "a\x00b": [],
    }
    assert {text: await members.search_members(tx, text) for text in asked} == asked


async def test_a_search_is_paged_in_id_order(tx: Tx) -> None:
    people = [Enrolment(f"1380013{n:04d}", "李雷") for n in range(5)]
    ids = sorted(row.member_id for row in await members.enrol(tx, people))
    first = await members.search_members(tx, "李雷", limit=3)
    rest = await members.search_members(tx, "李雷", after=first[-1], limit=3)
    assert [*first, *rest] == ids


async def test_who_works_for_one_store_finds_its_members_only(tx: Tx) -> None:
    mine, other = await make.store(tx, "1"), await make.store(tx, "2")
    wish = [
        Enrolment("13800138000", "王小明", store_id=mine),
        Enrolment("13900138000", "王大明", store_id=other),
    ]
    here, there = [row.member_id for row in await members.enrol(tx, wish)]
    guide = copy.copy(tx)
    guide.actor = structs.replace(tx.actor, stores=frozenset({mine}))
    for text in ("王", "8000", "wdm", str(there), "13900138000"):
        assert there not in await members.search_members(guide, text)
    assert await members.search_members(guide, "王") == [here]
    assert await members.search_hits(guide, "13900138000", counter=True) == [
        members.Hit(there, members.By.PHONE)
    ]
    assert [hit.by for hit in await members.search_hits(guide, "8000 大明", counter=True)] == [
        members.By.NAME_AND_FOUR
    ]
    assert await members.search_hits(guide, "大明", counter=True) == []
