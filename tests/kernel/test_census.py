"""One question, one answer: PostgreSQL, DuckDB and plain Python agree, member for member."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.kernel import portable
from liuke.kernel.census import NodeCount, compiled, counts, waterfall
from liuke.kernel.conditions import AllOf, AnyOf, Condition, Did, FactIs, Not, Op
from liuke.kernel.db import Tx
from liuke.kernel.did import Agg
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.selection import Live, found
from liuke.kernel.verdicts import FactValue, evaluate, explain
from tests.conftest import Shop
from tests.kernel.engines import duck, fill, witnessed
from tests.kernel.people import WHEN, World
from tests.kernel.trees import LEAVES, TREES, WINDOWS

pytestmark = pytest.mark.slow

ONE_BY_ONE = "SELECT m.id, {} FROM members_member m WHERE m.id = ANY ($1::uuid[])"
Known = dict[UUID, dict[str, FactValue]]


class Undone(Exception):
    """Leaves a savepoint without keeping anything."""


async def agreed(tx: Tx, world: World, trees: list[Condition]) -> None:
    """Compare every engine's answers with those worked out plainly."""
    known = witnessed(world, trees)
    await one_by_one(tx, known, trees)
    lake = duck(world)
    for tree in trees:
        wanted = {home for home, values in known.items() if evaluate(tree, values)}
        asked = compiled(tree, "postgres", WHEN)
        rows = await tx.records(Sql[tuple[Any, ...]](asked.sql), *asked.given)
        assert {UUID(str(row[0])) for row in rows} == wanted, tree
        asked = compiled(tree, "duckdb", WHEN)
        assert {row[0] for row in lake.execute(asked.sql, asked.given).fetchall()} == wanted, tree
        asked = counts(tree, "duckdb", WHEN)
        row = lake.execute(asked.sql, asked.given).fetchone()
        assert row is not None
        assert asked.tally(row) == tallied(tree, known), tree


async def agreed_of(shop: Shop, number: int, trees: list[Condition]) -> None:
    """Compare every engine's answers about the people of a number; none of them stays."""
    world = World(Random(number))  # noqa: S311 - made-up people
    with suppress(Undone):
        async with shop.begin(WHEN.now) as tx:
            await fill(tx, world)
            await agreed(tx, world, trees)
            raise Undone


async def one_by_one(tx: Tx, known: Known, trees: list[Condition]) -> None:
    """Compare what the till would be told, and why."""
    members = [MemberId(home.bytes) for home in known]
    live = Live(fixed=1, known={})
    tests = ", ".join(live.test(tree) for tree in trees)
    sql = Sql[tuple[Any, ...]](ONE_BY_ONE.format(tests))
    bound = portable.given(live.bound, WHEN)
    told = {UUID(str(row[0])): row[1:] for row in await tx.records(sql, members, *bound)}
    why = await found(tx, trees, members)
    for member, (home, values) in zip(members, known.items(), strict=True):
        for tree, verdict in zip(trees, told[home], strict=True):
            assert verdict is evaluate(tree, values), tree
            assert explain(tree, why[member]) == explain(tree, values), tree


def tallied(tree: Condition, known: Known) -> tuple[int, Any]:
    everybody = list(known.values())
    alone = {name: sum(evaluate(node, v) for v in everybody) for name, node, _ in waterfall(tree)}
    left = {
        name: sum(evaluate(before, v) and evaluate(node, v) for v in everybody)
        for name, node, before in waterfall(tree)
    }
    return len(everybody), [NodeCount(name, alone[name], left[name]) for name in alone]


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 10_000), trees=st.lists(TREES, min_size=1, max_size=4))
async def test_every_engine_finds_the_same_members(
    shop: Shop, number: int, trees: list[Condition]
) -> None:
    await agreed_of(shop, number, trees)


# What must hold of somebody with a row, and others beside it: only the deeds of few are looked at.
FEW = st.builds(
    lambda first, others: AllOf((first, *others)),
    st.builds(Did, st.sampled_from(["order", "line", "visit"]), window=WINDOWS)
    | st.builds(FactIs, st.just("joined.days"), st.just(Op.GE), st.sampled_from([0, 30, 366])),
    st.lists(LEAVES | LEAVES.map(Not), min_size=1, max_size=3),
)

# Rows of a merged member decide these now and then.
COUNTED = [
    AllOf((FactIs("joined.days", Op.GE, 0), Did("line", op=op, value=3))) for op in (Op.GE, Op.LT)
]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 10_000), trees=st.lists(FEW, max_size=3))
async def test_every_engine_finds_the_same_few(
    shop: Shop, number: int, trees: list[Condition]
) -> None:
    await agreed_of(shop, number, [*trees, *COUNTED])


def test_only_deeds_of_those_who_can_fit_are_read() -> None:
    often, dear = Did("order", value=5), Did("line", agg=Agg.MAX, field="due_minor", value=9)
    few = compiled(AllOf((often, Not(dear))), "duckdb", WHEN).sql
    assert few.count("d.member_id IN (SELECT kin.id FROM kin)") == 1
    assert few.index("AS (SELECT m.id FROM members_member AS m JOIN j0") < few.index("kin.id FROM")
    joined = FactIs("joined.days", Op.LE, 90)
    young = compiled(AllOf((joined, Not(dear))), "duckdb", WHEN).sql
    assert young.count("d.member_id IN (SELECT kin.id FROM kin)") == 1
    for whole in (AnyOf((often, dear)), AllOf((Not(often), Not(dear))), often):
        assert "kin" not in compiled(whole, "duckdb", WHEN).sql
