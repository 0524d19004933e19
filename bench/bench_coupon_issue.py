"""Coupons: one template issued to a segment, with its events, in chunks over two connections.

The segment is issued in five parts, a round each. The limit writes the same rows (coupons, codes,
events), prepared beforehand, with the same statements into the same tables, keys and policies: no
lock, no look for earlier ones, no ids or codes to make. `LIUKE_BENCH_MEMBERS` shrinks the segment.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import rmtree

from bench.figures import ROUNDS, Figure, against, timed
from liuke.bootstrap import load_parts
from liuke.domains import coupons, programme
from liuke.domains.coupons import CouponId, CouponIssued
from liuke.domains.coupons.codes import mint
from liuke.domains.coupons.segment import ISSUE
from liuke.domains.programme import DraftText, Publication
from liuke.domains.programme.values import VersionId
from liuke.kernel.actor import system
from liuke.kernel.alike import emit_alike
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, administer, begin, connect
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.migrate import migrate
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server

SEGMENT = int(os.environ.get("LIUKE_BENCH_MEMBERS", "1000000"))
CHUNK, WORKERS, ENROLLED = 10_000, 2, 50_000
CAUSE = "campaign:spring"
MERCHANT = Sql[None]("INSERT INTO stores_merchant (name) VALUES ('bench')")
ENROL = Sql[None]("""
    INSERT INTO members_member (id, joined_on) SELECT id, $2::date FROM UNNEST($1::uuid[]) AS m (id)
""")
SPRING = {
    "code": "spring",
    "name": "Spring",
    "name_zh": "春季",
    "coupons": [
        {
            "code": "spring10",
            "name": "Spring ¥10",
            "name_zh": "春季10元券",
            "effect": {"kind": "cash", "amount_minor": 1000},
            "validity": {"kind": "days_after", "days": 7},
            "threshold_minor": 8000,
        }
    ],
}
Chunk = Sequence[MemberId]
Job = Callable[[], Awaitable[None]]


class Shop:
    """A merchant of its own whose members are the segment, in five parts."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.actor = system(MerchantId.new(), "bench")
        self.parts: list[list[Chunk]] = []

    async def open(self) -> None:
        """Make the merchant, its programme and its members."""
        async with begin(self.database, self.actor) as tx:
            await tx.run(MERCHANT)
            (draft,) = await programme.save(tx, [DraftText(SPRING)])
            await programme.publish(tx, [Publication(draft.id)])
        members = MemberId.new_batch(SEGMENT)
        for at in range(0, SEGMENT, ENROLLED):
            async with begin(self.database, self.actor) as tx:
                await tx.run(ENROL, members[at : at + ENROLLED], tx.today)
        share = SEGMENT // ROUNDS
        self.parts = [
            [members[at : at + CHUNK] for at in range(start, start + share, CHUNK)]
            for start in range(0, share * ROUNDS, share)
        ]

    async def round(self) -> float:
        """Issue to the next part and return coupons per second."""
        work = await self.prepare(self.parts.pop(0))
        count = sum(size for size, _ in work)

        async def worker() -> None:
            while work:
                _, job = work.pop(0)
                await job()

        async def workers() -> None:
            await asyncio.gather(*(worker() for _ in range(WORKERS)))

        return count / await timed(workers)

    async def prepare(self, chunks: Sequence[Chunk]) -> list[tuple[int, Job]]:
        """Return the work of a round: how many coupons, and what issues them."""
        raise NotImplementedError


class Ours(Shop):
    """Issues through the product."""

    async def prepare(self, chunks: Sequence[Chunk]) -> list[tuple[int, Job]]:
        """Leave everything to the product."""
        return [(len(chunk), partial(self.issue, chunk)) for chunk in chunks]

    async def issue(self, chunk: Chunk) -> None:
        """Issue to one chunk in a transaction of its own."""
        async with begin(self.database, self.actor) as tx:
            given = await coupons.issue_to_segment(tx, chunk, "spring10", cause=CAUSE)
        assert given == len(chunk), "everybody gets one"


class Bare(Shop):
    """Writes the same rows."""

    async def prepare(self, chunks: Sequence[Chunk]) -> list[tuple[int, Job]]:
        """Make ids and codes before the clock runs."""
        return [(len(chunk), self.prepared(chunk)) for chunk in chunks]

    def prepared(self, chunk: Chunk) -> Job:
        """Return what writes one chunk's rows."""
        ids = CouponId.made_of_all(chunk, "spring10", CAUSE)
        codes = mint(len(ids))

        async def write() -> None:
            async with begin(self.database, self.actor) as tx:
                first = CouponIssued(chunk[0], ids[0], "spring10", CAUSE, tx.now)
                end = tx.now + timedelta(days=8)
                template = ("spring10", VersionId(bytes(16)), 1)
                life = (tx.now, end, None, tx.now, self.actor.name, CAUSE)
                await tx.run(ISSUE, chunk, ids, codes, tx.merchant_id, *template, *life)
                await emit_alike(tx, first, chunk, subject="coupon_id", ids=ids)

        return write


def _home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="lk-"))
    home.chmod(0o755)
    return home


async def run() -> list[Figure]:
    """Measure coupons per second against the bare insert of the same rows."""
    load_parts()
    home = _home()
    server = Server(home)
    await server.start()
    try:
        await migrate(server.admin_url)
        database = await connect(server.app_url, Keys.for_tests(), size=WORKERS)
        ours, bare = Ours(database), Bare(database)
        for shop in (ours, bare):
            await shop.open()
        async with administer(server.admin_url) as connection:
            await connection.execute("VACUUM ANALYZE members_member")
        figure = await against("coupon_issue", "coupons/s", ours.round, bare.round)
        await database.close()
        return [figure]
    finally:
        await server.stop()
        rmtree(home, ignore_errors=True)
