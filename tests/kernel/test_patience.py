from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator

import pytest

from liuke.kernel import log
from liuke.kernel.patience import Going


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    log.configure("info", stream)
    yield stream
    log.configure("error")


async def test_what_is_done_in_time_is_waited_for() -> None:
    done: list[int] = []

    async def work() -> None:
        await asyncio.sleep(0)
        done.append(1)

    assert await Going("test").within(work(), 60)
    assert done == [1]


async def test_what_takes_longer_goes_on_when_nobody_waits() -> None:
    gate, done = asyncio.Event(), list[int]()

    async def work() -> None:
        await gate.wait()
        done.append(1)

    going = Going("test")
    assert not await going.within(work(), 0)
    assert done == []
    gate.set()
    await going.over()
    assert done == [1]


async def test_what_fails_in_time_is_raised_and_what_fails_later_is_logged(
    told: io.StringIO,
) -> None:
    gate = asyncio.Event()

    async def work() -> None:
        await gate.wait()
        raise ZeroDivisionError

    going = Going("test")
    assert not await going.within(work(), 0)
    gate.set()
    await going.over()
    await going.over()
    assert '"kind":"ZeroDivisionError"' in told.getvalue()
    with pytest.raises(ZeroDivisionError):
        await going.within(work(), 60)
