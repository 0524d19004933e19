"""An operator sees what failed, lets it run again or gives it up."""

from __future__ import annotations

import asyncio

import asyncpg

from liuke.kernel.ids import MerchantId
from liuke.kernel.jobs import JobId
from tests.surfaces.operator import Operator

HOLD = """
    INSERT INTO kernel_job (merchant_id, id, name, problem, held_at)
    VALUES ($1, $2, 'coupons.issue', 'contended', lk_now())
"""


async def hold(url: str, merchant_id: MerchantId, job_id: JobId) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(HOLD, merchant_id, job_id)
    await connection.close()


def test_an_operator_lists_retries_and_dismisses(operator: Operator) -> None:
    one, two = sorted([JobId.new(), JobId.new()])
    for job_id in (one, two):
        merchant_id = operator.shop.actor.merchant_id
        asyncio.run(hold(operator.server.admin_url, merchant_id, job_id))
    assert "contended" in operator.types(*operator.of_shop("job", "list")).stderr
    shown = operator.asks(*operator.of_shop("job", "list"))
    assert [job["id"] for job in shown["held"]] == [str(one), str(two)]
    (retried,) = operator.asks(*operator.of_shop("job", "retry", str(one)))
    assert retried["id"] == str(one)
    dismissed = operator.of_shop("job", "dismiss", str(two), "--reason", "重复")
    assert [job["id"] for job in operator.asks(*dismissed)] == [str(two)]
    assert "job_not_held" in operator.types(*dismissed, fails=True).stderr
    (queue,) = operator.asks(*operator.of_shop("job", "list"))["queues"]
    assert (queue["waiting"], queue["held"]) == (1, 0)
    unknown = operator.types(*operator.of_shop("job", "retry", "job_nonsense"), fails=True)
    assert "not an id like job_" in unknown.stderr
