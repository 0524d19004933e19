"""Facts: what can be asked about a member; the only code that reads across domains.

A fact is a scalar sub-select over its own domain's tables, tied to `m`, the member. A question
about several facts is one statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Invalid
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

NAME = re.compile(r"^(?P<name>[a-z_.]+)(\((?P<args>[A-Za-z0-9_.\-, ]*)\))?$")
ASKED = "m.id = ANY ($1::uuid[]) AND $2::date IS NOT NULL AND $3::timestamptz IS NOT NULL"
ARGUMENT = re.compile(r"^[A-Za-z0-9_.\-]+$")


class Fact(Value, frozen=True):
    """A declared question: `sql` selects one value `WHERE … member_id = m.id`.

    `kind` is int, money, text, date, bool or texts. A fact with `args` is asked as
    `points.balance(stars)`, and its SQL says `$book` where the argument goes, `$today` where it
    needs the business date, and `$now` where it needs the instant.
    """

    name: str
    kind: str
    label: str
    label_zh: str
    sql: str
    args: tuple[str, ...] = ()


FACTS: dict[str, Fact] = {}


@dataclass(eq=False)
class UnknownFact(Invalid):
    """A condition asks something no domain can answer."""

    title = "There is no such fact."
    title_zh = "没有这个条件项。"
    fact: str


def declare(*facts: Fact) -> None:
    """Offer facts to conditions, segments, promotions and forms."""
    for fact in facts:
        FACTS[fact.name] = fact


def find(asked: str) -> tuple[Fact, tuple[str, ...]]:
    """Return the fact named by `points.balance(stars)` and its arguments.

    Raises:
        UnknownFact: no domain declares it, or the arguments are not the ones it takes.
    """
    match = NAME.match(asked)
    fact = FACTS.get(match["name"]) if match else None
    if fact is None or match is None:
        raise UnknownFact(asked)
    args = tuple(part.strip() for part in (match["args"] or "").split(",") if part.strip())
    if len(args) != len(fact.args) or not all(map(ARGUMENT.match, args)):
        raise UnknownFact(asked)
    return fact, args


@lru_cache(maxsize=1024)
def statement(asked: tuple[str, ...]) -> tuple[Sql[Any], tuple[str, ...]]:
    """Compile facts to one statement over `$1` members, `$2` the business date, `$3` the instant.

    Arguments are bound, never spliced.
    """
    bound: list[str] = []
    columns = []
    for position, name in enumerate(asked):
        fact, args = find(name)
        sql = fact.sql.replace("$today", "$2::date").replace("$now", "$3::timestamptz")
        for parameter, value in zip(fact.args, args, strict=True):
            bound.append(value)
            sql = sql.replace(f"${parameter}", f"${len(bound) + 3}::text")
        columns.append(f"({sql}) AS fact_{position}")
    listed = ", ".join(["m.id", *columns])
    text = f"SELECT {listed} FROM members_member m WHERE {ASKED}"  # noqa: S608 - declared literals only
    return Sql[tuple[Any, ...]](text), tuple(bound)


async def read(
    tx: Tx, asked: Iterable[str], member_ids: Sequence[MemberId]
) -> dict[MemberId, dict[str, Any]]:
    """Answer facts for members in one statement: `{member: {fact: value}}`.

    Raises:
        UnknownFact: no domain declares one of them.
    """
    names = tuple(sorted(set(asked)))
    if not names or not member_ids:
        return {member_id: {} for member_id in member_ids}
    sql, bound = statement(names)
    records = await tx.records(sql, list(member_ids), tx.today, tx.now, *bound)
    return {MemberId.of(r[0]): dict(zip(names, r[1:], strict=True)) for r in records}
