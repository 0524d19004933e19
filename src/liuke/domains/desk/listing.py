"""List members by any condition, with any facts as columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from liuke.domains import members
from liuke.domains.members import MemberState
from liuke.domains.segments import written_out
from liuke.kernel import facts
from liuke.kernel.clock import END_OF_TIME
from liuke.kernel.conditions import AllOf, Condition, Fault, faults
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.problems import Invalid
from liuke.kernel.scope import check_stores
from liuke.kernel.selection import counted, listed
from liuke.kernel.values import Value
from liuke.kernel.windows import When

COUNTED_MAX = 10_000
LOOKED_AT_MAX = 200_000
LAST = (END_OF_TIME, MemberId.last())
Columns = Annotated[tuple[str, ...], Meta(max_length=20, description="Facts to show.")]


@dataclass(eq=False)
class FaultyCondition(Invalid):
    """The condition tree cannot be asked as it stands."""

    title = "The condition is not complete or not valid."
    title_zh = "筛选条件不完整或不正确。"
    faults: tuple[Fault, ...]


class ListAsked(Value, frozen=True):
    """Which members; nothing asked is everybody of the stores one works for."""

    where: Condition = AllOf(())
    store_id: StoreId | None = None


class Row(Value, frozen=True):
    """One member of a list, what names them masked, with the facts asked for."""

    id: MemberId
    name: str
    phone: str
    state: MemberState
    store_id: StoreId | None
    joined_at: datetime
    tags: tuple[str, ...]
    facts: dict[str, Any]


class Size(Value, frozen=True):
    """How many fit: exactly, or at least so many where counting stopped."""

    members: int
    exact: bool


async def list_members(
    tx: Tx,
    asked: ListAsked,
    columns: Columns = (),
    *,
    before: tuple[datetime, MemberId] | None = None,
    limit: int,
) -> list[Row]:
    """Return members who fit, the latest to join first.

    Raises:
        FaultyCondition: the tree is not valid.
        UnknownFact: no domain declares a fact.
        Unselectable: a node cannot be asked of all members.
        OutsideStores: the store is not the actor's.
    """
    chosen = await select(tx, asked, before=before, limit=limit)
    known = await facts.read(tx, columns, chosen)
    shown = await members.get_members(tx, chosen)
    return [_row(member, known[member.standing.id]) for member in shown]


async def select(
    tx: Tx, asked: ListAsked, *, before: tuple[datetime, MemberId] | None = None, limit: int
) -> list[MemberId]:
    """Return the ids of members who fit, the latest to join first.

    Raises:
        FaultyCondition: the tree is not valid.
    """
    check(asked)
    (where,) = await written_out(tx, [asked.where])
    sql, bound = listed(where, When.of(tx))
    records = await tx.records(
        sql, tx.merchant_id, tx.today, tx.now, _stores(tx, asked), *(before or LAST), limit, *bound
    )
    return [MemberId.of(record[0]) for record in records]


async def count_members(tx: Tx, asked: ListAsked) -> Size:
    """Return how many fit; beyond 10,000, or 200,000 looked at, counting stops.

    Raises:
        FaultyCondition: the tree is not valid.
    """
    check(asked)
    when = When.of(tx)
    (where,) = await written_out(tx, [asked.where])
    sql, bound = counted(where, when, looked_at=LOOKED_AT_MAX)
    fixed = tx.merchant_id, tx.today, tx.now, _stores(tx, asked), *LAST
    ((found,),) = await tx.records(sql, *fixed, COUNTED_MAX + 1, *bound)
    everybody, none = counted(AllOf(()), when, looked_at=LOOKED_AT_MAX + 1)
    ((people,),) = await tx.records(everybody, *fixed, LOOKED_AT_MAX + 1, *none)
    exact = found <= COUNTED_MAX and people <= LOOKED_AT_MAX
    return Size(min(found, COUNTED_MAX), exact)


def check(asked: ListAsked) -> None:
    """Refuse a tree that is not valid.

    Raises:
        FaultyCondition: names every node and why.
    """
    if found := faults(asked.where):
        raise FaultyCondition(tuple(found))


def _stores(tx: Tx, asked: ListAsked) -> list[StoreId] | None:
    if asked.store_id is not None:
        check_stores(tx.actor, [asked.store_id])
        return [asked.store_id]
    return tx.actor.own_stores


def _row(member: members.Member, known: dict[str, Any]) -> Row:
    row = member.standing
    return Row(
        row.id, member.name, member.phone, row.state, row.store_id, row.joined_at,
        member.tags, known,
    )  # fmt: skip
