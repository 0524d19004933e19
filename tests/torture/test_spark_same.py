"""A Spark cluster answers what DuckDB answers, and still does when a worker is killed."""

from __future__ import annotations

import pytest

from bench.bench_spark_same import compare, survive
from bench.cluster import OPTIONS, standalone
from liuke.providers.spark import Cluster, SparkEngine
from tests import lake_ground
from tests.providers.spark.lakes import NEEDS_JAVA

HOUSEHOLDS = 60


@pytest.mark.torture
@NEEDS_JAVA
def test_two_workers_answer_alike_and_one_that_is_left_too() -> None:
    lake = lake_ground.receipts(households=HOUSEHOLDS)
    with standalone(workers=2) as cluster:
        spark = SparkEngine(Cluster(cluster.master, OPTIONS))
        try:
            asked, different = compare(lake, spark)
            assert different == []
            assert asked > 30
            assert survive(lake, spark, cluster)
            # What is left goes on answering.
            again, still = compare(lake, spark)
            assert (again, still) == (asked, [])
        finally:
            spark.cluster.stop()
