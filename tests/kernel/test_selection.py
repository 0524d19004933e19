"""A condition lists the members that it is true of, one by one, whatever the condition."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from liuke.domains import members
from liuke.domains.members import Enrolment, Tagging
from liuke.kernel import facts
from liuke.kernel.conditions import AllOf, AnyOf, Condition, FactIs, Not, Op, walk
from liuke.kernel.db import Tx
from liuke.kernel.facts import UnknownFact
from liuke.kernel.ids import MemberId
from liuke.kernel.selection import counted, listed
from liuke.kernel.verdicts import FactValue, evaluate
from liuke.kernel.windows import When

LAST = (datetime(9999, 1, 1, tzinfo=UTC), MemberId(b"\xff" * 16))
JOINED = datetime(2026, 3, 1, 4, tzinfo=UTC)
PEOPLE = [
    Enrolment("13800138000", "王小明", profile={"birthday": "1990-03-08", "gender": "male"}),
    Enrolment("13900138000", "李雷", profile={"birthday": "2001-11-30"}, joined_at=JOINED),
    Enrolment("13700007000", "Anna", profile={"gender": "female"}),
]
ASKED: list[Condition] = [
    AllOf(()),
    AnyOf(()),
    *(FactIs("age", op, 30) for op in (Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE)),
    FactIs("age", Op.BETWEEN, (20, 40)),
    FactIs("age", Op.IN, (24, 25, "25")),
    FactIs("age", Op.NOT_IN, (25,)),
    FactIs("age", Op.EQ, "30"),
    FactIs("age", Op.STARTS, "3"),
    FactIs("age", Op.KNOWN),
    FactIs("birthday", Op.GE, "1995-01-01"),
    FactIs("birthday", Op.UNKNOWN),
    FactIs("gender", Op.EQ, "female"),
    FactIs("gender", Op.NE, "female"),
    FactIs("gender", Op.STARTS, "fe"),
    FactIs("gender", Op.IN, ("male", 3)),
    FactIs("gender", Op.GT, "f"),
    FactIs("gender", Op.HAS, "female"),
    FactIs("tag", Op.HAS, "vip"),
    FactIs("tag", Op.HAS_ANY, ("vip", "new")),
    FactIs("tag", Op.HAS_ALL, ("vip", "new")),
    FactIs("tag", Op.EQ, "vip"),
    Not(FactIs("tag", Op.HAS, "vip")),
    FactIs("member.anonymous", Op.EQ, value=False),
    FactIs("profile", Op.EQ, "male", args=("gender",)),
    FactIs("consent", Op.EQ, value=False, args=("marketing", "sms")),
    FactIs("joined.on", Op.LT, "2026-06-01"),
    FactIs("joined.on", Op.LT, "2026-6-1"),
    FactIs("joined.on", Op.IN, ("2026-03-01", "soon")),
    FactIs("birthday", Op.STARTS, "19"),
    FactIs("tag", Op.HAS_ANY, ("vip", 3)),
    FactIs("tag", Op.HAS_ALL, ()),
    FactIs("tag", Op.NE, "vip"),
    FactIs("tag", Op.UNKNOWN),
    FactIs("birthday.in_days", Op.LE, 200),
    FactIs("birthday.lunar_in_days", Op.GT, 100),
    AllOf((FactIs("age", Op.KNOWN), Not(AnyOf((FactIs("gender", Op.EQ, "male"),))))),
]


async def people(tx: Tx) -> list[MemberId]:
    ids = [row.member_id for row in await members.enrol(tx, PEOPLE)]
    await members.tag(tx, [Tagging(ids[0], "vip"), Tagging(ids[2], "vip"), Tagging(ids[2], "new")])
    return ids


def around(tx: Tx) -> tuple[object, ...]:
    return tx.merchant_id, tx.today, tx.now, None, *LAST, 50


async def test_a_list_holds_whom_the_condition_is_true_of(tx: Tx) -> None:
    ids = await people(tx)
    for tree in ASKED:
        names = {node.key for _, _, node in walk(tree) if isinstance(node, FactIs)}
        known = await facts.read(tx, names, ids)
        wanted = {m for m in ids if evaluate(tree, {k: _kept(v) for k, v in known[m].items()})}
        sql, bound = listed(tree, When.of(tx))
        found = {MemberId.of(row[0]) for row in await tx.records(sql, *around(tx), *bound)}
        assert found == wanted, tree
        sql, bound = counted(tree, When.of(tx), looked_at=100)
        assert await tx.records(sql, *around(tx), *bound) == [(len(wanted),)]


def _kept(value: Any) -> FactValue:
    return tuple(value) if isinstance(value, list) else value


async def test_hostile_values_are_bound_and_strange_facts_refused(tx: Tx) -> None:
    await people(tx)
    sql, bound = listed(FactIs("gender", Op.EQ, "'; DROP TABLE members_member; --"), When.of(tx))
    assert "DROP" not in sql.text
    assert await tx.records(sql, *around(tx), *bound) == []
    with pytest.raises(UnknownFact):
        listed(FactIs("no.such", Op.KNOWN), When.of(tx))
