"""Two merchants in one house: neither sees, names or moves anything of the other."""

from __future__ import annotations

import re

import pytest

from liuke.domains import access, programme, stores
from liuke.domains.access import Invitation, KeyWish, Role
from liuke.domains.programme import DraftText
from liuke.domains.stores import Opening
from liuke.kernel.actor import system
from liuke.kernel.ids import Id, MerchantId
from liuke.surfaces.routes import collect_routes, public_path
from tests import make
from tests.conftest import Shop
from tests.surfaces.conftest import Town, app, quiet, town

pytestmark = pytest.mark.slow

__all__ = ["app", "quiet", "town"]
SECRET = "甲店机密"


async def furnish(shop: Shop) -> dict[str, Id]:
    """Give the other merchant one of everything that has an id, and a name to look for."""
    async with shop.begin() as tx:
        await make.merchant(tx)
        placed = await stores.open_stores(tx, [Opening("A", SECRET)])
        guide = (await access.invite(tx, [Invitation("guide", SECRET, Role.GUIDE)]))[0]
        key = (await access.make_keys(tx, [KeyWish(SECRET, ("points.read",))]))[0]
        document = {"code": "spring", "name": SECRET, "name_zh": SECRET}
        saved = (await programme.save(tx, [DraftText(document, note=SECRET)]))[0]
        member = (await make.members(tx))[0]
    return {
        "member_id": member, "store_id": placed["A"], "staff_id": guide.staff_id,
        "key_id": key.id, "version_id": saved.id, "against": saved.id,
    }  # fmt: skip


@pytest.mark.inv("A1")
@pytest.mark.inv("A4")
async def test_the_ids_of_another_merchant_are_like_ids_nobody_has(town: Town) -> None:
    theirs = await furnish(Shop(town.shop.database, system(MerchantId.new(), "test")))
    surprises = []
    async with await town.signed_in(Role.OWNER) as owner:
        for route in collect_routes():
            names = set(re.findall(r"{(\w+)}", route.path))
            if not names <= set(theirs) or (route.body is not None and route.method != "GET"):
                continue
            path = public_path(route)
            strange = path.format_map({name: type(i).new() for name, i in theirs.items()})
            query = {n: str(i) for n, i in theirs.items() if n in route.params.__struct_fields__}
            asked = {name: value for name, value in query.items() if name not in names}
            if not names and not asked:
                continue
            headers = {"Idempotency-Key": "x"}
            answer = await owner.request(
                route.method, path.format_map(theirs), params=asked, headers=headers
            )
            nobody = await owner.request(route.method, strange, params=asked, headers=headers)
            if SECRET in answer.text or answer.status_code != nobody.status_code:
                surprises.append((route.method, path, answer.status_code, nobody.status_code))
    assert surprises == []
