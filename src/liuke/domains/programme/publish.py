"""Save drafts, publish them from an instant on, withdraw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liuke.domains.programme.document import check, lost, parse
from liuke.domains.programme.errors import (
    AlreadyPublished,
    EditedMeanwhile,
    FaultyProgramme,
    UnknownVersion,
)
from liuke.domains.programme.events import ProgrammePublished, ProgrammeWithdrawn
from liuke.domains.programme.live import clashes, live
from liuke.domains.programme.pilot import Publication, require_pilots
from liuke.domains.programme.values import VersionId
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class DraftText(Value, frozen=True):
    """A document to be kept as a draft; with `version_id` it replaces that draft's text.

    `revision` is the one the editor read; 0 for a new draft.
    """

    document: dict[str, Any]
    version_id: VersionId | None = None
    revision: int = 0
    note: str = ""


class Saved(Value, frozen=True):
    """A kept draft and its new revision."""

    id: VersionId
    programme: str
    number: int
    revision: int


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
    await tx.run(LOCK)
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


async def _known(tx: Tx, ids: Sequence[VersionId]) -> dict[VersionId, Draftish]:
    found = {row.id: row for row in await tx.rows(READ, list(ids))}
    for id_ in ids:
        if id_ not in found:
            raise UnknownVersion(id_)
        if found[id_].state != "draft":
            raise AlreadyPublished(id_)
    return found


async def publish(tx: Tx, publications: Sequence[Publication]) -> list[ProgrammePublished]:
    """Publish drafts; from its instant on, a version rules in place of the one before it.

    Raises:
        UnknownVersion: there is no such version.
        AlreadyPublished: it is published already.
        FaultyProgramme: names every fault, clashes with other live programmes included, what a
            pilot may not change, and what does not exist.
        UnknownStores: a pilot names a store that is not this merchant's.
    """
    await tx.run(LOCK)
    found = await _known(tx, [p.version_id for p in publications])
    others = await live(tx)
    for row in found.values():
        draft = check(row.document)
        if faults := clashes(others.without(row.programme), draft):
            raise FaultyProgramme(tuple(faults))
    if faults := await lost(tx, [parse(row.document) for row in found.values()]):
        raise FaultyProgramme(tuple(faults))
    await require_pilots(tx, [(p, check(found[p.version_id].document)) for p in publications])
    events = [
        ProgrammePublished(p.version_id, found[p.version_id].programme,
                           found[p.version_id].number, p.effective_from or tx.now,
                           tuple(dict.fromkeys(p.pilot)), p.pilot_until)
        for p in publications
    ]  # fmt: skip
    await tx.run(
        PUBLISH,
        [e.version_id for e in events],
        [e.effective_from for e in events],
        [e.pilot for e in events],
        [e.pilot_until for e in events],
        tx.actor.name,
        tx.now,
    )
    await _note(tx, "programme.published", events)
    return events


async def withdraw(tx: Tx, version_ids: Sequence[VersionId]) -> list[ProgrammeWithdrawn]:
    """Withdraw published versions; the one before each rules again.

    Raises:
        UnknownVersion: there is no such version, or it was never published.
    """
    await tx.run(LOCK)
    found = {row.id: row for row in await tx.rows(READ, list(version_ids))}
    for id_ in version_ids:
        if id_ not in found or found[id_].state == "draft":
            raise UnknownVersion(id_)
    events = [ProgrammeWithdrawn(i, found[i].programme, found[i].number) for i in version_ids]
    await tx.run(WITHDRAW, list(version_ids), tx.actor.name, tx.now)
    await _note(tx, "programme.withdrawn", events)
    return events


async def _note(
    tx: Tx, action: str, events: Sequence[ProgrammePublished | ProgrammeWithdrawn]
) -> None:
    tx.emit(*events)
    acts = [audit.Act(action, str(event.version_id), after=event) for event in events]
    await audit.record(tx, acts)
