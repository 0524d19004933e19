"""Save drafts, publish them from an instant on, withdraw them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from liuke.domains.programme.document import Draft, check, lost, parse
from liuke.domains.programme.errors import (
    AlreadyPublished,
    EditedMeanwhile,
    FaultyProgramme,
    UnknownVersion,
)
from liuke.domains.programme.events import ProgrammePublished, ProgrammeWithdrawn
from liuke.domains.programme.live import clashes, forget, live, live_at, torn
from liuke.domains.programme.pilot import Publication, require_pilots
from liuke.domains.programme.values import InForce, VersionId
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class DraftText(Value, frozen=True):
    """A document to be kept as a draft; with `version_id` it replaces that draft's text.

    `revision` is the one the editor read; 0 for a new draft.
    """

    document: Annotated[
        dict[str, Any], Meta(examples=[{"code": "spring", "name": "Spring", "name_zh": "春季"}])
    ]
    version_id: VersionId | None = None
    revision: int = 0
    note: str = ""


class Saved(Value, frozen=True):
    """A kept draft and its new revision."""

    id: VersionId
    programme: str
    number: int
    revision: int


class Same(Value, frozen=True):
    """A draft that says what the version says that would rule anyway."""

    draft_id: VersionId
    version_id: VersionId
    programme: str
    number: int
    effective_from: datetime
    pilot: tuple[str, ...]
    pilot_until: datetime | None


class Draftish(Value, frozen=True):
    """A version as the fold needs it."""

    id: VersionId
    programme: str
    number: int
    state: str
    revision: int
    document: dict[str, Any]


LOCK = Sql[None]("""
    SELECT pg_advisory_xact_lock(hashtextextended('programme ' || lk_merchant()::text, 0))
""")
READ = Sql[Draftish]("""
    SELECT id, programme, number, state, revision, document
    FROM programme_version
    WHERE id = ANY ($1::uuid[])
    ORDER BY id
    FOR UPDATE
""")
INSERT = Sql[Saved]("""
    INSERT INTO programme_version
        (id, programme, number, state, document, note, created_by, created_at)
    SELECT d.id, d.programme,
           (SELECT COALESCE(MAX(v.number), 0) FROM programme_version AS v
            WHERE v.programme = d.programme)
           + ROW_NUMBER() OVER (PARTITION BY d.programme ORDER BY d.place),
           'draft', d.document, d.note, $5, $6
    FROM UNNEST($1::uuid[], $2::text[], $3::jsonb[], $4::text[]) WITH ORDINALITY
        AS d (id, programme, document, note, place)
    RETURNING id, programme, number, revision
""")
REPLACE = Sql[Saved]("""
    UPDATE programme_version AS v
    SET document = d.document, note = d.note, revision = v.revision + 1
    FROM UNNEST($1::uuid[], $2::jsonb[], $3::text[]) AS d (id, document, note)
    WHERE v.id = d.id AND v.state = 'draft'
    RETURNING v.id, v.programme, v.number, v.revision
""")
PUBLISH = Sql[None]("""
    UPDATE programme_version AS v
    SET state = 'published', effective_from = p.effective_from, pilot = p.pilot,
        pilot_until = p.pilot_until, decided_by = $5, decided_at = $6
    FROM UNNEST($1::uuid[], $2::timestamptz[], $3::jsonb[], $4::timestamptz[])
        AS p (id, effective_from, pilot, pilot_until)
    WHERE v.id = p.id
""")
# A pilot that still runs comes before what it departs from: to widen or to end it is a change.
SAME = Sql[Same]("""
    SELECT d.id AS draft_id, b.id AS version_id, b.programme, b.number, b.effective_from,
        b.pilot, b.pilot_until
    FROM UNNEST($1::uuid[], $2::timestamptz[], $3::jsonb[], $4::timestamptz[])
        AS p (id, effective_from, pilot, pilot_until)
    JOIN programme_version d ON d.id = p.id
    CROSS JOIN LATERAL (
        SELECT v.id, v.programme, v.number, v.effective_from, v.document, v.pilot, v.pilot_until
        FROM programme_version v
        WHERE v.programme = d.programme AND v.state = 'published'
            AND v.effective_from <= p.effective_from
            AND (v.pilot_until IS NULL OR v.pilot_until > p.effective_from)
        ORDER BY v.effective_from DESC, v.number DESC
        LIMIT 1
    ) b
    WHERE b.document = d.document AND b.pilot = p.pilot
        AND b.pilot_until IS NOT DISTINCT FROM p.pilot_until
""")
DISCARD = Sql[None]("""
    DELETE FROM programme_version WHERE id = ANY ($1::uuid[]) AND state = 'draft'
""")
WITHDRAW = Sql[None]("""
    UPDATE programme_version SET state = 'withdrawn', decided_by = $2, decided_at = $3
    WHERE id = ANY ($1::uuid[])
""")


async def save(tx: Tx, drafts: Sequence[DraftText]) -> list[Saved]:
    """Keep drafts, new or replaced, in the order given; a draft may still have faults.

    Raises:
        FaultyProgramme: a document does not even fit the schema.
        UnknownVersion: a draft to replace does not exist.
        AlreadyPublished: a version to replace is published.
        EditedMeanwhile: somebody saved since the editor read it.
    """
    heads = [parse(draft.document) for draft in drafts]
    await _hold(tx)
    replaced = {d.version_id: d for d in drafts if d.version_id is not None}
    known = await _known(tx, list(replaced))
    for version_id, version in known.items():
        if replaced[version_id].revision != version.revision:
            raise EditedMeanwhile(version_id, version.revision)
    fresh = [(VersionId.new(), h.code, d) for h, d in zip(heads, drafts, strict=True)
             if d.version_id is None]  # fmt: skip
    kept = await tx.rows(
        INSERT,
        [id_ for id_, _, _ in fresh],
        [code for _, code, _ in fresh],
        [draft.document for _, _, draft in fresh],
        [draft.note for _, _, draft in fresh],
        tx.actor.name,
        tx.now,
    )
    rows = [(id_, d.document, d.note) for id_, d in replaced.items()]
    kept += await tx.rows(REPLACE, *([list(c) for c in zip(*rows, strict=True)] or [[], [], []]))
    saved = {row.id: row for row in kept}
    new_ids = iter([id_ for id_, _, _ in fresh])
    return [saved[draft.version_id or next(new_ids)] for draft in drafts]


async def _hold(tx: Tx) -> None:
    """Let nobody else publish meanwhile, and see what they published until now."""
    await tx.run(LOCK)
    forget(tx)


async def _known(tx: Tx, ids: Sequence[VersionId]) -> dict[VersionId, Draftish]:
    found = {row.id: row for row in await tx.rows(READ, list(ids))}
    for id_ in ids:
        if id_ not in found:
            raise UnknownVersion(id_)
        if found[id_].state != "draft":
            raise AlreadyPublished(id_)
    return found


async def publish(tx: Tx, publications: Sequence[Publication]) -> list[InForce]:
    """Publish drafts; from its instant on, a version rules in place of the one before it.

    A draft that changes nothing is answered with the version that says the same, and is gone.

    Raises:
        UnknownVersion: there is no such version.
        AlreadyPublished: it is published already.
        FaultyProgramme: names every fault, clashes with other live programmes included, what a
            pilot may not change, and what does not exist.
        UnknownStores: a pilot names a store that is not this merchant's.
    """
    await _hold(tx)
    found = await _known(tx, [p.version_id for p in publications])
    drafts = [(wish, check(found[wish.version_id].document)) for wish in publications]
    await _require_sound(tx, drafts)
    await require_pilots(tx, drafts)
    wishes = [_event(tx, wish, found[wish.version_id]) for wish in publications]
    same = {row.draft_id: row for row in await tx.rows(SAME, *_columns(wishes))}
    events = [wish for wish in wishes if wish.version_id not in same]
    await tx.run(PUBLISH, *_columns(events), tx.actor.name, tx.now)
    forget(tx)
    await tx.run(DISCARD, list(same))
    await _note(tx, "programme.published", events)
    return [_answer(wish, same.get(wish.version_id)) for wish in wishes]


async def _require_sound(tx: Tx, drafts: Sequence[tuple[Publication, Draft]]) -> None:
    """Make sure that drafts, beside what rules with them, mean what they say."""
    if not drafts:
        return
    instants = [max(wish.effective_from or tx.now, tx.now) for wish, _ in drafts]
    for (_, draft), ruling in zip(drafts, await live_at(tx, instants), strict=True):
        others = ruling.beside([one for _, one in drafts]).without(draft.code)
        if faults := clashes(others, draft):
            raise FaultyProgramme(tuple(faults))
    if faults := await lost(tx, [draft for _, draft in drafts]):
        raise FaultyProgramme(tuple(faults))


def _event(tx: Tx, wish: Publication, row: Draftish) -> ProgrammePublished:
    since, pilot = wish.effective_from or tx.now, tuple(dict.fromkeys(wish.pilot))
    return ProgrammePublished(
        wish.version_id, row.programme, row.number, since, pilot, wish.pilot_until
    )


def _columns(events: Sequence[ProgrammePublished]) -> list[list[Any]]:
    return [
        [event.version_id for event in events],
        [event.effective_from for event in events],
        [event.pilot for event in events],
        [event.pilot_until for event in events],
    ]


def _answer(wish: ProgrammePublished, same: Same | None) -> InForce:
    rules = same or wish
    return InForce(
        rules.version_id, rules.programme, rules.number, rules.effective_from, rules.pilot,
        rules.pilot_until, unchanged=same is not None,
    )  # fmt: skip


async def withdraw(tx: Tx, version_ids: Sequence[VersionId]) -> list[ProgrammeWithdrawn]:
    """Withdraw published versions; the one before each rules again. One withdrawn stays so.

    Raises:
        UnknownVersion: there is no such version, or it was never published.
        FaultyProgramme: names what other live programmes need of it.
    """
    await _hold(tx)
    before = await live(tx)
    found = {row.id: row for row in await tx.rows(READ, list(version_ids))}
    for id_ in version_ids:
        if id_ not in found or found[id_].state == "draft":
            raise UnknownVersion(id_)
    ruling = [i for i in dict.fromkeys(version_ids) if found[i].state == "published"]
    events = [ProgrammeWithdrawn(i, found[i].programme, found[i].number) for i in ruling]
    await tx.run(WITHDRAW, ruling, tx.actor.name, tx.now)
    forget(tx)
    if faults := torn(before, await live(tx)):
        raise FaultyProgramme(tuple(faults))
    await _note(tx, "programme.withdrawn", events)
    return events


async def _note(
    tx: Tx, action: str, events: Sequence[ProgrammePublished | ProgrammeWithdrawn]
) -> None:
    tx.emit(*events)
    acts = [audit.Act(action, str(event.version_id), after=event) for event in events]
    await audit.record(tx, acts)
