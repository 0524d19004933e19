"""The guide's examples are programmes that may be published."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from liuke.domains import programme
from liuke.domains.coupons.template import Scope
from liuke.domains.points import BookSpec
from liuke.domains.promotions import (
    Earn,
    Effect,
    IssueCoupon,
    PayWithPoints,
    PercentOff,
    Rule,
    Where,
)
from liuke.domains.tiers.values import Basis, Level, TierSet
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import cash

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "rules.md").read_text("utf-8")
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_is_publishable(block: dict[str, Any]) -> None:
    programme.check({"code": "guide", "name": "Guide", "name_zh": "示例", **block})


def test_every_effect_is_named_in_the_guide() -> None:
    kinds = {str(kind.__struct_config__.tag) for kind in get_args(Effect)}
    assert {
        kind for kind in kinds if f"`{kind}`" not in GUIDE and f'"{kind}"' not in GUIDE
    } == set()


def test_a_level_that_stands_nowhere_is_a_fault() -> None:
    document = json.loads(json.dumps(programme.template("diamond-ladder")))
    document["rules"][0].setdefault("where", {})["tiers"] = ["pu"]
    with pytest.raises(programme.FaultyProgramme) as refusal:
        programme.check(document)
    assert "$.rules[0].where.tiers" in {fault.path for fault in refusal.value.faults}


@pytest.mark.parametrize("code", [ready.code for ready in programme.templates()])
def test_every_ready_made_programme_is_publishable(code: str) -> None:
    programme.check(programme.template(code))


async def test_what_no_programme_has_is_refused_before_a_till_meets_it(tx: Tx) -> None:
    rules = [
        Rule("earn", (Earn(book="leafs", points=1),)),
        Rule("give", (IssueCoupon("cup"),), where=Where(tiers=("gold",))),
    ]
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await make.programme(tx, *rules, code="rules")
    assert [(fault.path, fault.reason) for fault in refusal.value.faults] == [
        ("$.rules[0].effects[0].book", "there is no book leafs"),
        ("$.rules[1].effects[0].template", "there is no coupon cup"),
        ("$.rules[1].where.tiers", "there is no level gold"),
    ]
    gold = Level(code="gold", name="Gold", entry_threshold=100)
    stars = TierSet(code="stars", name="Stars", basis=Basis(kind="spend"), levels=(gold,))
    await make.programme(tx, BookSpec(code="leafs"), cash("cup"), stars, code="ground")
    await make.programme(tx, *rules, code="rules")


async def test_a_store_nobody_has_is_refused_where_a_document_names_it(tx: Tx) -> None:
    await make.store(tx, "S1")
    here = Where(stores=("S1", "Sl"), not_stores=("S2", "S2"))
    half = PercentOff(5000)
    rules = [Rule("near", (half,), where=here), Rule("far", (half,), where=Where(stores=("S1",)))]
    coupon = cash(scope=Scope(stores=("S1",), stores_excluded=("s1",)))
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await make.programme(tx, *rules, coupon)
    assert [(fault.path, fault.reason, fault.reason_zh) for fault in refusal.value.faults] == [
        ("$.coupons[0].scope.stores_excluded", "there is no store s1", "没有门店 s1"),
        ("$.rules[0].where.stores", "there is no store Sl", "没有门店 Sl"),
        ("$.rules[0].where.not_stores", "there is no store S2", "没有门店 S2"),
    ]
    for code in ("Sl", "S2", "s1"):
        await make.store(tx, code)
    await make.programme(tx, *rules, coupon)


async def test_documents_published_together_lean_on_each_other(tx: Tx) -> None:
    documents = [
        {"code": "rules", "name": "Rules", "name_zh": "规则",
         "rules": [{"code": "earn", "effects": [{"kind": "earn", "book": "leafs", "points": 1}]}]},
        {"code": "ground", "name": "Ground", "name_zh": "基础", "books": [{"code": "leafs"}]},
    ]  # fmt: skip
    drafts = await programme.save(tx, [programme.DraftText(one) for one in documents])
    december = tx.now + timedelta(days=9)
    wishes = [programme.Publication(draft.id, december) for draft in drafts]
    assert len(await programme.publish(tx, wishes)) == 2


async def test_a_book_that_another_live_document_earns_in_stays(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="leafs"), BookSpec(code="stars"), code="ground")
    await make.programme(tx, Rule("earn", (Earn(book="leafs", points=1),)), code="rules")
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await make.programme(tx, BookSpec(code="stars"), code="ground")
    (fault,) = refusal.value.faults
    assert (fault.path, fault.reason) == ("$.books", "the live rule earn needs the book leafs")
    ground = next(one.id for one in await programme.versions(tx) if one.state == "live"
                  and one.programme == "ground")  # fmt: skip
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await programme.withdraw(tx, [ground])
    assert [(fault.path, fault.reason) for fault in refusal.value.faults] == [
        ("rules: $.rules[0].effects[0].book", "there is no book leafs")
    ]


PAY = Rule("pay", (PayWithPoints("leafs", step_points=50),))
LEAFS = BookSpec(code="leafs", payable=True, value_minor_per_1000=1_000)


async def faulty(tx: Tx, *items: Any, code: str) -> list[tuple[str, str]]:
    """Return the path and the reason of what keeps a document from being published."""
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await make.programme(tx, *items, code=code)
    return [(fault.path, fault.reason) for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("book", "here", "there", "reason"),
    [
        ({"payable": False}, "effects[0].book", "payable", "leafs is not payable"),
        (
            {"pay_step": 100},
            "effects[0].step_points",
            "pay_step",
            "leafs pays in steps of 100",
        ),
    ],
)
async def test_a_rule_and_its_book_agree_on_how_points_pay(
    tx: Tx, book: dict[str, Any], here: str, there: str, reason: str
) -> None:
    other = replace(LEAFS, **book)
    told = f"$.rules[0].{here}", reason
    assert await faulty(tx, other, PAY, code="whole") == [told]
    await make.programme(tx, other, code="ground")
    assert await faulty(tx, PAY, code="rules") == [told]
    await make.programme(tx, LEAFS, code="ground")
    await make.programme(tx, PAY, code="rules")
    assert await faulty(tx, other, code="ground") == [
        (f"$.books[0].{there}", f"the live rule pay pays with it: {reason}")
    ]


async def test_a_rule_without_a_step_of_its_own_or_with_a_multiple_pays(tx: Tx) -> None:
    book = replace(LEAFS, pay_step=100)
    rules = [Rule(f"r{n}", (PayWithPoints("leafs", step_points=n),)) for n in (1, 100, 300)]
    await make.programme(tx, book, *rules)


async def test_a_book_that_only_counts_never_pays(tx: Tx) -> None:
    growth = BookSpec(code="growth", qualifying=True)
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await make.programme(tx, growth, Rule("pay", (PayWithPoints("growth"),)))
    assert [(fault.path, fault.reason) for fault in refusal.value.faults] == [
        ("$.rules[0].effects[0].book", "growth is never spent")
    ]
