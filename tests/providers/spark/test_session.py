"""Spark is used where a setting says so, started with the first question, and said to be away."""

from __future__ import annotations

from pathlib import Path

import pytest

from liuke.bootstrap import answering
from liuke.domains.analytics import HERE, EngineNeedsFolder, LakeUnavailable, QuestionRefused
from liuke.kernel.settings import load
from liuke.providers.duckdb import DuckEngine
from liuke.providers.spark import Cluster, SparkEngine
from tests import lake_ground
from tests.providers.spark.lakes import NEEDS_JAVA


def test_a_setting_says_what_answers() -> None:
    assert isinstance(answering(load({})[0], HERE), DuckEngine)
    settings, _ = load(
        {
            "LIUKE_ENGINE": "spark",
            "LIUKE_SPARK_MASTER": "spark://lake:7077",
            "LIUKE_SPARK_OPTIONS": "spark.cores.max=4",
            "LIUKE_LAKE_SECONDS": "90",
        }
    )
    engine = answering(settings, HERE)
    assert isinstance(engine, SparkEngine)
    assert (engine.cluster.master, engine.seconds) == ("spark://lake:7077", 90)
    assert engine.cluster.options == {"spark.cores.max": "4"}
    assert isinstance(engine.otherwise, DuckEngine)


def test_spark_reads_no_lake_on_s3_and_says_so() -> None:
    settings, _ = load({"LIUKE_ENGINE": "spark", "LIUKE_LAKE": "s3://lake"})
    with pytest.raises(EngineNeedsFolder):
        answering(settings, HERE)


def test_what_spark_would_say_differently_is_answered_here(tmp_path: Path) -> None:
    lake = lake_ground.rows_lake(tmp_path, {"members_member": [{"seed": n} for n in (1, 2, 9)]})
    asked = "SELECT MEDIAN(seed) AS middle FROM members_member"
    nowhere = SparkEngine(Cluster("spark://nowhere:1"), otherwise=DuckEngine())
    assert nowhere.query(lake.tables, asked, {}).rows == [(2.0,)]
    with pytest.raises(QuestionRefused):
        SparkEngine(nowhere.cluster).query(lake.tables, asked, {})


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its own open pipe
@NEEDS_JAVA
def test_a_cluster_that_cannot_be_is_said_to_be_away() -> None:
    with pytest.raises(LakeUnavailable), Cluster("no such master").session():
        pass
