"""Every report and every ready-made group on a Spark cluster: equal to DuckDB, to the last type.

The cluster is a standalone one of a master and two workers on this machine. Then one worker is
killed in the middle of a question that takes a while: the answer is still right.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

from bench.cluster import OPTIONS, Standalone, standalone
from bench.figures import Figure
from liuke.bootstrap import load_parts
from liuke.domains.analytics import Answer, Lake, QuestionRefused
from liuke.domains.analytics.reports.catalogue import find, reports
from liuke.domains.analytics.reports.given import resolve
from liuke.domains.analytics.reports.plan import plan
from liuke.domains.analytics.reports.run import Asked, bound
from liuke.domains.segments.template import templates
from liuke.kernel.census import compiled
from liuke.kernel.windows import When
from liuke.providers.duckdb import DuckEngine
from liuke.providers.spark import Cluster, SparkEngine
from tests import lake_ground

HOUSEHOLDS = int(os.environ.get("LIUKE_BENCH_HOUSEHOLDS", "200"))
LAST_ON, ZONE = date(2017, 12, 31), "America/New_York"
WHEN = When(LAST_ON, datetime(2018, 1, 1, 4, 0, tzinfo=UTC), ZONE)
# Every pair of lines that a member bought on different days: nothing an index could shorten.
LONG = """
    SELECT a.category AS category, COUNT(*) AS pairs, SUM(a.due_minor + b.due_minor) AS worth_minor
    FROM checkout_line AS a
    JOIN checkout_line AS b ON b.member_id = a.member_id AND b.business_on > a.business_on
    GROUP BY a.category
    ORDER BY a.category
"""
Question = tuple[str, dict[str, Any]]


def questions() -> dict[str, Question]:
    """Return every report with its defaults, and every group that is offered ready-made."""
    found: dict[str, Question] = {}
    for code in sorted(reports()):
        known = resolve(find(code), {}, LAST_ON)
        wish = plan(code, bound(Asked(known, None, LAST_ON, ZONE)), None)
        found[f"report {code}"] = wish.sql, dict(wish.given)
    for group in templates().values():
        asked = compiled(group.tree, "duckdb", WHEN)
        found[f"segment {group.code}"] = asked.sql, dict(asked.given)
    return found


def alike(one: Answer, other: Answer, *, ordered: bool = True) -> bool:
    """Tell whether two answers are the same rows of the same types, in order if they have one."""
    rows, others = _typed(one), _typed(other)
    if not ordered:
        rows, others = sorted(rows, key=repr), sorted(others, key=repr)
    return one.columns == other.columns and rows == others


def _typed(answer: Answer) -> list[list[tuple[type, Any]]]:
    return [[(type(cell), cell) for cell in row] for row in answer.rows]


def compare(lake: Lake, spark: SparkEngine) -> tuple[int, list[str]]:
    """Ask both engines everything; return how many were asked, and which differ."""
    duck, asked, different = DuckEngine(seconds=600), 0, []
    for name, (sql, given) in questions().items():
        try:
            expected = duck.query(lake.tables, sql, given)
        except QuestionRefused as refusal:
            print(f"bench: {name} is not asked: {refusal.reason}", file=sys.stderr)
            continue
        asked += 1
        start = time.perf_counter()
        found = _answer(spark, lake, sql, given)
        if not alike(expected, found, ordered="ORDER BY" in sql):
            different.append(name)
        spent = time.perf_counter() - start
        print(f"bench: {name}: {len(expected.rows)} rows, {spent:.1f} s", file=sys.stderr)
    return asked, different


def _answer(spark: SparkEngine, lake: Lake, sql: str, given: Mapping[str, Any]) -> Answer:
    try:
        return spark.query(lake.tables, sql, given)
    except QuestionRefused as refusal:
        print(f"bench: refused: {refusal.reason}", file=sys.stderr)
        return Answer((), [])


def survive(lake: Lake, spark: SparkEngine, cluster: Standalone) -> bool:
    """Kill a worker while a question is being answered, and tell whether the answer is right."""
    expected = DuckEngine(seconds=600).query(lake.tables, LONG, {})
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(spark.query, lake.tables, LONG, {})
        in_the_middle(spark, answer)
        assert not answer.done(), "it was answered before anything was killed"
        assert cluster.kill_worker() > 1, "the worker ran no executor"
        return alike(expected, answer.result())


def in_the_middle(spark: SparkEngine, answer: Future[Answer]) -> None:
    """Wait until a stage of a question is behind it and tasks of another run.

    Which of its tasks are done is not asked: on few rows the longest stage is a single task.
    """
    with spark.cluster.session() as session:
        tracker = session.sparkContext.statusTracker()
        seen: set[int] = set()
        while not answer.done():
            stages = set(tracker.getActiveStageIds())
            running = [tracker.getStageInfo(stage) for stage in stages]
            if seen - stages and any(one and one.numActiveTasks for one in running):
                return
            seen |= stages
            time.sleep(0.02)


def measure() -> list[Figure]:
    """Ask everything of a cluster of two workers, then of what is left of it."""
    lake = lake_ground.receipts(households=HOUSEHOLDS)
    with standalone() as cluster:
        spark = SparkEngine(Cluster(cluster.master, OPTIONS))
        try:
            asked, different = compare(lake, spark)
            print(f"bench: different: {different}", file=sys.stderr)
            survives = survive(lake, spark, cluster)
        finally:
            spark.cluster.stop()
    same = asked - len(different)
    return [
        Figure("spark_same", same, "questions alike", asked, round(same / asked, 3)),
        Figure("spark_same/killed", int(survives), "right answers", 1, float(survives)),
    ]


async def run() -> AsyncIterator[Figure]:
    """Measure what a cluster answers beside DuckDB, and without one of its workers."""
    load_parts()
    for figure in await asyncio.to_thread(measure):
        yield figure
