"""Prove standings by replaying them from zero, and the census by counting them; name faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from msgspec.structs import asdict

from liuke.domains import programme
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.rules import replay
from liuke.domains.tiers.values import Standing
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

R = TypeVar("R")


class Reader(Protocol):
    """Whatever runs statements: a transaction, or the connection of `liuke verify`."""

    async def rows(self, sql: Sql[R], /) -> list[R]:
        """Run a statement and return its rows as values."""
        ...


class Miscounted(Value, frozen=True):
    """A level whose kept count is not how many stand there."""

    promise: str
    merchant_id: MerchantId
    set_code: str
    level: str
    found: str


class Counted(Value, frozen=True):
    """How many levels were counted, and which counts are wrong."""

    levels: int
    broken: list[Miscounted]


class Unfaithful(Value, frozen=True):
    """A standing its entries do not lead to, and the fields that differ."""

    member_id: MemberId
    set_code: str
    fields: tuple[str, ...]


STANDING = Sql[MemberId]("""
    SELECT DISTINCT member_id FROM tiers_standing
    WHERE member_id > $1::uuid
    ORDER BY member_id
    LIMIT $2
""")


LEVELS = Sql[int]("""
    SELECT COUNT(*) FROM (SELECT DISTINCT merchant_id, set_code, level FROM tiers_step) one
""")
COUNTS = Sql[Miscounted]("""
    SELECT 'L12' AS promise, merchant_id, set_code, level,
        CONCAT('kept count differs from standings by ', SUM(members), ' members') AS found
    FROM (
        SELECT merchant_id, set_code, level, COUNT(*) AS members FROM tiers_standing s
        WHERE NOT EXISTS (
            SELECT FROM tiers_gone g
            WHERE g.merchant_id = s.merchant_id AND g.member_id = s.member_id
        )
        GROUP BY merchant_id, set_code, level
        UNION ALL
        SELECT merchant_id, set_code, level, -members FROM tiers_step
    ) one
    GROUP BY merchant_id, set_code, level
    HAVING SUM(members) <> 0
    ORDER BY merchant_id, set_code, level
    LIMIT 100
""")


async def verify(reader: Reader) -> Counted:
    """Prove the census from the standings of all that `reader` may see; at most 100 faults."""
    (levels,) = await reader.rows(LEVELS)
    return Counted(levels, await reader.rows(COUNTS))


async def members_standing(
    tx: Tx, after: MemberId | None = None, limit: int = 1000
) -> list[MemberId]:
    """Return members who stand anywhere, in id order."""
    return await tx.rows(STANDING, after or MemberId.first(), limit)


async def prove(tx: Tx, member_ids: Sequence[MemberId]) -> list[Unfaithful]:
    """Replay members' standings from zero and return those that differ from what is stored."""
    book = await open_standings(tx, member_ids, await programme.live(tx))
    history = await histories(tx, book, list(book.standings))
    found = []
    for key, stored in book.standings.items():
        replayed, _ = replay(book.editions[key.set_code], history[key], until=stored.as_of_on)
        if fields := _differing(stored, replayed):
            found.append(Unfaithful(*key, fields))
    return found


def _differing(stored: Standing, replayed: Standing) -> tuple[str, ...]:
    other = asdict(replayed)
    return tuple(name for name, value in asdict(stored).items() if value != other[name])
