"""A one-time code opens one door once, and guessing is over after five tries."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import pytest

from liuke.domains import members
from liuke.domains.members import Enrolment
from liuke.domains.members.code import Asker, Caps, CodeSent, send_code, spend_code, try_code
from liuke.domains.members.errors import CodeRefused, NotAsked, TooManyCodes
from liuke.kernel.messages import outbox
from tests.conftest import Shop

PHONE, NEIGHBOUR = "13800138000", "13800138001"
WIDE = Caps(phone=99, device=99, address=99, block=99, price_minor=5, spend_minor=10**6)
MINUTE = timedelta(minutes=1)


async def ask(
    shop: Shop, phone: str = PHONE, *, device: str = "d", at: datetime | None = None,
    caps: Caps = WIDE, address: str = "10.0.0.1",
) -> CodeSent:  # fmt: skip
    async with shop.begin(at) as tx:
        return await send_code(tx, phone, Asker(device, address), caps)


async def read(shop: Shop) -> str:
    async with shop.begin() as tx:
        (newest,) = await outbox(tx, limit=1)
    found = re.search(r"\d{6}", newest.text)
    assert found
    return found[0]


async def enter(
    shop: Shop, code: str, phone: str = PHONE, device: str = "d", at: datetime | None = None
) -> bool:
    """Try a code as the door does: the try is committed before it is judged."""
    async with shop.begin(at) as tx:
        tried = await try_code(tx, phone, device)
    try:
        async with shop.begin(at) as tx:
            await spend_code(tx, tried, code)
    except CodeRefused:
        return False
    return True


def other(code: str, step: int = 1) -> str:
    return f"{(int(code) + step) % 10**6:06d}"


@pytest.mark.inv("A8")
async def test_a_code_opens_once_even_when_sent_at_once(shop: Shop) -> None:
    await ask(shop)
    code = await read(shop)
    assert sum(await asyncio.gather(*(enter(shop, code) for _ in range(4)))) == 1
    assert not await enter(shop, code)


@pytest.mark.inv("A8")
async def test_guessing_is_over_after_five_tries_even_at_once(shop: Shop) -> None:
    await ask(shop)
    code = await read(shop)
    guesses = [enter(shop, other(code, step)) for step in range(1, 41)]
    assert sum(await asyncio.gather(*guesses)) == 0
    assert not await enter(shop, code)


@pytest.mark.inv("A8")
async def test_four_wrong_tries_leave_one(shop: Shop) -> None:
    await ask(shop)
    code = await read(shop)
    for step in range(1, 5):
        assert not await enter(shop, other(code, step))
    assert await enter(shop, code)


@pytest.mark.inv("A8")
async def test_a_code_is_for_one_phone_on_one_device(shop: Shop) -> None:
    await ask(shop)
    code = await read(shop)
    assert not await enter(shop, code, device="elsewhere")
    assert not await enter(shop, code, phone=NEIGHBOUR)
    assert await enter(shop, code, phone="+86 138 0013 8000")


@pytest.mark.inv("A8")
async def test_a_code_ends_after_ten_minutes_and_with_the_next(shop: Shop) -> None:
    sent = await ask(shop)
    code = await read(shop)
    assert not await enter(shop, code, at=sent.ends_at)
    await ask(shop, at=sent.again_at)
    assert not await enter(shop, code, at=sent.again_at)


@pytest.mark.inv("A8")
async def test_nobody_can_tell_a_member_from_a_stranger(shop: Shop) -> None:
    async with shop.begin() as tx:
        await members.enrol(tx, [Enrolment(phone=PHONE)])
        now = tx.now
    known, unknown = await ask(shop, at=now), await ask(shop, NEIGHBOUR, at=now)
    assert known == unknown


@pytest.mark.inv("A8")
@pytest.mark.parametrize("cap", ["phone", "device", "address", "block", "money"])
async def test_each_cap_trips_even_when_asked_at_once(shop: Shop, cap: str) -> None:
    limits = {"phone": 99, "device": 99, "address": 99, "block": 99}
    money = {"price_minor": 5, "spend_minor": 15 if cap == "money" else 10**6}
    caps = Caps(**{**limits, **({cap: 3} if cap in limits else {}), **money})

    async def one(number: int) -> bool:
        phones = {"phone": PHONE, "block": f"1380013{number:04d}"}
        try:
            await ask(
                shop, phones.get(cap, f"138{number + 10_000:05d}000"),
                device="d" if cap == "device" else f"d{number}",
                address="a" if cap == "address" else f"a{number}",
                at=start + MINUTE * number if cap == "phone" else start,
                caps=caps,
            )  # fmt: skip
        except TooManyCodes:
            return False
        return True

    async with shop.begin() as tx:
        start = tx.now
    if cap == "phone":
        sent = [await one(number) for number in range(6)]
    else:
        sent = await asyncio.gather(*(one(number) for number in range(12)))
    assert sum(sent) == 3


@pytest.mark.inv("A8")
async def test_the_next_code_to_a_phone_takes_a_minute(shop: Shop) -> None:
    sent = await ask(shop)
    with pytest.raises(TooManyCodes) as refused:
        await ask(shop, device="another", address="another")
    assert 0 < refused.value.retry_after_seconds <= 60
    await ask(shop, at=sent.again_at)


async def test_what_is_no_phone_gets_no_code(shop: Shop) -> None:
    with pytest.raises(NotAsked):
        await ask(shop, "12345")
