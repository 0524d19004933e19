"""One-time codes under fire: none is guessed, few are sent, and no answer's time tells a member."""

from __future__ import annotations

import asyncio
import secrets
import time
from math import sqrt
from statistics import fmean, variance

import pytest

from liuke.domains import members
from liuke.domains.members import Enrolment
from liuke.domains.members.code import Asker, Caps, Tried, send_code, spend_code, try_code
from liuke.domains.members.errors import CodeRefused, TooManyCodes
from liuke.kernel.settings import Settings
from liuke.surfaces.app import create_app
from tests.conftest import Shop
from tests.surfaces.conftest import HIGH, ORIGIN, Town
from tests.torture.figures import Figure

PLAIN = Settings()
CAPS = Caps(
    PLAIN.code_phone_max, PLAIN.code_device_max, PLAIN.code_address_max,
    PLAIN.code_block_max, PLAIN.code_price_minor, PLAIN.code_spend_minor,
)  # fmt: skip
WIDE = Caps(phone=99, device=10**6, address=10**6, block=10**6, price_minor=0, spend_minor=0)
TRIES_EACH = 5
AT_ONCE = 20
# Two blocks of neighbouring numbers, asked for from one address by ever new devices.
VICTIMS = [f"138{block:04}{number:04}" for block in (13, 14) for number in range(50)]
# One in a thousand honest runs would lie beyond it.
T_MOST = 3.3


async def ask_for_all(shop: Shop) -> dict[str, str]:
    """Ask for a code to every victim; return the device of each that one was sent to."""
    sent: dict[str, str] = {}
    for phone in VICTIMS:
        device = secrets.token_hex(8)
        try:
            async with shop.begin() as tx:
                await send_code(tx, phone, Asker(device, "6.6.6.6"), CAPS)
        except TooManyCodes:
            continue
        sent[phone] = device
    return sent


async def guess(shop: Shop, phone: str, device: str) -> tuple[bool, bool]:
    """Guess once; return whether the guess was compared at all, and whether it was right."""
    async with shop.begin() as tx:
        tried: Tried | None = await try_code(tx, phone, device)
    try:
        async with shop.begin() as tx:
            await spend_code(tx, tried, f"{secrets.randbelow(10**6):06d}")
    except CodeRefused:
        return tried is not None, False
    return True, True


@pytest.mark.slow
@pytest.mark.inv("A8")
@pytest.mark.parametrize("tries", [1_000, pytest.param(100_000, marks=pytest.mark.torture)])
async def test_of_many_tries_at_once_five_a_code_count_and_none_is_right(
    shop: Shop, figure: Figure, tries: int
) -> None:
    sent = await ask_for_all(shop)
    targets = list(sent.items())
    compared = right = 0
    for batch in range(tries // AT_ONCE):
        # A barrier: twenty guesses of one code leave together.
        phone, device = targets[batch % len(targets)]
        outcomes = await asyncio.gather(*(guess(shop, phone, device) for _ in range(AT_ONCE)))
        compared += sum(seen for seen, _ in outcomes)
        right += sum(hit for _, hit in outcomes)
    spent = len(sent) * CAPS.price_minor
    figure("code_guesses", tries=tries, codes=len(sent), compared=compared, right=right,
           asked=len(VICTIMS), spent_minor=spent)  # fmt: skip
    assert len(sent) == 2 * CAPS.block
    assert compared <= TRIES_EACH * len(sent)
    assert right == 0
    assert spent <= CAPS.spend_minor


def welch(one: list[float], other: list[float]) -> float:
    """Return Welch's t of two samples."""
    spread = variance(one) / len(one) + variance(other) / len(other)
    return (fmean(one) - fmean(other)) / sqrt(spread)


def calm(timings: list[float]) -> list[float]:
    """Drop the slowest twentieth: a busy machine's pauses belong to nobody."""
    return sorted(timings)[: len(timings) * 19 // 20]


@pytest.mark.torture
@pytest.mark.inv("A8")
async def test_no_time_tells_a_member_from_a_stranger(town: Town, figure: Figure) -> None:
    phones = [f"139{number:08}" for number in range(1_000)]
    async with town.shop.begin() as tx:
        await members.enrol(tx, [Enrolment(phone=phone) for phone in phones[::2]])
    town.app = create_app(town.shop.database, limits=HIGH)
    asked: tuple[list[float], list[float]] = ([], [])
    entered: tuple[list[float], list[float]] = ([], [])
    async with town.client(origin=ORIGIN, **{"x-liuke": "1"}) as browser:
        for place, phone in enumerate(phones):
            began = time.perf_counter()
            async with town.shop.begin() as tx:
                await send_code(tx, phone, Asker(phone, phone), WIDE)
            asked[place % 2].append(time.perf_counter() - began)
            entry = {"phone": phone, "code": "000000",
                     "merchant_id": str(town.shop.actor.merchant_id)}  # fmt: skip
            began = time.perf_counter()
            answer = await browser.post("/v1/m/sessions", json=entry)
            entered[place % 2].append(time.perf_counter() - began)
            assert answer.status_code == 401, answer.text
    found = {
        name: round(welch(calm(known), calm(strangers)), 2)
        for name, (known, strangers) in (("asking", asked), ("entering", entered))
    }
    figure("code_timings", each=len(phones) // 2, **found)
    assert max(abs(t) for t in found.values()) < T_MOST, found
