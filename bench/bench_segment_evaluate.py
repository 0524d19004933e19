"""A whole segment evaluated: who enters is found on the lake, settled by the tables, and told.

Half of the members fit a question of two facts. Every round evaluates a segment of its own, by all
that a worker does: the export, the question, every step. The limit writes the same rows (who is in,
and an event each) in the same batches, a transaction each, with nothing to find or decide. Then the
same segment again: nothing has changed, and one member of a hundred has. `LIUKE_BENCH_MEMBERS`
is the size.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter

from bench.figures import Figure, against, alone
from bench.ground import database
from liuke.domains import analytics, segments
from liuke.domains.analytics import Seat
from liuke.domains.segments import SegmentEntered, SegmentStepped, Wish
from liuke.domains.segments.evaluate import STEP
from liuke.kernel.actor import system
from liuke.kernel.conditions import AllOf, Condition, FactIs, Op
from liuke.kernel.db import Database, administer, begin
from liuke.kernel.ids import EventId, MemberId, MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import encode
from liuke.providers.duckdb import DuckEngine, DuckPress

MEMBERS = int(os.environ.get("LIUKE_BENCH_MEMBERS", "1000000"))
ROUNDS = 3
ENROLLED = 50_000
SHARE = 100
MERCHANT = Sql[None]("INSERT INTO stores_merchant (name) VALUES ('bench')")
ENROL = Sql[None]("""
    INSERT INTO members_member (id, joined_on) SELECT id, $2::date FROM UNNEST($1::uuid[]) AS m (id)
""")
# Of every second member; an event tells of a tag in the shop, so the lake's own mark is all here.
TAG = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    SELECT id, 'vip', 'manual', lk_now() FROM UNNEST($1::uuid[]) AS m (id)
""")
UNTAG = Sql[None]("""
    DELETE FROM members_tag t WHERE t.merchant_id = lk_merchant() AND t.member_id IN (
        SELECT member_id FROM members_tag
        WHERE merchant_id = lk_merchant() ORDER BY member_id LIMIT $1
    )
""")
PUT = Sql[None]("""
    INSERT INTO segments_member (code, member_id, since)
    SELECT $1::text, member_id, $3 FROM UNNEST($2::uuid[]) AS p (member_id)
""")
TELL = Sql[None]("""
    INSERT INTO kernel_event (id, kind, member_id, at, actor, body)
    SELECT id, 'segment.entered', member_id, $1::timestamptz, 'bench', body::jsonb
    FROM UNNEST($2::uuid[], $3::uuid[], $4::text[]) AS e (id, member_id, body)
""")
QUESTION: Condition = AllOf(
    (FactIs("tag", Op.HAS, "vip"), FactIs("joined.on", Op.GE, "2020-01-01"))
)


class Crowd:
    """A merchant of its own and its members, every second of whom fits."""

    def __init__(self, opened: Database) -> None:
        self.database = opened
        self.actor = system(MerchantId.new(), "bench")
        self.fit: list[MemberId] = []
        self.codes = (f"s{n}" for n in count())

    async def open(self) -> None:
        """Make the merchant and its members."""
        members = MemberId.new_batch(MEMBERS)
        self.fit = members[::2]
        async with begin(self.database, self.actor) as tx:
            await tx.run(MERCHANT)
        for at in range(0, MEMBERS, ENROLLED):
            async with begin(self.database, self.actor) as tx:
                await tx.run(ENROL, members[at : at + ENROLLED], tx.today)
                await tx.run(TAG, members[at : at + ENROLLED : 2])

    async def made(self) -> str:
        """Make one more segment that nobody is in."""
        code = next(self.codes)
        async with begin(self.database, self.actor) as tx:
            await segments.make(tx, Wish(code, code, code, QUESTION))
        return code


async def evaluated(crowd: Crowd, code: str) -> float:
    """Do what a worker does, a step a transaction; return the seconds."""
    start = perf_counter()
    async with begin(crowd.database, crowd.actor) as tx:
        await segments.begin(tx, [code])
        waiting = [one for one in tx.events if isinstance(one, SegmentStepped)]
    while waiting:
        async with begin(crowd.database, crowd.actor) as tx:
            await segments.step(tx, waiting[0])
            waiting = [one for one in tx.events if isinstance(one, SegmentStepped)]
    return perf_counter() - start


async def written(crowd: Crowd, code: str) -> float:
    """Write the rows of an evaluation, prepared beforehand; return the seconds."""
    parts = [crowd.fit[at : at + STEP] for at in range(0, len(crowd.fit), STEP)]
    told = [
        (EventId.new_batch(len(p)), p, [encode(SegmentEntered(m, code)).decode() for m in p])
        for p in parts
    ]
    start = perf_counter()
    for part, rows in zip(parts, told, strict=True):
        async with begin(crowd.database, crowd.actor) as tx:
            await tx.run(PUT, code, part, tx.now)
            await tx.run(TELL, tx.now, *rows)
    return perf_counter() - start


async def opened_crowd(admin_url: str, opened: Database) -> Crowd:
    """Open a crowd and let the database know its size."""
    start = perf_counter()
    crowd = Crowd(opened)
    await crowd.open()
    async with administer(admin_url) as admin:
        await admin.execute("VACUUM ANALYZE")
    print(f"segment_evaluate: {MEMBERS} in {perf_counter() - start:.0f} s", file=sys.stderr)
    return crowd


async def run() -> AsyncIterator[Figure]:
    """Measure a first evaluation beside the bare rows, then one of which little has changed."""
    folder = Path(mkdtemp(prefix="lk-lake-"))
    async with database(4) as (server, opened):
        analytics.furnish(Seat(folder, DuckEngine(), DuckPress(), opened))
        ours, bare = [await opened_crowd(server.admin_url, opened) for _ in range(2)]

        async def first() -> float:
            code = await ours.made()
            seconds = await evaluated(ours, code)
            async with begin(opened, ours.actor) as tx:
                found = (await segments.get_segment(tx, code)).fresh.members
            assert found == len(ours.fit), "everybody who fits is in"
            return found / seconds

        async def limit() -> float:
            return len(bare.fit) / await written(bare, await bare.made())

        name = f"segment_evaluate/first/{MEMBERS}"
        yield await against(name, "members/s", first, limit, rounds=ROUNDS)

        async def again() -> float:
            return await evaluated(ours, "s0")

        yield await alone(f"segment_evaluate/unchanged/{MEMBERS}", "s", again, rounds=ROUNDS)

        async def changed() -> float:
            async with begin(opened, ours.actor) as tx:
                await tx.run(UNTAG, MEMBERS // SHARE)
            return await again()

        name = f"segment_evaluate/one_in_{SHARE}/{MEMBERS}"
        yield await alone(name, "s", changed, rounds=ROUNDS)
        analytics.furnish(None)
    rmtree(folder)
