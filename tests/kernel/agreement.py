"""Whether PostgreSQL, DuckDB, Spark and plain Python agree, member for member."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liuke.domains.segments.asking import decide
from liuke.domains.segments.find import written_out
from liuke.kernel.census import NodeCount, compiled, counts, waterfall
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.selection import found
from liuke.kernel.verdicts import evaluate, explain
from liuke.providers.spark import Cluster
from tests.conftest import Shop
from tests.kernel.engines import define, duck, fill, spark_found, spark_views
from tests.kernel.lives import world
from tests.kernel.people import NOW, World
from tests.kernel.witnesses import Known, Question, wanted, witnessed


class Undone(Exception):
    """Leaves a savepoint without keeping anything."""


async def agreed(tx: Tx, made: World, question: Question) -> None:
    """Compare every engine's answers with those worked out plainly."""
    known = witnessed(made, question)
    await one_by_one(tx, known, question)
    lake, when = duck(made), made.when
    for raw, tree in zip(question.trees, await written_out(tx, question.trees), strict=True):
        right = wanted(raw, known)
        asked = compiled(tree, "postgres", when)
        rows = await tx.records(Sql[tuple[Any, ...]](asked.sql), *asked.given)
        assert {UUID(str(row[0])) for row in rows} == right, tree
        asked = compiled(tree, "duckdb", when)
        assert {row[0] for row in lake.execute(asked.sql, asked.given).fetchall()} == right, tree
        asked = counts(tree, "duckdb", when)
        row = lake.execute(asked.sql, asked.given).fetchone()
        assert row is not None
        assert asked.tally(row) == tallied(tree, known), tree


async def agreed_of(shop: Shop, number: int, question: Question) -> None:
    """Compare every engine's answers about the people of a number; none of them stays."""
    made = world(number)
    with suppress(Undone):
        async with shop.begin(NOW) as tx:
            tx.zone = ZoneInfo(made.when.zone)
            await fill(tx, made)
            await define(tx, question.segments)
            await agreed(tx, made, question)
            raise Undone


async def one_by_one(tx: Tx, known: Known, question: Question) -> None:
    """Compare what is told of one member, in and out of segments, and why."""
    members = [MemberId(home.bytes) for home in known]
    told = await decide(tx, question.trees, members)
    why = await found(tx, question.trees, members)
    for member, values in zip(members, known.values(), strict=True):
        for tree, verdict in zip(question.trees, told[member], strict=True):
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


class Grounds:
    """Spark, started once as the product does, and people of a number laid out when first asked."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        """Lay nothing out yet."""
        self.cluster, self.folder = cluster, folder
        self.open = ExitStack()
        self.session = self.open.enter_context(cluster.session())
        self.known: dict[int, tuple[World, Any]] = {}

    def of(self, number: int) -> tuple[World, Any]:
        """Return the people of a number, and a session that sees their lake."""
        if number not in self.known:
            made, folder = world(number, 40), self.folder / str(number)
            folder.mkdir()
            session = self.open.enter_context(self.cluster.session())
            spark_views(session, made, folder)
            self.known[number] = made, session
        return self.known[number]


def agreed_in_spark(grounds: Grounds, number: int, question: Question) -> list[int]:
    """Compare what Spark and plain Python find; return how many each tree is true of."""
    made, session = grounds.of(number)
    known = witnessed(made, question)
    found = spark_found(session, question.whole, made.when)
    for tree, members in zip(question.trees, found, strict=True):
        assert members == wanted(tree, known), tree
    return [len(members) for members in found]
