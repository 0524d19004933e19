"""Spark answers what DuckDB answers, to the last value and type, on the edges too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace

from liuke.domains.analytics import Lake, QuestionRefused, QuestionTooLarge
from liuke.domains.analytics.reports.given import Said
from liuke.domains.analytics.reports.plan import plan
from liuke.domains.analytics.reports.run import bound
from liuke.domains.analytics.reports.worth import Worth
from liuke.providers.duckdb import DuckEngine
from liuke.providers.spark import Cluster, SparkEngine
from tests import lake_ground
from tests.analytics.reports.asking import asked as question
from tests.providers.spark.lakes import NEEDS_JAVA, QUICK, alike, asked, changed_lake

pytestmark = [pytest.mark.slow, NEEDS_JAVA]
DUCK = DuckEngine()
HIGH, LOW = (
    UUID("ffffffff-0000-7000-8000-000000000001"),
    UUID("01a00000-0000-7000-8000-00000000000a"),
)
# On 2026-03-29 clocks change in Berlin; the last day of a year begins before UTC's in Shanghai.
INSTANTS = [
    datetime(2026, 3, 29, 0, 59, 59, 999_999, UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 12, 30, 16, 0, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 1, UTC),
    None,
]
QUESTIONS = [
    """SELECT id, state, joined_at, joined_on, anonymous, seed FROM members_member
    ORDER BY joined_on, id DESC""",
    """SELECT seed, seed // 3 AS a, -seed // 3 AS b, seed % 3 AS c, -seed % 3 AS d,
        seed // NULLIF(seed, 0) AS e, CAST(seed AS BIGINT) * 4294967296 AS f
    FROM members_member ORDER BY seed""",
    """SELECT SUM(CAST(seed AS BIGINT)) AS a, COUNT(*) AS b, COUNT(DISTINCT state) AS c,
        MIN(id) AS d, MAX(joined_at) AS e, COUNT(*) FILTER (WHERE anonymous) AS f, AVG(seed) AS g,
        SUM(CASE WHEN state = 'x' THEN 1 END) AS h
    FROM members_member""",
    """SELECT CAST(id AS TEXT) AS a, CAST(seed AS TEXT) AS b, CAST(joined_on AS TEXT) AS c,
        CAST(anonymous AS TEXT) AS d, state || '/' || CAST(seed AS TEXT) AS e
    FROM members_member ORDER BY a""",
    """SELECT id, CAST(timezone('Europe/Berlin', joined_at) AS DATE) AS a,
        hour(timezone('Europe/Berlin', joined_at)) AS b,
        CAST(timezone('Asia/Shanghai', joined_at) AS DATE) AS c
    FROM members_member ORDER BY id""",
    """SELECT joined_on, date_diff('day', joined_on, $today) AS a, joined_on - 31 AS b,
        EXTRACT(YEAR FROM joined_on) AS c, EXTRACT(MONTH FROM joined_on) AS d,
        joined_on > $today AS e
    FROM members_member ORDER BY joined_on""",
    """SELECT state, NTILE(2) OVER (ORDER BY joined_on, id) AS a,
        LAG(joined_on) OVER (ORDER BY joined_on, id) AS b,
        ROW_NUMBER() OVER (PARTITION BY anonymous ORDER BY joined_at DESC, id) AS c,
        SUM(seed) OVER (ORDER BY id) AS d
    FROM members_member ORDER BY joined_on, id""",
    """SELECT source, starts_with(source, 'a') AS a, split_part(source, '-', 2) AS b,
        COALESCE(NULLIF(source, ''), 'none') AS c
    FROM members_member ORDER BY source""",
    "SELECT COUNT(*) AS a FROM members_member WHERE list_contains($some, id)",
    "SELECT COUNT(*) AS a FROM members_member WHERE state IN (SELECT UNNEST($names))",
    "SELECT COUNT(*) AS a FROM members_member WHERE id = $one OR joined_at >= $at",
    """SELECT m.state FROM members_member AS m
    WHERE NOT EXISTS (SELECT 1 FROM checkout_order AS o WHERE o.member_id = m.id)
    ORDER BY m.state""",
]
REFUSED = [
    "SELECT seed // 0 AS a FROM members_member",
    "SELECT seed % 0 AS a FROM members_member",
    "SELECT no_such_column FROM members_member",
    "SELECT CAST(state AS BIGINT) AS a FROM members_member",
]
GIVEN = {
    "today": date(2026, 3, 1), "some": [HIGH, UUID(int=5)], "one": LOW, "at": INSTANTS[1],
    "names": ["é", "B", "nobody"],
}  # fmt: skip


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    cluster = Cluster("local[1]", QUICK)
    yield SparkEngine(cluster)
    cluster.stop()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    people = [
        {
            "id": id_, "state": state, "joined_at": at, "joined_on": on, "anonymous": bool(n % 2),
            "seed": (n - 2) * 7, "source": source,
        }
        for n, (id_, state, at, on, source) in enumerate(zip(
            [HIGH, LOW, UUID(int=1), UUID(int=2**127), UUID(int=5)],
            ["b", "B", "é", "中", "a"], INSTANTS,
            [date(2024, 2, 29), date(2026, 3, 1), None, date(1969, 12, 31), date(2026, 12, 31)],
            ["a-b", "", "ab", "Z-é-中", "-"],
            strict=True,
        ))
    ]  # fmt: skip
    return lake_ground.rows_lake(tmp_path, {"members_member": people})


def test_both_answer_alike_on_the_edges(spark: SparkEngine, lake: Lake) -> None:
    for sql in QUESTIONS:
        alike(asked(lake, DUCK, sql, **GIVEN), asked(lake, spark, sql, **GIVEN))


def test_rows_that_were_replaced_and_removed_are_so_for_both(
    spark: SparkEngine, tmp_path: Path
) -> None:
    views = changed_lake(tmp_path)
    sql = "SELECT member_id, book, balance, active_on FROM points_account ORDER BY member_id"
    found = DUCK.query(views, sql, {})
    assert [row[2] for row in found.rows[:5]] == [10, 20, 999, 60, 70]
    alike(found, spark.query(views, sql, {}))


def test_two_lakes_are_never_mixed(spark: SparkEngine, lake: Lake, tmp_path: Path) -> None:
    count = "SELECT COUNT(*) AS a FROM members_member"
    other = lake_ground.rows_lake(tmp_path / "other", {"members_member": [{"state": "a"}]})
    assert [asked(one, spark, count).rows for one in (lake, other, lake)] == [
        [(5,)],
        [(1,)],
        [(5,)],
    ]
    with pytest.raises(QuestionRefused):
        spark.query({}, count, {})


def test_a_question_ends_when_its_time_is_over(spark: SparkEngine, lake: Lake) -> None:
    # A minute's work at most: on one machine a task that is in the middle of it runs out.
    crossed = ", ".join(f"members_member AS m{n}" for n in range(11))
    long = (
        f"SELECT SUM(CASE WHEN m0.seed < m1.seed + m2.seed THEN 1 ELSE 0 END) AS a FROM {crossed}"  # noqa: S608 - from here
    )
    hasty = SparkEngine(spark.cluster, seconds=1)
    with pytest.raises(QuestionTooLarge):
        asked(lake, hasty, long)
    assert asked(lake, spark, "SELECT COUNT(*) AS a FROM members_member").rows == [(5,)]
    with spark.cluster.session() as session:
        told = session.sparkContext.getConf()
        assert told.get("spark.task.reaper.enabled") == "true", "an executor ends what goes on"


@pytest.mark.parametrize("sql", REFUSED)
def test_what_cannot_be_computed_is_refused_by_both(
    spark: SparkEngine, lake: Lake, sql: str
) -> None:
    for engine in (DUCK, spark):
        with pytest.raises(QuestionRefused):
            asked(lake, engine, sql)


@pytest.mark.parametrize("code", ["sales", "cross_shop", "cohorts"])
def test_a_report_says_the_same_on_both(spark: SparkEngine, code: str) -> None:
    receipts = lake_ground.receipts(households=30)
    wish = plan(code, bound(question(code)), None)
    found = DUCK.query(receipts.tables, wish.sql, wish.given)
    assert len(found.rows) > 10
    alike(found, spark.query(receipts.tables, wish.sql, wish.given))


def test_visits_and_the_worth_of_points_are_the_same_on_both(
    spark: SparkEngine, tmp_path: Path
) -> None:
    ann, ben = HIGH, LOW
    noon, day = datetime(2026, 10, 1, 4, tzinfo=UTC), date(2026, 10, 1)
    told = [
        (ann, None, "product_viewed", 0), (ann, None, "product_added", 1),
        (ben, None, "product_added", 0), (None, "cookie", "product_viewed", 0),
        (None, "cookie", "product_added", 2), (ben, None, "page_viewed", 3),
        (None, "server", "order_shipped", 0),
    ]  # fmt: skip
    ground = lake_ground.rows_lake(
        tmp_path,
        {
            "members_member": [
                {"id": one, "home_id": one, "anonymous": False, "state": "active"}
                for one in (ann, ben)
            ],
            "analytics_behaviour": [
                {"id": UUID(int=n), "member_id": who, "anonymous_id": trail, "name": name,
                 "at": noon + timedelta(hours=later), "on_": day, "trusted": trail == "server"}
                for n, (who, trail, name, later) in enumerate(told)
            ],
            "checkout_order": [
                {"id": UUID(int=9), "member_id": ann, "placed_at": noon + timedelta(hours=2),
                 "business_on": day, "state": "paid"},
            ],
            "points_lot": [
                {"member_id": who, "book": book, "lot": n, "remaining": left, "pending": n == 0,
                 "earned_on": day, "expires_on": None}
                for n, (who, book, left) in enumerate(
                    [(ann, "stars", 1_234), (ben, "stars", 1), (ben, "none", 10**15)]
                )
            ],
        },
    )  # fmt: skip
    worths = (Worth("stars", 500, 1_000), Worth("it's", 1, 10_000))
    days: dict[str, Said] = {"since_on": "2026-09-01", "until_on": "2026-10-31"}
    for code, said in (("visits", days), ("points_ageing", {}), ("points_expiry", {})):
        wish = plan(code, bound(replace(question(code, said), worths=worths)), None)
        found = DUCK.query(ground.tables, wish.sql, wish.given)
        assert found.rows
        alike(found, spark.query(ground.tables, wish.sql, wish.given))
