"""Facts: what can be asked about a member; the only code that reads across domains.

A fact is a relation over its own domain's tables, or an expression over `m`, the member. A
question about several facts is one statement.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.portable import MOMENTS, PLACE, Engine, Postgres, given, placed
from liuke.kernel.problems import Invalid
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from liuke.kernel.windows import When

NAME = re.compile(r"^(?P<name>[a-z_.]+)(\((?P<args>[A-Za-z0-9_.\-, ]*)\))?$")
ARGUMENT = re.compile(r"^[A-Za-z0-9_.\-]+$")
WHOLE = re.compile(r"^[0-9]{1,6}$")


class Fact(Value, frozen=True):
    """A declared question about a member.

    `sql` is a relation of `member_id` and `value`, one row a member at most (a fact of texts: one
    row a text), in what PostgreSQL and DuckDB have in common (`portable`); rows of merged members
    are grouped by `members_member.home_id`. Who has no row has the `default`; a fact with a
    default is never null. What does not begin with SELECT is an expression over `m`, the member.

    `kind` is int, money, text, date, bool or texts. A fact with `args` is asked as
    `points.balance(stars)`, and its SQL says `$book` where the argument goes, `$today`, `$now`,
    `$zone` where it needs the business date, the instant, the zone, `$calendar` for the days ahead
    (`lunar`), and the name of a ground it stands on. An argument in `whole` is a whole number.
    An amount is in the smallest unit of what the argument `measured_by` names: a book, a set.
    """

    name: str
    kind: str
    label: str
    label_zh: str
    sql: str
    args: tuple[str, ...] = ()
    default: bool | int | None = None
    whole: tuple[str, ...] = ()
    measured_by: str = ""

    @property
    def related(self) -> bool:
        """Say whether it is a relation rather than an expression over the member."""
        return self.sql.lstrip().upper().startswith("SELECT")


class Ground(Value, frozen=True):
    """A relation that several facts of a domain stand on; they read it as `$name`."""

    name: str
    sql: str


Answers: TypeAlias = Mapping[MemberId, Mapping[str, Any]]
Answer: TypeAlias = Callable[[Tx, Sequence[str], Sequence[MemberId]], Awaitable[Answers]]

FACTS: dict[str, Fact] = {}
GROUNDS: dict[str, str] = {}
# Facts that are not read but worked out: all addresses of a name at once, for some members.
ANSWERS: dict[str, Answer] = {}


def answers(name: str) -> Callable[[Answer], Answer]:
    """Let a function work out a declared fact whenever it is read for some members."""

    def keep(answer: Answer) -> Answer:
        ANSWERS[name] = answer
        return answer

    return keep


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


def declare_ground(*grounds: Ground) -> None:
    """Let facts stand on relations."""
    for ground in grounds:
        assert ground.name not in {*MOMENTS, "calendar"}, "a name that says something else"
        GROUNDS[ground.name] = ground.sql


def find(asked: str) -> tuple[Fact, tuple[str, ...]]:
    """Return the fact named by `points.balance(stars)` and its arguments.

    Raises:
        UnknownFact: no domain declares it, or the arguments are not the ones it takes.
    """
    match = NAME.fullmatch(asked)
    fact = FACTS.get(match["name"]) if match else None
    if fact is None or match is None:
        raise UnknownFact(asked)
    args = tuple(part.strip() for part in (match["args"] or "").split(",") if part.strip())
    if len(args) != len(fact.args) or not all(map(ARGUMENT.fullmatch, args)):
        raise UnknownFact(asked)
    named = zip(fact.args, args, strict=True)
    if any(name in fact.whole and not WHOLE.fullmatch(arg) for name, arg in named):
        raise UnknownFact(asked)
    return fact, args


def relation(fact: Fact, args: Sequence[str], engine: Engine) -> str:
    """Return a fact's own SQL with its arguments bound, never spliced."""
    return placed(grounded(fact.sql), engine, dict(zip(fact.args, args, strict=True)))


def grounded(sql: str) -> str:
    """Return SQL with the relations it stands on put in."""
    return PLACE.sub(
        lambda found: f"({GROUNDS[found[1]]})" if found[1] in GROUNDS else found[0], sql
    )


def value_of(fact: Fact, sql: str) -> str:
    """Return a fact as one value of `m`: the planner takes the member into the relation."""
    if not fact.related:
        return f"({sql})"
    if fact.kind == "texts":
        return f"(SELECT array_agg(DISTINCT r.value) FROM ({sql}) r WHERE r.member_id = m.id)"  # noqa: S608 - declared literals only
    value = f"(SELECT r.value FROM ({sql}) r WHERE r.member_id = m.id)"  # noqa: S608 - declared literals only
    return value if fact.default is None else f"COALESCE({value}, {str(fact.default).lower()})"


def is_worked_out(address: str) -> bool:
    """Tell whether a fact is worked out by a function, not read."""
    return address.partition("(")[0] in ANSWERS


@lru_cache(maxsize=1024)
def statement(asked: tuple[str, ...]) -> tuple[Sql[Any], tuple[Any, ...]]:
    """Compile facts to one statement over `$1` members; what else it binds follows."""
    engine = Postgres(fixed=1)
    columns = []
    for position, name in enumerate(asked):
        fact, args = find(name)
        columns.append(f"{value_of(fact, relation(fact, args, engine))} AS fact_{position}")
    listed = ", ".join(["m.id", *columns])
    text = f"SELECT {listed} FROM members_member m WHERE m.id = ANY ($1::uuid[])"  # noqa: S608 - declared literals only
    return Sql[tuple[Any, ...]](text), tuple(engine.bound)


async def read(
    tx: Tx, asked: Iterable[str], member_ids: Sequence[MemberId]
) -> dict[MemberId, dict[str, Any]]:
    """Answer facts for members in one statement: `{member: {fact: value}}`.

    Raises:
        UnknownFact: no domain declares one of them.
    """
    names = sorted(set(asked))
    if not names or not member_ids:
        return {member_id: {} for member_id in member_ids}
    worked = [name for name in names if is_worked_out(name)]
    plain = tuple(name for name in names if name not in worked)
    found: dict[MemberId, dict[str, Any]] = {member_id: {} for member_id in member_ids}
    if plain:
        sql, bound = statement(plain)
        records = await tx.records(sql, list(member_ids), *given(bound, When.of(tx)))
        found = {MemberId.of(r[0]): dict(zip(plain, r[1:], strict=True)) for r in records}
    return await _worked_out(tx, found, worked) if worked else found


async def _worked_out(
    tx: Tx, found: dict[MemberId, dict[str, Any]], asked: Sequence[str]
) -> dict[MemberId, dict[str, Any]]:
    by_name: dict[str, list[str]] = {}
    for address in asked:
        find(address)
        by_name.setdefault(address.partition("(")[0], []).append(address)
    for name, addresses in by_name.items():
        answers = await ANSWERS[name](tx, addresses, list(found))
        for member_id, known in found.items():
            known.update(answers.get(member_id, {}))
    return found
