"""The lake opened: every table as of one run, ready to be asked."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from liuke.domains.analytics.errors import LakeMovedOn
from liuke.domains.analytics.seat import Engine, seat
from liuke.domains.analytics.values import Answer, Cut, LakeFile, Moment, Stored, nothing_stored
from liuke.kernel.db import Tx
from liuke.kernel.ids import Id
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import Part
from liuke.kernel.rows import Sql

# A question takes as long as the lake allows it; meanwhile the transaction holds no snapshot.
PATIENCE = Sql[None]("""
    SELECT set_config('transaction_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', '1h', true)
""")
LAST = Sql[Moment]("""
    SELECT number, generation, through_xid, LEAST(fresh_at, $2::timestamptz) AS as_of
    FROM analytics_run
    WHERE merchant_id = $1::uuid AND as_of <= COALESCE($2::timestamptz, as_of)
    ORDER BY number DESC LIMIT 1
""")
FIRST = Sql[datetime]("""
    SELECT as_of FROM analytics_run WHERE merchant_id = $1::uuid ORDER BY number LIMIT 1
""")
FILES = Sql[LakeFile]("""
    SELECT id, name, generation, kind, month, path, columns, row_count, size_bytes
    FROM analytics_file
    WHERE merchant_id = $1::uuid AND generation = $2 AND from_run <= $3
        AND (until_run IS NULL OR until_run > $3)
    ORDER BY name, kind, from_run, path
""")

# Threads of their own: a slow lake takes none from whoever signs in or sells.
ASKING = ThreadPoolExecutor(8, thread_name_prefix="lake")


@dataclass(frozen=True)
class Lake:
    """Every table of one merchant as of one instant; asking again gives the same answer.

    `cut` says which transactions it knows.
    """

    tables: Mapping[str, Stored]
    as_of: datetime
    engine: Engine
    cut: Cut = field(default_factory=Cut)

    async def ask(self, sql: str, given: Mapping[str, Any] | None = None) -> Answer:
        """Answer one SELECT in the dialect of DuckDB; `given` binds `$name`, ids as they are.

        Raises:
            QuestionRefused: it is no SELECT over the lake's tables.
            QuestionTooLarge: it takes too much time or memory.
            LakeUnavailable: the storage of its files is away.
        """
        bound = {name: plain(value) for name, value in (given or {}).items()}
        question = partial(self.engine.query, self.tables, sql, bound)
        return await asyncio.get_running_loop().run_in_executor(ASKING, question)


async def unhurried(tx: Tx) -> None:
    """Let a transaction stand idle for as long as the lake is asked, or brought to now."""
    await tx.run(PATIENCE)


async def opened(tx: Tx, as_of: datetime | None = None) -> Lake:
    """Open the merchant's lake as of the last run, or of the last one at or before an instant.

    A lake that was never exported is empty. `freshen` first where seconds count. From here on the
    transaction waits for its questions, however long they may take.

    Raises:
        LakeMovedOn: it is no longer kept as of then.
        LakeUnavailable: this process has no lake.
    """
    place = seat()
    await unhurried(tx)
    moment = await tx.row(LAST, tx.merchant_id, as_of)
    if moment is None:
        if as_of is not None:
            first = await tx.rows(FIRST, tx.merchant_id)
            raise LakeMovedOn(first[0] if first else None)
        return Lake(nothing_stored(), tx.now, place.engine)
    files = await tx.rows(FILES, tx.merchant_id, moment.generation, moment.number)
    folder = place.folder / str(tx.merchant_id)
    tables = stored([(file, str(folder / file.path)) for file in files])
    return Lake(tables, moment.as_of, place.engine, Cut(moment.through_xid, moment.generation))


def stored(files: list[tuple[LakeFile, str]]) -> Mapping[str, Stored]:
    """Return every declared table with its files, those with the same columns together."""
    alike: dict[str, dict[tuple[Any, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, path in files:
        alike[file.name][file.kind, file.columns].append(path)
    return {
        name: Stored(
            table,
            tuple(
                Part(kind, columns, tuple(paths)) for (kind, columns), paths in alike[name].items()
            ),
        )
        for name, table in TABLES.items()
    }


def plain(value: Any) -> Any:
    """Return what an engine can bind: ids as UUIDs, in lists too."""
    if isinstance(value, Id):
        return UUID(bytes=value.bytes)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value
