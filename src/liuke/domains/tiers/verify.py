"""Prove entries by their links, standings by a replay, and the census by a count; name faults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import asdict, astuple

from liuke.domains import programme
from liuke.domains.tiers.book import Key
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.marks import Marks, marks_of
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.rules import replay
from liuke.domains.tiers.values import NO_VERSION, Standing
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.reader import Reads
from liuke.kernel.rows import Sql
from liuke.kernel.spans import Span
from liuke.kernel.values import Value


class Miscounted(Value, frozen=True):
    """A level whose kept count is not how many stand there."""

    promise: str
    merchant_id: MerchantId
    set_code: str
    level: str
    found: str


class Unlinked(Value, frozen=True):
    """An entry that was edited or removed, or a standing that is not the last one's."""

    promise: str
    merchant_id: MerchantId
    member_id: MemberId
    set_code: str
    number: int
    found: str


class Counted(Value, frozen=True):
    """How many levels were counted and entries proved, and what is wrong with them."""

    levels: int
    entries: int
    broken: list[Miscounted | Unlinked]


class Marked(Value, frozen=True):
    """The marks that are kept beside a standing."""

    member_id: MemberId
    set_code: str
    rank: int
    missing: int | None
    due_on: date | None


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


MARKS = Sql[Marked]("""
    SELECT member_id, set_code, rank, missing, due_on FROM tiers_standing
    WHERE member_id = ANY ($1::uuid[])
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


# chain._text says the same in Python. A removed entry leaves a gap before its follower; a removed
# last entry shows in HEADS.
ENTRIES = Sql[Unlinked]("""
    SELECT 'L10' AS promise, merchant_id, member_id, set_code, seq AS number,
        CASE
            WHEN seq <> before_seq + 1 THEN 'entry ' || (seq - 1)::text || ' is missing'
            ELSE 'edited: its link does not match'
        END AS found
    FROM (
        SELECT merchant_id, member_id, set_code, cause, at, day, amount, purchases,
            purchase_minor, level, hold_until_on, card_on, card_until_on, undoes, reason, version,
            posted_at, seq, link,
            LAG(seq, 1, 0::bigint) OVER w AS before_seq,
            COALESCE(
                LAG(link) OVER w,
                uuid_send(merchant_id) || uuid_send(member_id) || convert_to(set_code, 'UTF8')
            ) AS before_link
        FROM tiers_entry
        WINDOW w AS (PARTITION BY merchant_id, member_id, set_code ORDER BY seq)
    ) e
    WHERE seq <> before_seq + 1
        OR link <> sha256(before_link || convert_to(CONCAT(
            seq, '|', char_length(cause), '|', cause, '|',
            (EXTRACT(EPOCH FROM at) * 1000000)::bigint, '|', day - DATE '1970-01-01', '|',
            amount, '|', purchases, '|', purchase_minor, '|', char_length(level), '|', level, '|',
            hold_until_on - DATE '1970-01-01', '|', card_on - DATE '1970-01-01', '|',
            card_until_on - DATE '1970-01-01', '|', char_length(undoes), '|', undoes, '|',
            char_length(reason), '|', reason, '|', encode(uuid_send(version), 'hex'), '|',
            (EXTRACT(EPOCH FROM posted_at) * 1000000)::bigint
        ), 'UTF8'))
    ORDER BY merchant_id, member_id, set_code, seq
    LIMIT 100
""")
HEADS = Sql[Unlinked]("""
    SELECT 'L10' AS promise, COALESCE(s.merchant_id, e.merchant_id) AS merchant_id,
        COALESCE(s.member_id, e.member_id) AS member_id,
        COALESCE(s.set_code, e.set_code) AS set_code, COALESCE(s.seq, e.seq) AS number,
        CONCAT('standing and entries differ: seq ', s.seq, ' against ', e.seq) AS found
    FROM tiers_standing s
    FULL JOIN (
        SELECT DISTINCT ON (merchant_id, member_id, set_code) merchant_id, member_id, set_code,
            seq, link
        FROM tiers_entry ORDER BY merchant_id, member_id, set_code, seq DESC
    ) e ON e.merchant_id = s.merchant_id AND e.member_id = s.member_id AND e.set_code = s.set_code
    WHERE (s.seq, s.link) IS DISTINCT FROM (e.seq, e.link) AND NOT (e.seq IS NULL AND s.seq = 0)
    ORDER BY 2, 3, 4
    LIMIT 100
""")
ENTERED = Sql[int]("SELECT COUNT(*) FROM tiers_entry")


async def verify(reader: Reads) -> Counted:
    """Prove the entries and the census of all that `reader` may see; at most 100 faults each."""
    (levels,) = await reader.rows(LEVELS)
    (entries,) = await reader.rows(ENTERED)
    broken: list[Miscounted | Unlinked] = [
        *await reader.rows(ENTRIES),
        *await reader.rows(HEADS),
        *await reader.rows(COUNTS),
    ]
    return Counted(levels, entries, broken)


SPANS = Sql[Span]("""
    SELECT 'levels' AS ledger, place, merchant_id, COUNT(*) AS chains,
        SUM(entries)::bigint AS entries,
        sha256(STRING_AGG(link, ''::bytea ORDER BY member_id, set_code)) AS digest
    FROM (
        SELECT width_bucket(xid, $1::bigint[]) AS place, merchant_id, member_id, set_code,
            COUNT(*) AS entries, (ARRAY_AGG(link ORDER BY seq DESC))[1] AS link
        FROM tiers_entry
        WHERE xid >= $2::bigint
        GROUP BY 1, 2, 3, 4
    ) head
    GROUP BY place, merchant_id
    ORDER BY place, merchant_id
""")


async def spans(reader: Reads, moments: Sequence[int], *, since: int = 0) -> list[Span]:
    """Return which chains grew before the first of ascending moments, between two, and after."""
    return await reader.rows(SPANS, list(moments), since)


async def members_standing(
    tx: Tx, after: MemberId | None = None, limit: int = 1000
) -> list[MemberId]:
    """Return members who stand anywhere, in id order."""
    return await tx.rows(STANDING, after or MemberId.first(), limit)


async def prove(tx: Tx, member_ids: Sequence[MemberId]) -> list[Unfaithful]:
    """Replay standings from zero and return those that differ from what is stored, marks too."""
    book = await open_standings(tx, member_ids, await programme.live(tx))
    history = await histories(tx, book, list(book.standings))
    marked = {Key(*astuple(row)[:2]): Marks(*astuple(row)[2:])
              for row in await tx.rows(MARKS, list(member_ids))}  # fmt: skip
    found = []
    for key, stored in book.standings.items():
        replayed, _ = replay(book.editions[key.set_code], history[key], until=stored.as_of_on)
        fields = _differing(stored, replayed)
        if replayed.version != NO_VERSION:  # else they stand nowhere yet, and nothing follows
            fields += _differing(marked[key], marks_of(book.edition(key, replayed), replayed))
        if fields:
            found.append(Unfaithful(*key, fields))
    return found


def _differing(stored: Standing | Marks, other: Standing | Marks) -> tuple[str, ...]:
    wanted = asdict(other)
    return tuple(name for name, value in asdict(stored).items() if value != wanted[name])
