"""Thousands of random questions: PostgreSQL, DuckDB, Spark and plain Python agree on each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.providers.spark import Cluster
from tests.conftest import Shop
from tests.kernel.agreement import Grounds, agreed_in_spark, agreed_of
from tests.kernel.trees import questions
from tests.kernel.witnesses import Question
from tests.providers.spark.lakes import NEEDS_JAVA, QUICK

pytestmark = pytest.mark.torture

EXAMPLES = int(os.environ.get("LIUKE_TORTURE_EXAMPLES", "2000"))
BATCH = 20


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 10_000), question=questions(4))
async def test_every_engine_finds_the_same_members_of_thousands_of_questions(
    shop: Shop, number: int, question: Question
) -> None:
    await agreed_of(shop, number, question)


@NEEDS_JAVA
@pytest.mark.filterwarnings("ignore")
def test_spark_finds_the_same_members_of_thousands_of_questions(tmp_path: Path) -> None:
    cluster = Cluster("local[2]", QUICK)
    grounds = Grounds(cluster, tmp_path)

    @settings(max_examples=EXAMPLES // BATCH, suppress_health_check=list(HealthCheck))
    @given(number=st.integers(0, 20), question=questions(BATCH, least=BATCH // 2))
    def asked(number: int, question: Question) -> None:
        agreed_in_spark(grounds, number, question)

    with grounds.open:
        asked()
    cluster.stop()
