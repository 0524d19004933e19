"""One member is looked up: no fact and no figure of the till reads a table through."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from liuke.kernel.conditions import Condition, Did, Sequence
from liuke.kernel.db import Tx
from liuke.kernel.deeds import DEEDS, fields_of
from liuke.kernel.did import Agg, Deeds, Span
from liuke.kernel.facts import ANSWERS, FACTS, statement
from liuke.kernel.selection import Live
from tests.kernel.engines import fill
from tests.kernel.lives import world
from tests.kernel.people import WHEN

ONE = "SELECT {} FROM members_member m WHERE m.id = ANY ($1::uuid[])"
# By what a row is looked up: the member, or what a row of theirs names.
KEYS = ("member_id =", "(id =", "home_id =", "household_id =", "code =", "order_id =", "_id =")
# Few rows for a whole shop, and read once however many are asked.
SMALL = ("catalog_", "stores_", "analytics_setting", "analytics_model")


def addresses() -> list[str]:
    known = [fact for _, fact in sorted(FACTS.items()) if fact.name not in ANSWERS]
    return [f"{f.name}({','.join('1' for _ in f.args)})" if f.args else f.name for f in known]


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every scan of a table below a plan, with the condition of its index."""
    if "Relation Name" in plan:
        yield plan["Relation Name"], plan.get("Index Cond", "") or plan.get("Recheck Cond", "")
    for below in plan.get("Plans", ()):
        bitmap = below.get("Node Type") == "Bitmap Index Scan"
        yield from () if bitmap else scans(below)


async def read_through(tx: Tx, text: str) -> list[str]:
    """Return the tables that a statement about one member does not look up by a key."""
    places = max([int(place) for place in re.findall(r"\$(\d+)", text)])
    connection = tx._connection  # noqa: SLF001 - the engine is asked for its plan
    await connection.execute(f"PREPARE asked AS {text}")
    nothing = ", ".join(["NULL"] * places)
    found = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE asked ({nothing})")
    await connection.execute("DEALLOCATE asked")
    return [
        f"{table} by {condition}"
        for table, condition in scans(json.loads(found)[0]["Plan"])
        if not table.startswith(SMALL) and not any(key in condition for key in KEYS)
    ]


@pytest.fixture
async def crowd(tx: Tx) -> Tx:
    """Return a transaction that sees enough people for a plan to matter."""
    tx.now = WHEN.now
    await fill(tx, world(3, 150))
    await tx._connection.execute("SET LOCAL enable_seqscan = off")  # noqa: SLF001 - as above
    await tx._connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")  # noqa: SLF001 - as above
    return tx


async def test_every_fact_of_a_member_is_looked_up_behind_the_fence(crowd: Tx) -> None:
    slow = {name: await read_through(crowd, statement((name,))[0].text) for name in addresses()}
    assert {name: tables for name, tables in slow.items() if tables} == {}


def questions() -> Iterator[Condition]:
    """Every deed counted in every way, and followed by itself."""
    for deed in DEEDS.values():
        yield Did(deed.name)
        for name, field in fields_of(deed).items():
            aggs = [Agg.LAST, Agg.DISTINCT]
            if field.kind in ("int", "money"):
                aggs += [Agg.SUM, Agg.AVG, Agg.MIN, Agg.MAX]
            for agg in aggs:
                yield Did(deed.name, agg=agg, field=name)
        yield Sequence(Deeds(deed.name), Deeds(deed.name), Span(days=7), negate=True)


async def test_every_figure_of_a_members_deeds_is_looked_up(crowd: Tx) -> None:
    slow = {}
    for question in questions():
        text = ONE.format(Live(fixed=1, known={}).test(question))
        if tables := await read_through(crowd, text):
            slow[repr(question)] = tables
    assert slow == {}
