"""What one answer gives, the next request asks for: Schemathesis follows the links it infers."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from liuke.providers.postgres import Server
from tests.surfaces.conformance import DOCUMENT, differs
from tests.torture.arena import Arena, arena
from tests.torture.figures import Figure
from tests.torture.last_byte import HOST

SCENARIOS = 150
STEPS = 12
# Said by an application without a lake, or when two requests met: neither is a fault.
EXCUSED = {"lake_unavailable", "contended"}


def follow(shop: Arena, score: Counter[str], faults: dict[str, str]) -> None:
    """Let Schemathesis walk from answer to answer; runs in a thread."""
    machine = schemathesis.openapi.from_dict(DOCUMENT).as_state_machine()
    owner = dict(shop.sessions[0])

    class Links(machine):  # type: ignore[misc, valid-type] # made when it runs
        def get_call_kwargs(self, _case: Any) -> dict[str, Any]:
            headers = {"host": HOST, **owner}
            return {"base_url": f"http://127.0.0.1:{shop.application.port}", "headers": headers}

        def validate_response(self, response: Any, case: Any, **_more: Any) -> None:
            label = f"{case.operation.method.upper()} {case.operation.path}"
            answer = httpx.Response(
                response.status_code,
                headers={name: value[0] for name, value in response.headers.items()},
                content=response.content,
                request=httpx.Request(case.operation.method, response.request.url),
            )
            score[f"{answer.status_code // 100}xx"] += 1
            why = differs(label, answer)
            if answer.status_code >= 500 and answer.json().get("code") not in EXCUSED:
                why = why or "5xx"
            if why:
                faults.setdefault(f"{label}: {why[:100]}", f"{case.as_curl_command()} {why}")

    Links.run(
        settings=settings(
            max_examples=SCENARIOS, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )
    )  # fmt: skip


@pytest.mark.torture
@pytest.mark.inv("C7")
async def test_what_an_answer_gives_may_be_asked_for_next(server: Server, figure: Figure) -> None:
    score, faults, began = Counter[str](), dict[str, str](), time.monotonic()
    async with arena(server) as shop:
        await asyncio.to_thread(follow, shop, score, faults)
        entries = await shop.prove()
    figure("links", calls=score.total(), seconds=round(time.monotonic() - began),
           ledger_rows_proved=entries, **score)  # fmt: skip
    assert faults == {}, "\n".join(f"{name}\n    {told}" for name, told in faults.items())
