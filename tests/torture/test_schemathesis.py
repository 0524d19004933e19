"""What Schemathesis makes of the description, fit and unfit: all is answered as described."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from tests.surfaces.conformance import DOCUMENT, differs
from tests.surfaces.test_refusals import BEARER, anyone, broke
from tests.torture.figures import Figure

__all__ = ["anyone"]

MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
OPERATIONS = [
    found.ok()
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    if isinstance(found, Ok) and found.ok().definition.raw["x-permission"]
]
Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
# It takes half a second for a body of many parts: the hundred thousand are tests/torture/walk.py's.
EACH = 40


@cache
def cases(label: str, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """Return what an operation may be sent, fit or unfit; it is made once, which takes long."""
    operation = next(one for one in OPERATIONS if one.label == label)
    return operation.as_strategy(generation_mode=mode)


async def ask(anyone: httpx.AsyncClient, operation: Operation, data: st.DataObject) -> str:
    """Send one generated request; return its answer's status, if it is as described."""
    made = cases(operation.label, data.draw(st.sampled_from(MODES)))
    sent = data.draw(made, label="case").as_transport_kwargs(base_url=str(anyone.base_url))
    headers = {name: value for name, value in sent["headers"].items() if value.isascii()}
    answer = await anyone.request(
        sent["method"], sent["url"], params=sent.get("params"), json=sent.get("json"),
        content=sent.get("data"), headers={**headers, "Authorization": BEARER["is"]},
    )  # fmt: skip
    assert not broke(answer), answer.text
    assert not differs(operation.label, answer), answer.text
    return str(answer.status_code)


@pytest.fixture(scope="module")
def answers(figure: Figure) -> Iterator[Counter[str]]:
    """Count the answers by status, and publish them."""
    counted: Counter[str] = Counter()
    yield counted
    if counted:
        figure("schemathesis", calls=counted.total(), **dict(sorted(counted.items())))


@pytest.mark.torture
@pytest.mark.inv("C7")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
@settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_generated_requests_get_only_described_answers(
    anyone: httpx.AsyncClient, operation: Operation, answers: Counter[str], data: st.DataObject
) -> None:
    answers[await ask(anyone, operation, data)] += 1
