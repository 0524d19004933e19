"""A point said as a question is exactly who is behind it; what cannot be said says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from liuke.domains.analytics import Lake
from liuke.domains.analytics.reports import run
from liuke.domains.analytics.reports.ask import engine
from liuke.domains.analytics.reports.catalogue import find, reports
from liuke.domains.analytics.reports.given import Said, point_of, resolve
from liuke.domains.analytics.reports.run import Asked
from liuke.domains.analytics.reports.saying import NOBODY, SAYINGS, WHY_NOT, say
from liuke.kernel.census import compiled
from liuke.kernel.conditions import Condition, faults
from liuke.kernel.ids import MemberId
from liuke.kernel.meaning import misread
from liuke.kernel.windows import When
from tests import lake_ground

ZONE = "America/New_York"
LAST_ON = date(2017, 12, 31)
WHEN = When(date(2018, 1, 1), datetime(2018, 1, 1, 5, tzinfo=UTC), ZONE)
ASKED: Sequence[tuple[str, dict[str, Any]]] = (
    ("baskets", {}),
    ("baskets", {"per": "member", "step_minor": 700}),
    ("baskets", {"step_minor": 3_000, "top_minor": 10_000}),
    ("cannibalisation", {}),
    ("categories", {}),
    ("channels", {}),
    ("cohorts", {}),
    ("cross_shop", {}),
    ("funnel", {}),
    ("guides", {}),
    ("newcomers", {"since_on": "2017-03-09", "until_on": "2017-06-20"}),
    ("newcomers", {"grain": "week", "since_on": "2017-03-09", "until_on": "2017-06-20"}),
    ("points_flow", {"since_on": "2017-03-09", "until_on": "2017-06-20"}),
    ("promotions", {"since_on": "2017-03-09", "until_on": "2017-06-20"}),
    ("repurchase", {}),
    ("repurchase", {"most": 3}),
    ("sales", {"since_on": "2017-03-09", "until_on": "2017-06-20"}),
    ("sales", {"grain": "day", "since_on": "2017-03-09", "until_on": "2017-03-20"}),
    ("stores", {}),
)


@pytest.fixture(scope="module")
def lake() -> Lake:
    return lake_ground.receipts(households=200)


def asked(code: str, said: dict[str, Any], stores: tuple[str, ...] | None = None) -> Asked:
    return Asked(resolve(find(code), said, LAST_ON), stores, WHEN.today, ZONE)


async def who(lake: Lake, tree: Condition) -> set[bytes]:
    """Ask the question of everybody."""
    assert not list(faults(tree))
    assert not misread(tree)
    question = compiled(tree, "duckdb", WHEN)
    assert isinstance(question.given, Mapping)
    return {row[0] for row in (await lake.ask(question.sql, question.given)).rows}


async def points(lake: Lake, code: str, question: Asked) -> list[dict[str, Any]]:
    """Return some points of a report: the first, the last, and some between."""
    table = await run.answer(engine(lake), code, question)
    names = [column.code for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    assert rows
    return [{name: row[name] for name in find(code).drill} for row in rows[:: len(rows) // 6 + 1]]


@pytest.mark.slow
@pytest.mark.parametrize("stores", [None, ("367", "406")], ids=["whole", "two stores"])
@pytest.mark.parametrize(("code", "said"), ASKED)
async def test_a_question_is_of_exactly_who_is_behind_the_point(
    lake: Lake, code: str, said: dict[str, Any], stores: tuple[str, ...] | None
) -> None:
    report = find(code)
    question = asked(code, said, stores if report.by_store else None)
    compared = 0
    for point in await points(lake, code, question):
        behind = await run.behind(engine(lake), code, question, point)
        told = say(report, question, point_of(report, point))
        if told.tree is None:
            assert told.why
            continue
        assert await who(lake, told.tree) == {one.bytes for one in behind}, point
        compared += len(behind) > 0
    assert compared


async def test_a_point_outside_the_days_asked_for_is_nobody(lake: Lake) -> None:
    question = asked("sales", {"since_on": "2017-03-09", "until_on": "2017-06-20"})
    report = find("sales")
    told = say(report, question, point_of(report, {"period_on": "2016-03-01"}))
    assert told.tree is not None
    assert await who(lake, told.tree) == set()


def test_a_month_that_will_never_come_is_nobody() -> None:
    point: dict[str, Said | None] = {"cohort_no": "2017-01", "months_later": 10**9}

    said = say(find("cohorts"), asked("cohorts", {}), point_of(find("cohorts"), point))

    assert said.tree == NOBODY


def test_every_report_that_is_drilled_says_its_points_or_why_not() -> None:
    drilled = {code for code, one in reports().items() if one.drill}
    assert SAYINGS.keys() | WHY_NOT.keys() == drilled
    assert all(why and why_zh for why, why_zh in WHY_NOT.values())
    assert {code for code, _ in ASKED} | {"visits"} == SAYINGS.keys()


async def test_who_came_and_who_looked_are_questions_and_what_followed_is_none(
    tmp_path: Path,
) -> None:
    ann, ben, cem, dan = (MemberId.new() for _ in range(4))
    noon = datetime(2017, 12, 1, 17, tzinfo=UTC)
    seen = [
        (ann, "product_viewed", 0, True), (ben, "page_viewed", 0, False),
        (ben, "product_viewed", 60, False), (ben, "order_shipped", 0, True),
        (cem, "order_shipped", 0, True), (dan, "quiz_answered", 0, False),
    ]  # fmt: skip
    told = [
        {"id": uuid4(), "member_id": who, "name": name, "at": noon + timedelta(days=later),
         "on_": (noon + timedelta(days=later)).date(), "trusted": trusted}
        for who, name, later, trusted in seen
    ]  # fmt: skip
    people = [
        {"id": one, "home_id": one, "state": "active", "anonymous": False}
        for one in (ann, ben, cem, dan)
    ]
    ground = lake_ground.rows_lake(
        tmp_path, {"members_member": people, "analytics_behaviour": told}
    )
    report, question = find("visits"), asked("visits", {})
    for step, expected in enumerate([{ann, ben, dan}, {ann}]):
        tree = say(report, question, {"visit_step": step}).tree
        behind = await run.behind(engine(ground), "visits", question, {"visit_step": step})
        assert tree is not None
        assert {MemberId(one) for one in await who(ground, tree)} == set(behind) == expected
    assert say(report, question, {"visit_step": 2}).tree is None
