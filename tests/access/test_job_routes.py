"""Whoever runs the shop sees what failed, lets it run again, or gives it up with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liuke.domains.access import Role
from liuke.kernel.jobs import JobId
from liuke.kernel.rows import Sql
from tests.surfaces.conftest import Town

HOLD = Sql[None]("""
    INSERT INTO kernel_job (id, name, due_on, due_at, problem, held_at)
    SELECT id, 'points.expire', $2::date, $3::timestamptz, 'contended', $3::timestamptz
    FROM UNNEST($1::uuid[]) j (id)
""")
RUN = Sql[None]("""
    INSERT INTO kernel_run (name, due_on, due_at, job_id)
    VALUES ('points.expire', $2::date, $3::timestamptz, $1::uuid)
""")
UNDER_WAY = Sql[int]("SELECT COUNT(*) FROM kernel_run WHERE done_at IS NULL")
DAY, INSTANT = date(2026, 11, 20), datetime(2026, 11, 20, 18, tzinfo=UTC)


async def held(town: Town, count: int = 1) -> list[JobId]:
    """Set jobs aside, the first of which is today's run."""
    ids = sorted(JobId.new() for _ in range(count))
    async with town.shop.begin() as tx:
        await tx.run(HOLD, ids, DAY, INSTANT)
        await tx.run(RUN, ids[0], DAY, INSTANT)
    return ids


@pytest.mark.inv("M5")
async def test_held_jobs_are_shown_page_by_page_with_queues_and_runs(town: Town) -> None:
    ids = await held(town, 3)
    async with await town.signed_in(Role.AUDITOR) as auditor:
        first = (await auditor.get("/v1/jobs?limit=2")).json()
        rest = (await auditor.get("/v1/jobs", params={"limit": 2, "after": first["after"]})).json()
        refused = await auditor.post(f"/v1/jobs/{ids[0]}/retries")
    assert [job["id"] for job in [*first["held"], *rest["held"]]] == [str(one) for one in ids]
    assert rest["after"] is None
    assert (first["held"][0]["problem"], first["held"][0]["due_on"]) == ("contended", str(DAY))
    (queue,) = first["queues"]
    assert (queue["name"], queue["waiting"], queue["held"]) == ("points.expire", 0, 3)
    assert [(run["due_on"], run["done_at"]) for run in first["runs"]] == [(str(DAY), None)]
    assert refused.status_code == 403


@pytest.mark.inv("M5")
async def test_a_job_is_let_go_once_and_the_record_says_by_whom(town: Town) -> None:
    (one,) = await held(town)
    async with await town.signed_in(Role.OPERATIONS) as client:
        assert (await client.post(f"/v1/jobs/{one}/retries")).status_code == 201
        again = await client.post(f"/v1/jobs/{one}/retries")
        assert (again.status_code, again.json()["code"]) == (404, "job_not_held")
        (queue,) = (await client.get("/v1/jobs")).json()["queues"]
    assert (queue["waiting"], queue["held"]) == (1, 0)
    async with await town.signed_in(Role.OWNER) as owner:
        (act,) = (await owner.get("/v1/audit?action=jobs.retried")).json()["items"]
    assert (act["subject"], act["before"]["problem"]) == (str(one), "contended")


@pytest.mark.inv("M5")
async def test_a_job_given_up_needs_a_reason_and_lets_the_next_day_begin(town: Town) -> None:
    (one,) = await held(town)
    async with await town.signed_in(Role.OWNER) as owner:
        path = f"/v1/jobs/{one}/dismissals"
        assert (await owner.post(path, json={"reason": ""})).status_code == 422
        gone = await owner.post(path, json={"reason": "那天没有到期的积分"})
        assert (gone.status_code, gone.json()["id"]) == (201, str(one))
        shown = (await owner.get("/v1/jobs")).json()
        (act,) = (await owner.get("/v1/audit?action=jobs.dismissed")).json()["items"]
    assert (shown["held"], shown["queues"]) == ([], [])
    assert act["reason"] == "那天没有到期的积分"
    async with town.shop.begin() as tx:
        assert await tx.row(UNDER_WAY) == 0
