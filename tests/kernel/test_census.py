"""One question, one answer: PostgreSQL, DuckDB and plain Python agree, member for member."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.kernel.census import compiled
from liuke.kernel.conditions import AllOf, AnyOf, Condition, Did, FactIs, Not, Op
from liuke.kernel.deeds import DEEDS
from liuke.kernel.did import Agg
from tests.conftest import Shop
from tests.kernel.agreement import agreed_of
from tests.kernel.people import WHEN
from tests.kernel.trees import WINDOWS, leaves, questions
from tests.kernel.witnesses import Question

pytestmark = pytest.mark.slow


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 10_000), question=questions(4))
async def test_every_engine_finds_the_same_members(
    shop: Shop, number: int, question: Question
) -> None:
    await agreed_of(shop, number, question)


# What must hold of somebody with a row, and others beside it: only the deeds of few are looked at.
FEW = st.builds(
    lambda first, others: AllOf((first, *others)),
    st.builds(Did, st.sampled_from(sorted(DEEDS)), window=WINDOWS)
    | st.builds(FactIs, st.just("joined.days"), st.just(Op.GE), st.sampled_from([0, 30, 366])),
    st.lists(leaves() | leaves().map(Not), min_size=1, max_size=3),
)

# Rows of a merged member decide these now and then.
COUNTED = [
    AllOf((FactIs("joined.days", Op.GE, 0), Did("line", op=op, value=3))) for op in (Op.GE, Op.LT)
]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 10_000), trees=st.lists(FEW, max_size=3))
async def test_every_engine_finds_the_same_few(
    shop: Shop, number: int, trees: list[Condition]
) -> None:
    await agreed_of(shop, number, Question([*trees, *COUNTED]))


def test_only_deeds_of_those_who_can_fit_are_read() -> None:
    often, dear = Did("order", value=5), Did("line", agg=Agg.MAX, field="due_minor", value=9)
    few = compiled(AllOf((often, Not(dear))), "duckdb", WHEN).sql
    assert few.count("d.member_id IN (SELECT kin.id FROM kin)") == 1
    assert few.index("AS (SELECT m.id FROM members_member AS m JOIN j0") < few.index("kin.id FROM")
    joined = FactIs("joined.days", Op.LE, 90)
    young = compiled(AllOf((joined, Not(dear))), "duckdb", WHEN).sql
    assert young.count("d.member_id IN (SELECT kin.id FROM kin)") == 1
    for whole in (AnyOf((often, dear)), AllOf((Not(often), Not(dear))), often):
        assert "kin" not in compiled(whole, "duckdb", WHEN).sql
