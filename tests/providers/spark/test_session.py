"""Spark is used where a setting says so, started with the first question, and said to be away."""

from __future__ import annotations

import pytest

from liuke.bootstrap import answering
from liuke.domains.analytics import LakeUnavailable
from liuke.kernel.settings import load
from liuke.providers.duckdb import DuckEngine
from liuke.providers.spark import Cluster, SparkEngine
from tests.providers.spark.lakes import NEEDS_JAVA


def test_a_setting_says_what_answers() -> None:
    assert isinstance(answering(load({})[0]), DuckEngine)
    settings, _ = load(
        {
            "LIUKE_ENGINE": "spark",
            "LIUKE_SPARK_MASTER": "spark://lake:7077",
            "LIUKE_SPARK_OPTIONS": "spark.cores.max=4",
            "LIUKE_LAKE_SECONDS": "90",
        }
    )
    engine = answering(settings)
    assert isinstance(engine, SparkEngine)
    assert (engine.cluster.master, engine.seconds) == ("spark://lake:7077", 90)
    assert engine.cluster.options == {"spark.cores.max": "4"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its own open pipe
@NEEDS_JAVA
def test_a_cluster_that_cannot_be_is_said_to_be_away() -> None:
    with pytest.raises(LakeUnavailable), Cluster("no such master").session():
        pass
