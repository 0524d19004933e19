"""Every statement names the member whose rows it wants, or is listed with its reason.

Rows of members are kept by merchant and member, which is what a sharded database places them by: a
statement that names the member goes to one place, any other to all of them. The planner is asked,
not the text: what a view, a function or a rule of the fence adds is in its plan. It is asked in a
database with nothing in it: what other tests have left in theirs would change its mind.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, TypeAlias

import pytest
import pytest_asyncio

from liuke.kernel.db import Database
from liuke.providers.postgres import Server
from tests.architecture.across import ACROSS, MAPPED, UNIQUE
from tests.architecture.modules import statements
from tests.untouched import untouched

Node: TypeAlias = Mapping[str, Any]
# The column of each table that holds the member, and whether it is part of what a row is kept by.
COLUMNS = """
    SELECT t.relname::text AS name, a.attname::text AS key, a.attnum = ANY (i.indkey) AS keyed
    FROM pg_policy p
    JOIN pg_class t ON t.oid = p.polrelid
    JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname =
        CASE t.relname WHEN 'members_member' THEN 'id' ELSE 'member_id' END
    WHERE p.polname = 'merchant'
"""
UNIQUES = """
    SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS owner,
        array_agg(a.attname::text) AS columns
    FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indisunique AND i.indrelid::regclass::text = ANY ($1::text[])
    GROUP BY i.indexrelid, i.indrelid
"""
PLANNED = {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE"}
EQUAL = re.compile(r"(\S+) = (ANY )?(\S+)")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def empty(server: Server) -> AsyncIterator[Database]:
    async with untouched(server, "liuke_planned") as database:
        yield database


async def columns(connection: Any) -> dict[str, tuple[str, bool]]:
    """Return, for each fenced table that knows members, the column and whether it keys rows."""
    return {row["name"]: (row["key"], row["keyed"]) for row in await connection.fetch(COLUMNS)}


async def planned(connection: Any, text: str) -> Node | None:
    """Return how a statement is gone about where tables are too large to be read whole."""
    if text.split(maxsplit=1)[0] not in PLANNED:
        return None
    asked = max([0, *(int(place) for place in re.findall(r"\$(\d+)", text))])
    values = f"({', '.join(['NULL'] * asked)})" if asked else ""
    async with connection.transaction():
        await connection.execute("SET LOCAL enable_seqscan = off")
        await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE asked AS {text}")
        explained = f"EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) EXECUTE asked {values}"
        found = await connection.fetchval(explained)
        await connection.execute("DEALLOCATE asked")
    plan: Node = json.loads(found)[0]["Plan"]
    return plan


def nodes(node: Node) -> Iterator[Node]:
    """Give a node of a plan and all below it; what is one way among others is told above them."""
    yield node
    for below in node.get("Plans", ()):
        if below["Node Type"] != "BitmapOr":
            yield from nodes(below)


def conjuncts(condition: str) -> list[str]:
    """Return the parts of a condition that must all hold; what holds one way or other is left out.

    >>> conjuncts("((a.x = 1) AND ((b.y = 2) OR (b.z = 3)) AND (c.w = (ANY (f.g))))")
    ['(a.x = 1)', '(c.w = (ANY (f.g)))']
    >>> conjuncts("((a.x = 1) OR (b.y = 2))")
    []
    """
    inner = condition[1:-1] if condition.startswith("((") and closes_last(condition) else condition
    parts, depth = [""], 0
    for word in inner.split(" "):
        if depth == 0 and word == "OR":
            return []
        if depth == 0 and word == "AND":
            parts.append("")
        else:
            parts[-1] = f"{parts[-1]} {word}".strip()
        depth += word.count("(") - word.count(")")
    return [part for part in parts if " OR " not in part and not part.startswith("(NOT ")]


def closes_last(condition: str) -> bool:
    """Tell whether the first bracket is closed by the last."""
    depth = 0
    for place, sign in enumerate(condition):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place == len(condition) - 1
    return False


def equals(plan: Node) -> Iterator[tuple[str, str]]:
    """Give what is set equal to what, anywhere in a plan."""
    for node in nodes(plan):
        for name, told in node.items():
            if isinstance(told, str) and name.endswith((" Cond", "Filter")):
                for part in conjuncts(told):
                    for left, _, right in EQUAL.findall(part):
                        yield left.strip('()"'), right.strip('()"')


def strays(plan: Node, keys: Mapping[str, str]) -> set[str]:
    """Return the tables that are read without naming whose rows are wanted.

    What is joined by member goes where the other is; somebody has to have said whose.
    """
    scans = {
        f"{node['Alias']}.{keys[node['Relation Name']]}": node["Relation Name"]
        for node in nodes(plan)
        if node["Node Type"].endswith("Scan") and node.get("Relation Name") in keys
    }
    pairs = [(left.replace('"', ""), right.replace('"', "")) for left, right in equals(plan)]
    named: set[str] = set()
    for left, right in pairs:
        named |= {one for one, other in ((left, right), (right, left)) if other not in scans}
    while more := {
        one
        for left, right in pairs
        for one, other in ((left, right), (right, left))
        if other in named and one not in named
    }:
        named |= more
    return {table for key, table in scans.items() if key not in named}


@pytest.mark.slow
async def test_a_statement_names_its_members_or_says_why_not(empty: Database) -> None:
    across = {}
    async with empty.pool.acquire() as connection:
        keys = {name: key for name, (key, keyed) in (await columns(connection)).items() if keyed}
        for named in statements():
            plan = await planned(connection, named.sql.text)
            if plan is not None and (tables := strays(plan, keys)):
                across[named.place.removeprefix("liuke.")] = tables
    listed = {place for places in ACROSS.values() for place in places}
    assert {place: tables for place, tables in across.items() if place not in listed} == {}
    assert sorted(listed - set(across)) == []


async def test_a_table_that_knows_members_is_kept_by_them_or_says_why_not(
    empty: Database,
) -> None:
    async with empty.pool.acquire() as connection:
        found = await columns(connection)
        keyed = [name for name, (_, is_keyed) in found.items() if is_keyed]
        uniques = await connection.fetch(UNIQUES, keyed)
    assert {name for name, (_, is_keyed) in found.items() if not is_keyed} == set(MAPPED)
    alone = {row["name"] for row in uniques if found[row["owner"]][0] not in row["columns"]}
    assert alone == set(UNIQUE)


async def test_whoever_is_not_named_is_noticed(empty: Database) -> None:
    named = """
        SELECT e.seq FROM points_entry e
        JOIN points_account a ON a.member_id = e.member_id AND a.book = e.book
        WHERE {whom}
    """
    async with empty.pool.acquire() as connection:
        keys = {name: key for name, (key, keyed) in (await columns(connection)).items() if keyed}
        for whom in ("a.member_id = $1", "e.member_id = ANY ($1::uuid[])"):
            plan = await planned(connection, named.format(whom=whom))
            assert plan is not None
            assert strays(plan, keys) == set()
        for whom in ("a.lapses_on = $1", "e.member_id > $1", "a.member_id = $1 OR a.book = $2"):
            plan = await planned(connection, named.format(whom=whom))
            assert plan is not None
            assert strays(plan, keys) == {"points_entry", "points_account"}
