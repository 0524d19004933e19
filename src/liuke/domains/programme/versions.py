"""Read versions, and which of them rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liuke.domains.programme.errors import UnknownVersion
from liuke.domains.programme.values import Version, VersionDocument, VersionId
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

PAGE = 200
# All versions of a programme say together which of them rules.
VERSIONS = Sql[Version]("""
    SELECT id, programme, number, state, effective_from, revision, note, created_by, created_at,
           decided_by, decided_at, pilot, pilot_until
    FROM (
        SELECT id, programme, number,
               CASE
                   WHEN state <> 'published' THEN state
                   WHEN effective_from > $1 THEN 'scheduled'
                   WHEN pilot_until <= $1 THEN 'retired'
                   WHEN pilot <> '[]' THEN CASE WHEN EXISTS (
                       SELECT FROM programme_version later
                       WHERE later.merchant_id = v.merchant_id AND later.programme = v.programme
                         AND later.state = 'published' AND later.effective_from <= $1
                         AND (later.effective_from, later.number) > (v.effective_from, v.number)
                         AND (later.pilot = '[]' OR later.pilot @> v.pilot)
                   ) THEN 'retired' ELSE 'pilot' END
                   WHEN ROW_NUMBER() OVER (
                       PARTITION BY programme, state, effective_from <= $1, pilot = '[]'
                       ORDER BY effective_from DESC, number DESC
                   ) = 1 THEN 'live'
                   ELSE 'retired'
               END AS state,
               effective_from, revision, note, created_by, created_at, decided_by, decided_at,
               pilot, pilot_until
        FROM programme_version v
    ) told
    WHERE ($2::uuid[] IS NULL OR id = ANY ($2::uuid[]))
        AND ($3::text IS NULL OR programme > $3 OR (programme = $3 AND number < $4))
        AND ($5::text IS NULL OR programme = $5)
    ORDER BY programme, number DESC
    LIMIT $6
""")


class Text(Value, frozen=True):
    """A version's document alone."""

    document: dict[str, Any]


DOCUMENT = Sql[Text]("SELECT document FROM programme_version WHERE id = $1::uuid")


async def versions(
    tx: Tx,
    *,
    ids: Sequence[VersionId] | None = None,
    programme: str | None = None,
    after: tuple[str, int] | None = None,
    limit: int = PAGE,
) -> list[Version]:
    """Return versions by programme, newest first; `after` is the last one's programme and number.

    Those of `ids` alone if they are given, and of one programme if it is named.
    """
    place = after or (None, None)
    asked = None if ids is None else list(ids)
    return await tx.rows(VERSIONS, tx.now, asked, *place, programme, limit)


async def get_version(tx: Tx, version_id: VersionId) -> VersionDocument:
    """Return one version with its document.

    Raises:
        UnknownVersion: there is no such version.
    """
    text = await tx.row(DOCUMENT, version_id)
    found = await versions(tx, ids=[version_id])
    if text is None or not found:
        raise UnknownVersion(version_id)
    return VersionDocument(found[0], text.document)
