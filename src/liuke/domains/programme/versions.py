"""Read versions, and which of them rules."""

from __future__ import annotations

from typing import Any

from liuke.domains.programme.errors import UnknownVersion
from liuke.domains.programme.values import Version, VersionDocument, VersionId
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

VERSIONS = Sql[Version]("""
    SELECT id, programme, number,
           CASE
               WHEN state <> 'published' THEN state
               WHEN effective_from > $1 THEN 'scheduled'
               WHEN ROW_NUMBER() OVER (
                   PARTITION BY programme, state, effective_from <= $1
                   ORDER BY effective_from DESC, number DESC
               ) = 1 THEN 'live'
               ELSE 'retired'
           END AS state,
           effective_from, revision, note, created_by, created_at, decided_by, decided_at
    FROM programme_version
    ORDER BY programme, number DESC
    LIMIT 200
""")


class Text(Value, frozen=True):
    """A version's document alone."""

    document: dict[str, Any]


DOCUMENT = Sql[Text]("SELECT document FROM programme_version WHERE id = $1::uuid")


async def versions(tx: Tx) -> list[Version]:
    """Return the latest 200 versions, by programme, newest first."""
    return await tx.rows(VERSIONS, tx.now)


async def get_version(tx: Tx, version_id: VersionId) -> VersionDocument:
    """Return one version with its document.

    Raises:
        UnknownVersion: there is no such version.
    """
    text = await tx.row(DOCUMENT, version_id)
    found = [v for v in await versions(tx) if v.id == version_id]
    if text is None or not found:
        raise UnknownVersion(version_id)
    return VersionDocument(found[0], text.document)
