"""Every function that passes means the same on every engine; Spark finds whom DuckDB finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liuke.kernel import dialects
from liuke.kernel.census import compiled, counts
from liuke.kernel.conditions import AllOf, AnyOf, Bucket, Condition, Did, FactIs, Not, Op, Sequence
from liuke.kernel.db import Tx
from liuke.kernel.dialects import NotPortable
from liuke.kernel.did import Agg, Deeds, Span, Where
from liuke.kernel.portable import PLACE
from liuke.kernel.rows import Sql
from liuke.kernel.windows import Dates, LastDays, LastHours
from liuke.providers.spark import Cluster
from tests.kernel.agreement import Grounds, agreed_in_spark
from tests.kernel.engines import duck
from tests.kernel.people import WHEN
from tests.kernel.trees import questions
from tests.kernel.witnesses import Question
from tests.providers.spark.lakes import QUICK

pytestmark = pytest.mark.slow

Given = dict[str, Any]
AT = datetime(2026, 3, 8, 16, 0, tzinfo=UTC)
SPRING = datetime(2026, 3, 8, 7, tzinfo=UTC)
AUTUMN, HOUR = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), timedelta(hours=1)
MIDNIGHT = datetime(2026, 9, 6, 4, tzinfo=UTC)
NUMBERED = """(SELECT MAX(r.p) FROM (
    SELECT ROW_NUMBER() OVER (ORDER BY v.x) AS p FROM (VALUES (5), (5)) v (x)
) r)"""
EDGES: list[tuple[str, Given, Any]] = [
    ("lk_days(CAST('2026-03-01' AS date), CAST('2026-02-28' AS date))", {}, 1),
    ("lk_days(CAST('2024-02-28' AS date), CAST('2024-03-01' AS date))", {}, -2),
    ("lk_days(NULL, CAST('2024-03-01' AS date))", {}, None),
    ("lk_months(CAST('2026-02-28' AS date), CAST('2026-01-31' AS date))", {}, 0),
    ("lk_months(CAST('2026-03-31' AS date), CAST('2026-01-31' AS date))", {}, 2),
    ("lk_months(CAST('2025-02-28' AS date), CAST('2024-02-29' AS date))", {}, 11),
    ("lk_years(CAST('2025-02-28' AS date), CAST('2024-02-29' AS date))", {}, 0),
    ("lk_years(CAST('2025-03-01' AS date), CAST('2024-02-29' AS date))", {}, 1),
    ("lk_years(CAST('2025-12-31' AS date), CAST('2000-01-01' AS date))", {}, 25),
    ("lk_div(CAST(7 AS bigint), CAST(2 AS bigint))", {}, 3),
    ("lk_div(CAST(-7 AS bigint), CAST(2 AS bigint))", {}, -4),
    ("lk_div(CAST(-8 AS bigint), CAST(2 AS bigint))", {}, -4),
    ("lk_div(CAST(9223372036854775806 AS bigint), CAST(1 AS bigint))", {}, 2**63 - 2),
    ("lk_div(CAST(7 AS bigint), CAST(NULLIF(0, 0) AS bigint))", {}, None),
    ("lk_day($at, $zone)", {"at": AT, "zone": "Asia/Shanghai"}, date(2026, 3, 9)),
    ("lk_day($at, $zone)", {"at": AT, "zone": "UTC"}, date(2026, 3, 8)),
    ("lk_last_day($at, $zone)", {"at": AT, "zone": "Asia/Shanghai"}, date(2026, 3, 8)),
    ("lk_hour($at, $zone)", {"at": AT, "zone": "Asia/Shanghai"}, 0),
    # New York loses an hour on that morning: 02:00 is 03:00.
    ("lk_hour($at, $zone)", {"at": SPRING, "zone": "America/New_York"}, 3),
    # And has one twice on an autumn morning; Santiago loses the hour of midnight itself.
    ("lk_hour($at, $zone)", {"at": AUTUMN, "zone": "America/New_York"}, 1),
    ("lk_hour($at, $zone)", {"at": AUTUMN + HOUR, "zone": "America/New_York"}, 1),
    ("lk_hour($at, $zone)", {"at": AUTUMN + 2 * HOUR, "zone": "America/New_York"}, 2),
    ("lk_day($at, $zone)", {"at": MIDNIGHT, "zone": "America/Santiago"}, date(2026, 9, 6)),
    ("lk_hour($at, $zone)", {"at": MIDNIGHT, "zone": "America/Santiago"}, 1),
    ("lk_day($at, $zone)", {"at": MIDNIGHT - HOUR, "zone": "America/Santiago"}, date(2026, 9, 5)),
    ("lk_hour($at, $zone)", {"at": AT, "zone": "Asia/Kolkata"}, 21),
    ("starts_with($a, $b)", {"a": "王小明", "b": "王小"}, True),
    ("starts_with($a, $b)", {"a": "abc", "b": "A"}, False),
    ("starts_with($a, $b)", {"a": "abc", "b": ""}, True),
    ("starts_with($a, $b)", {"a": "100%_", "b": "100%"}, True),
    ("starts_with($a, $b)", {"a": "1000", "b": "100%"}, False),
    ("$a = $b", {"a": "it's \\ \"x\"\n", "b": "it's \\ \"x\"\n"}, True),
    ("$a = $b", {"a": "É", "b": "é"}, False),
    ("$a < $b", {"a": "Z", "b": "a"}, True),
    ("$a < $b", {"a": "a", "b": "ab"}, True),
    ("$a < $b", {"a": "z", "b": "ž"}, True),
    ("$a = $b", {"a": -(2**63), "b": -(2**63)}, True),
    ("ABS(CAST(-5 AS bigint))", {}, 5),
    ("COALESCE(CAST(NULL AS bigint), 7)", {}, 7),
    ("NULLIF(CAST(3 AS bigint), 3)", {}, None),
    ("CASE WHEN CAST(NULL AS boolean) THEN 1 ELSE 2 END", {}, 2),
    ("CAST(CAST('0099-01-02' AS date) AS text)", {}, "0099-01-02"),
    ("CAST((CAST(1231 AS integer) - 1231 % 100) / 100 AS integer)", {}, 12),
    ("$at + INTERVAL '1440' MINUTE <= $at", {"at": AT}, False),
    ("$at = $b", {"at": AT, "b": AT.replace(microsecond=1)}, False),
    ("(SELECT COUNT(*) FROM (VALUES (1), (NULL), (1)) v (x))", {}, 3),
    ("(SELECT COUNT(DISTINCT v.x) FROM (VALUES (1), (NULL), (1)) v (x))", {}, 1),
    ("(SELECT COUNT(*) FILTER (WHERE v.x > 1) FROM (VALUES (1), (NULL), (2)) v (x))", {}, 1),
    ("(SELECT SUM(v.x) FROM (VALUES (1), (NULL), (2)) v (x))", {}, 3),
    ("(SELECT SUM(v.x) FROM (VALUES (1)) v (x) WHERE v.x > 1)", {}, None),
    ("(SELECT MIN(v.x) FROM (VALUES (2), (NULL), (1)) v (x))", {}, 1),
    ("(SELECT MAX(v.x) FROM (VALUES (2), (NULL), (1)) v (x))", {}, 2),
    (NUMBERED, {}, 2),
]  # fmt: skip
HOSTILE = "'; DROP VIEW members_member; --\\"
# What random trees may miss on a day: the rest of them is drawn.
TREES: list[Condition] = [
    AllOf(()),
    AnyOf((FactIs("gender", value="ž"), FactIs("gender", value=HOSTILE))),
    AllOf((FactIs("orders.count", Op.GE, 1), Not(FactIs("orders.average", Op.LT, 5_000)))),
    AnyOf((FactIs("birthday.in_days", Op.LE, 7), FactIs("birthday.lunar_in_days", Op.LE, 40))),
    FactIs("tag", Op.HAS_ALL, ("vip", "it's")),
    AllOf((FactIs("tier.missing", Op.KNOWN, args=("grade",)), Bucket("pilot", 0, 6_000))),
    Did("line", (Where("category_path", Op.STARTS, "/drinks/"),), Agg.SUM, "due_minor", Op.GE, 100),
    Did("order", (Where("region", Op.NE, "sh"),), Agg.AVG, "net_minor", Op.LE, 4_999, LastDays(90)),
    Did("line", (Where("brand", value="bear"),), Agg.DISTINCT, "order", Op.GE, 2),
    Did("order", (), Agg.LAST, "store", Op.EQ, "S1", Dates(date(2025, 1, 1), WHEN.today)),
    Did("coupon", (Where("what", value="issued"),), window=LastHours(24)),
    Sequence(Deeds("order"), Deeds("return"), Span(hours=24), negate=True),
]  # fmt: skip


async def test_a_function_means_the_same_in_postgresql_and_duckdb(tx: Tx) -> None:
    lake = duck_db()
    for text, values, right in EDGES:
        row = lake.execute(dialects.duckdb(f"SELECT {text} AS value"), values).fetchone()
        assert row is not None
        assert (row[0], type(row[0])) == (right, type(right)), text
        sql = Sql[tuple[Any, ...]](in_postgres(text, values))
        assert await tx.records(sql, *values.values()) == [(right,)], text


def in_postgres(text: str, given: Given) -> str:
    """Return an expression with its places numbered, texts ordered as the compiler orders them."""

    def place(found: re.Match[str]) -> str:
        kind = {int: "bigint", str: "text", datetime: "timestamptz"}[type(given[found[1]])]
        return f"${list(given).index(found[1]) + 1}::{kind}"

    ordered = text.replace("$a <", '$a COLLATE "C" <')
    return f"SELECT {PLACE.sub(place, ordered)}"


def duck_db() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'America/New_York'")
    return connection


UNLISTED = ("EXTRACT(dow FROM d)", "hash(d)", "list_has_any(d, d)", "date_trunc('week', d)")


def test_a_function_that_is_not_listed_is_refused_by_its_name() -> None:
    for text in UNLISTED:
        with pytest.raises(NotPortable):
            dialects.duckdb(f"SELECT {text}")


def test_a_hostile_value_stays_a_value() -> None:
    asked = compiled(FactIs("gender", value=HOSTILE), "duckdb", WHEN)
    assert HOSTILE not in asked.sql
    written = compiled(FactIs("gender", value=HOSTILE), "spark", WHEN).sql
    assert "\\'; DROP VIEW members_member; --\\\\'" in written


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    """Start Spark once."""
    cluster = Cluster("local[1]", QUICK)
    grounds = Grounds(cluster, tmp_path_factory.mktemp("lake"))
    with grounds.open:
        yield grounds
    cluster.stop()


@pytest.mark.filterwarnings("ignore")
def test_spark_finds_the_same_members(spark: Grounds) -> None:
    sizes = agreed_in_spark(spark, 6, Question(TREES))
    everybody = len(spark.of(6)[0].living)
    assert len({size for size in sizes if 0 < size < everybody}) > 5, "the trees tell people apart"


# A tree that fails is told as it is: to make it smaller would ask Spark a hundred times.
@pytest.mark.filterwarnings("ignore")
@settings(
    max_examples=3, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
@given(number=st.sampled_from([6, 9]), question=questions(10, least=8))
def test_spark_finds_the_same_members_whatever_is_asked(
    spark: Grounds, number: int, question: Question
) -> None:
    agreed_in_spark(spark, number, question)


@pytest.mark.filterwarnings("ignore")
def test_spark_counts_each_node_as_duckdb_does(spark: Grounds) -> None:
    made, session = spark.of(9)
    tree = AllOf((TREES[2], Not(TREES[6]), AnyOf((TREES[4], TREES[11]))))
    asked = counts(tree, "duckdb", made.when)
    row = duck(made).execute(asked.sql, asked.given).fetchone()
    assert row is not None
    again = counts(tree, "spark", made.when)
    assert again.tally(tuple(session.sql(again.sql).collect()[0])) == asked.tally(row)


@pytest.mark.filterwarnings("ignore")
def test_a_function_means_the_same_in_spark(spark: Grounds) -> None:
    written = [dialects.spark(f"SELECT {text}", values) for text, values, _ in EDGES]
    cells = ", ".join(one.removeprefix("SELECT ") for one in written)
    ((*found,),) = spark.session.sql(f"SELECT {cells}").collect()
    for (text, _, right), one in zip(EDGES, found, strict=True):
        assert (one, type(one)) == (right, type(right)), text
