"""What DuckDB is asked is written for Spark, or refused where it would mean something else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liuke.domains.analytics import QuestionRefused
from liuke.domains.analytics.reports.catalogue import reports
from liuke.domains.analytics.reports.plan import plan, tables
from liuke.domains.segments.template import templates
from liuke.kernel.census import compiled
from liuke.kernel.crowds import differing
from liuke.kernel.lake import TABLES
from liuke.kernel.windows import When
from liuke.providers.spark.speech import spoken

NAMES = frozenset({"t", "u"})
WHEN = When(date(2026, 3, 1), datetime(2026, 3, 1, 4, tzinfo=UTC), "Asia/Shanghai")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("SELECT a // 2 AS b FROM t", "SELECT a DIV 2 AS b FROM t"),
        ("SELECT a % b AS c FROM t", "SELECT a % b AS c FROM t"),
        ("SELECT a FROM t ORDER BY a DESC", "SELECT a FROM t ORDER BY a DESC"),
        ("SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY a NULLS LAST"),
        ("SELECT $day AS d FROM t", "SELECT :day AS d FROM t"),
        (
            "SELECT CAST(timezone($zone, a) AS DATE) AS d FROM t",
            "SELECT CAST(FROM_UTC_TIMESTAMP(a, :zone) AS DATE) AS d FROM t",
        ),
        ("SELECT CAST(NULL AS UUID) AS a", "SELECT CAST(NULL AS BINARY) AS a"),
        (
            "SELECT list_contains($some, a) AS b FROM t",
            "SELECT ARRAY_CONTAINS(:some, a) AS b FROM t",
        ),
    ],
)
def test_it_is_said_as_spark_says_it(asked: str, said: str) -> None:
    assert spoken(asked, NAMES) == said


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT isodow(a) FROM t",  # a translator moves the week
        "SELECT strftime(a, '%Y') FROM t",
        "SELECT date_diff('month', a, b) FROM t",
        "SELECT median(a) FROM t",
        "SELECT hash(a) FROM t",
        "SELECT java_method('java.lang.System', 'exit', 1) FROM t",
        "SELECT reflect('java.lang.Runtime', 'getRuntime') FROM t",
        "SELECT random() FROM t",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM parquet_scan('/etc/passwd')",
        "SELECT * FROM other",
        "SELECT * FROM parquet.`/etc/passwd`",
        "SELECT * FROM main.t",
        "SELECT 1; SELECT 2",
        "DROP TABLE t",
        "SET spark.sql.ansi.enabled = false",
        "INSERT INTO t SELECT 1",
        "nonsense (",
    ],
)
def test_what_reaches_further_or_means_something_else_is_refused(asked: str) -> None:
    with pytest.raises(QuestionRefused):
        spoken(asked, NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(reports()))
def test_every_report_can_be_said(code: str) -> None:
    asked = plan(code, {}, ("S1", "S2"))
    assert spoken(asked.sql, tables(code)).startswith("WITH")


@pytest.mark.parametrize("code", sorted(templates()))
def test_every_group_can_be_said(code: str) -> None:
    asked = compiled(templates()[code].tree, "duckdb", WHEN)
    assert spoken(asked.sql, frozenset(TABLES))


@pytest.mark.parametrize("code", sorted(templates()))
def test_who_enters_and_leaves_every_group_can_be_said(code: str) -> None:
    asked = differing(compiled(templates()[code].tree, "duckdb", WHEN), "segments_member", 9)
    assert spoken(asked, frozenset(TABLES))
