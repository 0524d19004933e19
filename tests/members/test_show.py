"""The code on a member's phone is good for half a minute, for one till."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import members
from liuke.domains.members import Enrolment
from liuke.domains.members.errors import CardCodeRefused
from liuke.domains.members.show import card_code, read_card_code
from liuke.kernel.db import begin
from liuke.kernel.ids import MemberId
from tests.conftest import Shop

HALF = timedelta(seconds=30)


async def joined(shop: Shop, phone: str = "13800138000") -> MemberId:
    async with shop.begin() as tx:
        return (await members.enrol(tx, [Enrolment(phone=phone)]))[0].member_id


async def shown(shop: Shop, member_id: MemberId) -> tuple[str, datetime]:
    async with shop.begin() as tx:
        code = card_code(tx, member_id)
    return code.code, code.ends_at


async def found(shop: Shop, code: str, at: datetime, till: str = "one") -> MemberId | None:
    actor = replace(shop.actor, id=till)
    try:
        async with begin(shop.database, actor, now=at) as tx:
            return await read_card_code(tx, code)
    except CardCodeRefused:
        return None


@pytest.mark.inv("A9")
async def test_a_code_finds_its_member_until_half_a_minute_after_its_end(shop: Shop) -> None:
    member_id = await joined(shop)
    code, ends_at = await shown(shop, member_id)
    assert await found(shop, code, ends_at - HALF) == member_id
    assert await found(shop, code.lower(), ends_at) == member_id
    assert await found(shop, code, ends_at + HALF) is None
    assert await found(shop, code, ends_at - 2 * HALF) is None


@pytest.mark.inv("A9")
async def test_a_photograph_of_a_code_serves_no_second_till(shop: Shop) -> None:
    code, ends_at = await shown(shop, await joined(shop))
    assert await found(shop, code, ends_at - HALF) is not None
    assert await found(shop, code, ends_at - HALF) is not None
    assert await found(shop, code, ends_at - HALF, till="two") is None


@pytest.mark.inv("A9")
async def test_a_forged_code_finds_nobody(shop: Shop) -> None:
    member_id, other = await joined(shop), await joined(shop, "13800138001")
    code, ends_at = await shown(shop, member_id)
    foreign, _ = await shown(shop, other)
    forged = [
        code[:-1] + ("A" if code[-1] != "A" else "B"),
        foreign[:29] + code[29:],
        code[:3] + "1" * 48,
        code[:10],
    ]
    assert [await found(shop, text, ends_at - HALF) for text in forged] == [None] * 4


async def test_the_till_finds_a_member_by_the_code_they_show(shop: Shop) -> None:
    member_id = await joined(shop)
    async with shop.begin() as tx:
        assert await members.search_members(tx, card_code(tx, member_id).code) == [member_id]
        with pytest.raises(CardCodeRefused):
            await members.search_members(tx, "LKM" + "A" * 48)
