"""Save a book of standings: entries, standings and movements in one statement, then gifts."""

from __future__ import annotations

from datetime import date

from liuke.domains.programme import VersionId
from liuke.domains.tiers.book import Noted, Standings
from liuke.domains.tiers.census import Moved
from liuke.domains.tiers.chain import chain, head
from liuke.domains.tiers.events import (
    TierDowngraded,
    TierProgressUndone,
    TierProlonged,
    TierRungReached,
    TierUpgraded,
)
from liuke.domains.tiers.granting import GiftRow, grant, undo_gifts, undo_rungs
from liuke.domains.tiers.marks import Marks, marks_of
from liuke.domains.tiers.refold import refold
from liuke.domains.tiers.values import Entry, Standing
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

# One round trip; entries and movements are only ever added, a standing is written over.
WRITE = Sql[None]("""
    WITH entries AS (
        INSERT INTO tiers_entry (
            member_id, set_code, cause, at, day, amount, purchases, purchase_minor, level,
            hold_until_on, card_on, card_until_on, undoes, reason, version, posted_at,
            seq, link
        )
        SELECT member_id, set_code, cause, at, day, amount, purchases, purchase_minor, level,
               hold_until_on, card_on, card_until_on, undoes, reason, version, $16, seq, link
        FROM UNNEST(
            $1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::date[], $6::bigint[],
            $7::integer[], $8::bigint[], $9::text[], $10::date[], $11::date[], $12::date[],
            $13::text[], $14::text[], $15::uuid[], $58::bigint[], $59::bytea[]
        ) AS e (
            member_id, set_code, cause, at, day, amount, purchases, purchase_minor, level,
            hold_until_on, card_on, card_until_on, undoes, reason, version, seq, link
        )
    ), standings AS (
        INSERT INTO tiers_standing (
            member_id, set_code, level, since_on, anchor_on, period_start_on, period_end_on,
            progress, days, purchases, purchases_here, falls, grace_until_on,
            grace_missing, grace_to,
            hold_until_on, pinned, card_until_on, paused, as_of_on, last_at, last_cause, version,
            climbed_on, rank, missing, due_on, seq, link
        )
        SELECT member_id, set_code, level, since_on, anchor_on, period_start_on, period_end_on,
               progress, days, purchases, purchases_here, falls, grace_until_on,
               grace_missing, grace_to,
               hold_until_on, pinned, card_until_on, paused, as_of_on, last_at, last_cause,
               version, climbed_on, rank, missing, due_on, seq, link
        FROM UNNEST(
            $17::uuid[], $18::text[], $19::text[], $20::date[], $21::date[], $22::date[],
            $23::date[], $24::bigint[], $25::jsonb[], $26::integer[], $27::integer[],
            $28::integer[], $29::date[], $30::bigint[], $31::text[], $32::date[], $33::boolean[],
            $34::date[], $35::text[], $36::date[], $37::timestamptz[], $38::text[], $39::uuid[],
            $40::date[], $41::smallint[], $42::bigint[], $43::date[], $60::bigint[], $61::bytea[]
        ) AS s (
            member_id, set_code, level, since_on, anchor_on, period_start_on, period_end_on,
            progress, days, purchases, purchases_here, falls, grace_until_on,
            grace_missing, grace_to,
            hold_until_on, pinned, card_until_on, paused, as_of_on, last_at, last_cause, version,
            climbed_on, rank, missing, due_on, seq, link
        )
        ON CONFLICT (merchant_id, member_id, set_code) DO UPDATE SET
            level = EXCLUDED.level, since_on = EXCLUDED.since_on, anchor_on = EXCLUDED.anchor_on,
            period_start_on = EXCLUDED.period_start_on, period_end_on = EXCLUDED.period_end_on,
            progress = EXCLUDED.progress, days = EXCLUDED.days, purchases = EXCLUDED.purchases,
            purchases_here = EXCLUDED.purchases_here, falls = EXCLUDED.falls,
            grace_until_on = EXCLUDED.grace_until_on,
            grace_missing = EXCLUDED.grace_missing, grace_to = EXCLUDED.grace_to,
            hold_until_on = EXCLUDED.hold_until_on, pinned = EXCLUDED.pinned,
            card_until_on = EXCLUDED.card_until_on, paused = EXCLUDED.paused,
            as_of_on = EXCLUDED.as_of_on, last_at = EXCLUDED.last_at,
            last_cause = EXCLUDED.last_cause, version = EXCLUDED.version,
            climbed_on = EXCLUDED.climbed_on, rank = EXCLUDED.rank,
            missing = EXCLUDED.missing, due_on = EXCLUDED.due_on, seq = EXCLUDED.seq,
            link = EXCLUDED.link
    ), steps AS (
        INSERT INTO tiers_step (set_code, level, members)
        SELECT c.set_code, c.level, SUM(c.members)
        FROM UNNEST($53::uuid[], $54::text[], $55::text[], $56::bigint[])
            AS c (member_id, set_code, level, members)
        WHERE NOT EXISTS (
            SELECT FROM tiers_gone g
            WHERE g.merchant_id = $57::uuid AND g.member_id = c.member_id
        )
        GROUP BY c.set_code, c.level
        HAVING SUM(c.members) <> 0
        ORDER BY c.set_code, c.level
    )
    INSERT INTO tiers_movement (
        member_id, set_code, kind, day, before, after, cause, why, version, at
    )
    SELECT member_id, set_code, kind, day, before, after, cause, why, version, $16
    FROM UNNEST($44::uuid[], $45::text[], $46::text[], $47::date[], $48::text[], $49::text[],
                $50::text[], $51::text[], $52::uuid[])
        AS m (member_id, set_code, kind, day, before, after, cause, why, version)
""")
MOVED = {"up": TierUpgraded, "down": TierDowngraded, "kept": TierProlonged}


class MovementRow(Value, frozen=True):
    """A movement as it is written."""

    member_id: MemberId
    set_code: str
    kind: str
    day: date
    before: str
    after: str
    cause: str
    why: str
    version: VersionId


async def save(tx: Tx, book: Standings) -> None:
    """Write what the book collected, in a constant number of statements; emit what happened."""
    await refold(tx, book)
    await undo_gifts(tx, [gift for one in book.refolded.values() for gift in one.gifts])
    tx.emit(*(_undone(tx, book, entry) for entry in book.told if entry.amount))
    await undo_rungs(tx, [rung for one in book.refolded.values() for rung in one.rungs])
    if book.touched:
        moves = [_movement(noted) for noted in book.noted if noted.step.kind in MOVED]
        await tx.run(
            WRITE,
            *columns(Entry, book.entries),
            tx.now,
            *_standing_columns(book),
            *columns(MovementRow, moves),
            *columns(Moved, _steps(book)),
            tx.merchant_id,
            *_links(tx, book),
        )
    saved(tx).update((entry.member_id, entry.cause) for entry in book.entries)
    tx.emit(*filter(None, map(_event, book.noted)))
    await grant(tx, [_gift(noted) for noted in book.noted if noted.step.kind == "gift"])
    book.clear()


def saved(tx: Tx) -> set[tuple[MemberId, str]]:
    """Return causes of members that this transaction has counted, without a look at the others."""
    counted: set[tuple[MemberId, str]] = tx.kept.setdefault(WRITE, set())
    return counted


def _undone(tx: Tx, book: Standings, entry: Entry) -> TierProgressUndone:
    return TierProgressUndone(
        entry.member_id, entry.set_code, -entry.amount,
        book.unit(entry.set_code, tx.currency).told(-entry.amount)[0],
        -entry.purchases, -entry.purchase_minor, entry.cause, entry.undoes, entry.at,
    )  # fmt: skip


def _standing_columns(book: Standings) -> list[list[object]]:
    keys = sorted(book.touched)
    standings = [book.standings.get(key) or Standing() for key in keys]
    marks = [
        marks_of(book.edition(key, standing), standing)
        for key, standing in zip(keys, standings, strict=True)
    ]
    return [
        [key.member_id for key in keys],
        [key.set_code for key in keys],
        *columns(Standing, standings),
        *columns(Marks, marks),
    ]


def _links(tx: Tx, book: Standings) -> list[list[object]]:
    """Return seq and link of every entry, then of every standing's head."""
    places = chain(book, tx.merchant_id, tx.now)
    heads = [head(book, key, tx.merchant_id) for key in sorted(book.touched)]
    return [[one[field] for one in row] for row in (places, heads) for field in (0, 1)]


def _steps(book: Standings) -> list[Moved]:
    """Return who came to a level and who left one since the book was opened."""
    moved: list[Moved] = []
    for key in sorted(book.touched):
        level = (book.standings.get(key) or Standing()).level
        was = book.levels.get(key)
        if level != was:
            book.levels[key] = level
            moved.append(Moved(*key, level, 1))
            if was is not None:
                moved.append(Moved(*key, was, -1))
    return moved


def _movement(noted: Noted) -> MovementRow:
    key, step, version = noted
    return MovementRow(
        key.member_id, key.set_code, step.kind, step.on, step.before, step.after,
        step.cause, step.why, version,
    )  # fmt: skip


def _gift(noted: Noted) -> GiftRow:
    key, step, version = noted
    return GiftRow(
        key.member_id, key.set_code, step.before, step.after, step.period, step.cause, version
    )


def _event(noted: Noted) -> Event | None:
    (member_id, set_code), step, _ = noted
    if event := MOVED.get(step.kind):
        return event(member_id, set_code, step.before, step.after, step.on, step.cause, step.why)
    if step.kind == "rung":
        period_on = date.fromisoformat(step.period)
        return TierRungReached(member_id, set_code, step.after, period_on, step.on, step.cause)
    return None
