"""Codes cannot be guessed: none of a million hits, none of ten million is drawn twice."""

from __future__ import annotations

import secrets
import time
from array import array
from base64 import b32encode
from typing import Any

import httpx
import pytest

from liuke.domains import checkout, coupons, programme
from liuke.domains.access import Role
from liuke.domains.checkout import Comeback, Item, ReceiptClaim, Sale, Tender, Units
from liuke.domains.checkout.claim import FIND
from liuke.domains.checkout.claims import claim_digest
from liuke.domains.coupons import CouponCode, UnknownCoupon, Use
from liuke.domains.coupons.codes import CODE_BYTES, mint
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.surfaces.app import create_app
from tests import make
from tests.coupons.templates import cash, given, publish
from tests.surfaces.conftest import Town
from tests.torture.figures import Figure

pytestmark = pytest.mark.slow

BATCH = 10_000
HOLDERS = 2_000
ALLOWED = 6
GUESSES_MOST = 100
# A million guesses are one transaction here, which no till ever makes.
AS_LONG_AS_IT_TAKES = Sql[None]("SELECT set_config('transaction_timeout', '0', true)")


def receipt_code() -> str:
    """Draw a code of the shape a guest's receipt carries."""
    return b32encode(secrets.token_bytes(10)).decode()


async def guess_coupons(tx: Tx, eve: MemberId, guesses: int) -> int:
    """Present that many well-formed codes; return how many led to a coupon."""
    live, hits = await programme.live(tx), 0
    for _ in range(guesses // BATCH):
        codes = [str(CouponCode(raw)) for raw in mint(BATCH)]
        book = await coupons.open_coupons(tx, [eve], codes, live)
        for code in codes:
            try:
                book.presented(eve, code, cause="guess", at=tx.now)
            except UnknownCoupon:
                continue
            hits += 1
    return hits


async def guess_receipts(tx: Tx, guesses: int) -> int:
    """Look for orders by that many well-formed codes; return how many were found."""
    hits = 0
    for _ in range(guesses // BATCH):
        digests = [claim_digest(tx, receipt_code()) for _ in range(BATCH)]
        hits += len(await tx.rows(FIND, digests, tx.today))
    return hits


async def fill(tx: Tx) -> MemberId:
    """Give many members a coupon, sell to a guest, and return a member who has nothing."""
    await publish(tx, cash())
    await make.products(tx, tee=9900)
    *holders, eve = await make.members(tx, HOLDERS + 1)
    await coupons.issue_to_segment(tx, holders, "ten", cause="spring")
    await checkout.commit(tx, [guest_sale(f"guest-{number}") for number in range(100)])
    return eve


def guest_sale(key: str, units: int = 1) -> Sale:
    """Return a guest's basket of shirts."""
    cash_paid = Tender("cash", 9900 * units)
    return Sale((Item("tee", units),), external_id=key, tenders=(cash_paid,))


@pytest.mark.inv("A9")
@pytest.mark.parametrize("guesses", [2 * BATCH, pytest.param(1_000_000, marks=pytest.mark.torture)])
async def test_no_guess_of_many_hits(tx: Tx, figure: Figure, guesses: int) -> None:
    await tx.run(AS_LONG_AS_IT_TAKES)
    eve = await fill(tx)
    began = time.monotonic()
    hits = await guess_coupons(tx, eve, guesses), await guess_receipts(tx, guesses)
    seconds = round(time.monotonic() - began, 1)
    figure("guesses", each=guesses, coupon_hits=hits[0], receipt_hits=hits[1], seconds=seconds)
    assert hits == (0, 0)
    # The guessing itself works: a code that exists is found by the same way.
    receipt, *_ = await checkout.commit(tx, [guest_sale("found")])
    digest = claim_digest(tx, receipt.claim_code or "")
    assert len(await tx.rows(FIND, [digest], tx.today)) == 1


def collisions(count: int) -> int:
    """Draw codes and count those drawn before, with one part of them in memory at a time."""
    parts = [array("Q") for _ in range(256)]
    for _ in range(count // BATCH):
        drawn = array("Q", b"".join(mint(BATCH)))
        for code in drawn:
            parts[code & 255].append(code)
    twice = 0
    for number, part in enumerate(parts):
        twice += len(part) - len(set(part))
        parts[number] = array("Q")
    return twice


@pytest.mark.torture
@pytest.mark.inv("A9")
def test_ten_million_codes_are_all_different(figure: Figure) -> None:
    twice = collisions(10_000_000)
    figure("codes", drawn=10_000_000, bits=CODE_BYTES * 8, collisions=twice)
    assert twice == 0


async def guess_until_slowed(clerk: httpx.AsyncClient, eve: MemberId) -> tuple[int, int]:
    """Guess over the network; return after how many guesses a wait was asked for, and how long."""
    for number in range(GUESSES_MOST):
        path, code = "/v1/coupons/lookups", str(CouponCode.new())
        if number % 2:
            path, code = "/till/claims", receipt_code()
        answer = await clerk.post(
            path,
            json={"member_id": str(eve), "code": code},
            headers={"Idempotency-Key": f"guess-{number}"},
        )
        if answer.status_code == 429:
            return number, int(answer.headers["retry-after"])
        assert answer.status_code in {404, 409}
    return GUESSES_MOST, 0


@pytest.mark.inv("A9")
async def test_who_guesses_over_the_network_is_slowed_down(town: Town) -> None:
    async with town.shop.begin() as tx:
        (eve,) = await make.members(tx)
    town.app = create_app(town.shop.database, limits={"staff": ALLOWED})
    clerk, other = await town.signed_in(Role.GUIDE), await town.signed_in(Role.GUIDE)
    guesses, wait_seconds = await guess_until_slowed(clerk, eve)
    # The bucket fills a little while the guesses run.
    assert ALLOWED <= guesses < GUESSES_MOST
    assert wait_seconds > 0
    assert (await other.get("/v1/me")).status_code == 200


@pytest.mark.inv("A9")
async def test_over_the_network_no_answer_tells_one_useless_code_from_another(town: Town) -> None:
    async with town.shop.begin() as tx:
        await publish(tx, cash())
        await make.products(tx, tee=9900)
        ann, eve = await make.members(tx, 2)
        fresh, used = [
            await coupons.get_coupon(tx, ann, await given(tx, ann, "ten")) for _ in range(2)
        ]
        await coupons.redeem(tx, [Use(ann, used.id, "order:1")])
        claimed, undone = await checkout.commit(tx, [guest_sale("1"), guest_sale("2")])
        await checkout.claim(tx, [ReceiptClaim(ann, claimed.claim_code or "")])
        await checkout.take_back(tx, [Comeback(undone.id, "back", (Units(0, 0),))])
    clerk = await town.signed_in(Role.GUIDE)

    async def told(path: str, body: Any) -> tuple[int, bytes]:
        answer = await clerk.post(path, json=body, headers={"Idempotency-Key": secrets.token_hex()})
        return answer.status_code, answer.content

    codes = [str(fresh.code), str(used.code), str(CouponCode.new()), "hello"]
    looked_up = [
        await told("/v1/coupons/lookups", {"member_id": str(eve), "code": code}) for code in codes
    ]
    basket = {"items": [{"sku": "tee"}], "member_id": str(eve)}
    quoted = [await told("/till/quotes", {**basket, "coupons": [code]}) for code in codes]
    receipts = [claimed.claim_code, undone.claim_code, receipt_code(), "not a code"]
    asked = [await told("/till/claims", {"member_id": str(eve), "code": code}) for code in receipts]
    for answers in (looked_up, quoted, asked):
        assert len(set(answers)) == 1, answers
        assert 400 <= answers[0][0] < 500
