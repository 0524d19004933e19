"""Facts as relations: one member is looked up, whatever the relation groups or ranks."""

from __future__ import annotations

from typing import Any

import pytest

from liuke.kernel import facts
from liuke.kernel.conditions import FactIs
from liuke.kernel.db import Tx
from liuke.kernel.facts import ANSWERS, FACTS, Fact, UnknownFact
from liuke.kernel.ids import MemberId
from tests import make
from tests.kernel.reference import REFERENCE
from tests.kernel.trees import addresses, found

# Of whom everybody says the same, and why; random conditions ask it all the same.
ALIKE = {"member.anonymous": "who is listed as a member is not anonymous"}


async def test_a_fact_without_a_row_has_its_default(tx: Tx) -> None:
    (one,) = await make.members(tx)
    asked = ["orders.count", "orders.first", "orders.last_on", "children.aged(0,12)", "tag"]
    assert (await facts.read(tx, asked, [one]))[one] == {
        "orders.count": 0, "orders.first": True, "orders.last_on": None,
        "children.aged(0,12)": 0, "tag": None,
    }  # fmt: skip


def test_an_argument_that_is_no_number_is_refused() -> None:
    assert facts.find("children.aged(0,12)")[1] == ("0", "12")
    for asked in ("children.aged(0,x)", "children.aged(0)", "children.age_months(-1)", "no.such"):
        with pytest.raises(UnknownFact):
            facts.find(asked)


async def test_a_fact_that_is_worked_out_is_read_beside_the_others(
    tx: Tx, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = await make.members(tx)

    async def lucky(_: Tx, keys: list[str], ids: list[MemberId]) -> dict[MemberId, dict[str, Any]]:
        return {member: dict.fromkeys(keys, 7) for member in ids}

    luck = Fact("luck", "int", "Luck", "运气", sql="SELECT m.id AS member_id", args=("day",))
    monkeypatch.setitem(FACTS, "luck", luck)
    monkeypatch.setitem(ANSWERS, "luck", lucky)
    known = await facts.read(tx, ["luck(monday)", "orders.count"], [one])
    assert known[one] == {"luck(monday)": 7, "orders.count": 0}
    tree = FactIs("orders.count", value=0)
    assert (await facts.read(tx, [tree.key], [one]))[one] == {"orders.count": 0}


def test_plain_python_knows_every_fact_and_people_differ_in_it() -> None:
    assert set(REFERENCE) == set(FACTS)
    alike = {
        name
        for name, fact in FACTS.items()
        for args in addresses(fact)
        if len(found(name, args)) < 2
    }
    assert alike == set(ALIKE)
