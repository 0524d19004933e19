"""The documents that rule now, and those that will: what an off-line till takes along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from liuke.domains.programme.values import VersionId
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

HORIZON_MAX = 50


class Ruling(Value, frozen=True):
    """A published version with its document, from when it rules, and where if not everywhere."""

    version_id: VersionId
    programme: str
    number: int
    effective_from: datetime
    pilot: tuple[str, ...]
    pilot_until: datetime | None
    document: dict[str, Any]


RULING = Sql[Ruling]("""
    SELECT v.id AS version_id, v.programme, v.number, v.effective_from, v.pilot, v.pilot_until,
           v.document
    FROM programme_version v
    WHERE v.state = 'published' AND NOT EXISTS (
        SELECT FROM programme_version later
        WHERE later.merchant_id = v.merchant_id AND later.programme = v.programme
            AND later.state = 'published' AND later.effective_from <= $1::timestamptz
            AND (later.effective_from, later.number) > (v.effective_from, v.number)
            AND (later.pilot = '[]' OR (later.pilot @> v.pilot AND v.pilot <> '[]'))
    )
    ORDER BY v.programme, v.effective_from, v.number
    LIMIT $2
""")


async def ruling(tx: Tx) -> list[Ruling]:
    """Return the version of each programme that rules now, and those published for later."""
    return await tx.rows(RULING, tx.now, HORIZON_MAX)
