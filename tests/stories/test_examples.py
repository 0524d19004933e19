"""What the description shows as an example, a shop takes as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import httpx
import pytest

from liuke.domains import checkout, coupons, segments
from liuke.domains.access import Role, held_by
from liuke.domains.checkout import Item, Sale, Tender
from liuke.domains.coupons import CouponId, Grant
from liuke.domains.segments import Wish
from liuke.kernel.conditions import AllOf
from tests import make
from tests.checkout.test_take_back import CARD, EARN, STARS, TEN_OFF
from tests.surfaces.conformance import JSON, operations
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

SHOWN = re.compile(r"\b([a-z]{3})_0190f3c27d1a7bbb8000000000000001")
LABELS = [label for label in operations() if label.startswith(("POST", "PUT"))]
# Parameters in a path that are no ids, by what stands before them.
NAMED = {"segments": "quiet", "reports": "categories"}
OF_LISTS = ("/v1/segments/{code}/files", "/v1/segments/{code}/removals")
REFUSED: dict[str, dict[str, str]] = {
    "A shop has it only after people, time or jobs made it.": {
        "POST /till/claims": "not_claimable",
        "POST /v1/approvals/{approval_id}/decisions": "unknown_approval",
        "POST /v1/approvals/{approval_id}/withdrawals": "unknown_approval",
        "POST /v1/batches/{batch_id}/codes": "unknown_batch",
        "POST /v1/batches/{batch_id}/starts": "unknown_batch",
        "POST /v1/batches/{batch_id}/undoings": "unknown_batch",
        "POST /v1/coupons/lookups": "unknown_coupon",
        "POST /v1/coupons/releases": "not_held",
        "POST /v1/jobs/{job_id}/dismissals": "job_not_held",
        "POST /v1/jobs/{job_id}/retries": "job_not_held",
        "POST /v1/m/coupons/{coupon_id}/acceptance": "unknown_coupons",
        "POST /v1/m/receipts/claims": "not_claimable",
        "POST /v1/members/cards/activations": "wrong_card_state",
        "POST /v1/members/cards/losses": "wrong_card_state",
        "POST /v1/members/cards/renewals": "wrong_card_state",
        "POST /v1/members/cards/replacements": "wrong_card_state",
        "PUT /v1/members/merges/{merge_id}/undoing": "cannot_undo_merge",
        "PUT /v1/members/{member_id}/notes/{note_id}": "no_such_note",
        "PUT /v1/members/{member_id}/notes/{note_id}/tick": "no_such_note",
        "POST /v1/points/reversals": "unknown_entry",
    },
    "A secret, a code or a signature is not to be guessed.": {
        "POST /v1/acceptances": "ticket_spent",
        "POST /v1/m/erasures": "code_refused",
        "POST /v1/me/passkeys": "passkey_invalid",
        "PUT /v1/me/password": "wrong_credentials",
        "PUT /v1/me/second-factor": "code_wrong",
        "POST /v1/sessions": "wrong_credentials",
        "POST /v1/sessions/passkey": "passkey_refused",
        "POST /v1/setups": "ticket_spent",
    },
    "A second person must approve.": {
        "POST /v1/members/{member_id}/children/openings": "approval_needed",
        "POST /v1/programmes/publications": "approval_needed",
        "POST /v1/programmes/withdrawals": "approval_needed",
    },
    "The tests have no lake, and many shops where a link names the one.": {
        "POST /v1/lake/exports": "lake_unavailable",
        "POST /v1/reports/weekly/files": "lake_unavailable",
        "POST /v1/reports/{code}": "lake_unavailable",
        "POST /v1/reports/{code}/conditions": "lake_unavailable",
        "POST /v1/reports/{code}/files": "lake_unavailable",
        "POST /v1/reports/{code}/member-ids": "lake_unavailable",
        "POST /v1/reports/{code}/members": "lake_unavailable",
        "POST /v1/m/challenges": "no_such_shop",
        "POST /v1/m/codes": "no_such_shop",
        "POST /v1/m/sessions": "no_such_shop",
    },
    "The programme of this shop has no ladder and hands nothing on.": {
        "POST /v1/coupons/transfers": "coupon_unusable",
        "POST /v1/m/rungs/claims": "unknown_tier_set",
        "POST /v1/points/transfers": "transfer_refused",
        "POST /v1/tiers/claims": "unknown_tier_set",
    },
    "One type serves several kinds, and its example is of another kind or of none.": {
        "POST /v1/batches": "unknown_deed",
        "POST /v1/identify": "events_refused",
        "POST /v1/members/identities": "faulty_items",
        "POST /v1/page": "events_refused",
        "POST /v1/programmes/checks": "faulty_programme",
        "POST /v1/screen": "events_refused",
    },
}
EXPECTED = {label: code for of in REFUSED.values() for label, code in of.items()}


async def stock(town: Town) -> dict[str, Sequence[object]]:
    """Put what examples name into a shop; return the ids there are, by prefix."""
    async with town.shop.begin() as tx:
        await make.programme(tx, STARS, CARD, EARN, TEN_OFF)
        await make.products(tx, tee=9900, cap=4500)
        await segments.make(tx, Wish("quiet", "Quiet", "安静", AllOf(())))
        await segments.make(tx, Wish("loyal", "Loyal", "忠实"))
        people, store = await make.members(tx, 2), await make.store(tx)
        sale = Sale((Item("tee"),), people[0], external_id="1", tenders=(Tender("cash", 9900),))
        (receipt,) = await checkout.commit(tx, [sale])
        await coupons.issue(tx, [Grant(people[0], "ten-off", "welcome")])
    coupon = CouponId.made_of(people[0], "ten-off", "welcome")
    staff = await town.person(Role.GUIDE)
    return {"mem": people, "sto": [store], "ord": [receipt.id], "stf": [staff], "cpn": [coupon]}


def real(text: str, there: dict[str, Sequence[object]]) -> str:
    """Put ids that exist where a text shows ids; a second one of a kind is another."""
    left = {prefix: list(ids) for prefix, ids in there.items()}

    def one(found: re.Match[str]) -> str:
        ids = left.get(found[1])
        return str((ids.pop(0) if len(ids) > 1 else ids[0]) if ids else found[0])

    return SHOWN.sub(one, text)


def address(label: str) -> str:
    """Return where an example is sent."""
    path = label.partition(" ")[2]
    for parameter in operations()[label]["parameters"]:
        if parameter["in"] == "path":
            code = "loyal" if path in OF_LISTS else NAMED.get(path.split("/")[2], "")
            value = parameter["schema"].get("examples", [code])[0]
            path = path.replace("{" + parameter["name"] + "}", value)
    return path


async def client_for(town: Town, label: str) -> httpx.AsyncClient:
    """Return a client that may do it: a member, a program, or else the owner."""
    may = operations()[label]["x-permission"]
    if "/v1/m/" in label:
        return await town.member()
    return await (
        town.keyed(may) if may and may not in held_by(Role.OWNER) else town.signed_in(Role.OWNER)
    )


def test_every_refusal_is_of_a_route_there_is() -> None:
    assert EXPECTED.keys() <= set(LABELS)


@pytest.mark.parametrize("label", LABELS)
async def test_a_shop_takes_the_example_or_says_why_not(town: Town, label: str) -> None:
    there, about = await stock(town), operations()[label].get("requestBody")
    body = real(json.dumps(about["content"][JSON]["example"]), there) if about else None
    async with await client_for(town, label) as client:
        answer = await client.request(
            label.partition(" ")[0], real(address(label), there), content=body,
            headers={"Idempotency-Key": "1"},
        )  # fmt: skip
    refused = "" if answer.is_success else answer.json()["code"]
    assert refused == EXPECTED.get(label, ""), answer.text
