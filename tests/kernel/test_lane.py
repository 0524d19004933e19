"""Keyed writes that wait together share a transaction, and nothing else."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio

from liuke.domains.access import Role
from liuke.kernel import audit, lane
from liuke.kernel.db import Tx
from liuke.kernel.problems import Refused
from liuke.kernel.values import Value
from liuke.kernel.web import post
from liuke.surfaces.app import create_app
from tests.surfaces.conftest import HIGH, Town, app, quiet, town

__all__ = ["app", "quiet", "town"]
SIZES: list[int] = []


class Thing(Value, frozen=True):
    name: str


@dataclass(eq=False)
class BadThing(Refused):
    """This thing is refused."""

    title = "Bad."
    title_zh = "不行。"
    name: str


@post("/things", may="access.self", key=True, together=True)
async def add_things(tx: Tx, data: list[Thing]) -> list[Thing]:
    """Add things, slowly."""
    SIZES.append(len(data))
    await audit.record(tx, [audit.Act("thing.added", thing.name) for thing in data])
    await asyncio.sleep(0.02)
    if bad := [thing.name for thing in data if thing.name.startswith("bad")]:
        raise BadThing(bad[0])
    if any(thing.name.startswith("far") for thing in data):
        raise OverflowError
    return data


@post("/notes", may="access.self", together=True, status=200)
async def add_notes(tx: Tx, data: list[Thing]) -> list[Thing | BadThing]:
    """Add what is good of them, slowly."""
    SIZES.append(len(data))
    good = [thing for thing in data if not thing.name.startswith("bad")]
    await audit.record(tx, [audit.Act("thing.added", thing.name) for thing in good])
    await asyncio.sleep(0.02)
    return [thing if thing in good else BadThing(thing.name) for thing in data]


@pytest_asyncio.fixture(loop_scope="session")
async def owner(town: Town) -> httpx.AsyncClient:
    """Return a client of an application with that one route."""
    SIZES.clear()
    served = create_app(town.shop.database, routes=[add_things, add_notes], limits=HIGH)
    return await Town(town.shop, served).signed_in(Role.OWNER)


async def send(owner: httpx.AsyncClient, name: str, key: str) -> httpx.Response:
    return await owner.post("/v1/things", json={"name": name}, headers={"Idempotency-Key": key})


async def added(town: Town) -> Counter[str]:
    async with town.shop.begin() as tx:
        acts = await audit.search_acts(tx, audit.Search(action="thing.added"), limit=200)
    return Counter(act.subject for act in acts)


async def test_those_who_wait_are_done_together(owner: httpx.AsyncClient, town: Town) -> None:
    answers = await asyncio.gather(*(send(owner, f"t{n}", f"k{n}") for n in range(30)))
    assert [answer.json()["name"] for answer in answers] == [f"t{n}" for n in range(30)]
    assert {answer.status_code for answer in answers} == {201}
    assert len(SIZES) < 30
    assert await added(town) == Counter(f"t{n}" for n in range(30))


async def test_a_lane_is_gone_when_nobody_is_in_it(owner: httpx.AsyncClient, town: Town) -> None:
    lanes = town.shop.database.lanes
    asked = asyncio.gather(*(send(owner, f"g{n}", f"g{n}") for n in range(3)))
    while not lanes:  # noqa: ASYNC110 - it has no event for it
        await asyncio.sleep(0.001)
    assert [answer.status_code for answer in await asked] == [201] * 3
    assert lanes == {}


@pytest.mark.inv("I1")
async def test_one_key_sent_twenty_times_at_once_counts_once(
    owner: httpx.AsyncClient, town: Town
) -> None:
    answers = await asyncio.gather(*(send(owner, "once", "k") for _ in range(20)))
    again = await send(owner, "once", "k")
    assert set(Counter(answer.status_code for answer in answers)) <= {201, 409}
    assert again.headers["idempotent-replayed"] == "true"
    assert {a.content for a in answers if a.status_code == 201} == {again.content}
    assert (await send(owner, "other", "k")).json()["code"] == "key_reused"
    assert await added(town) == Counter(["once"])


async def test_a_refused_one_takes_nobody_along(owner: httpx.AsyncClient, town: Town) -> None:
    names = ["a", "b", "bad1", "c", "d", "bad2", "e"]
    answers = await asyncio.gather(*(send(owner, name, name) for name in names))
    refused = {n: a.json()["name"] for n, a in zip(names, answers, strict=True) if a.is_error}
    assert refused == {"bad1": "bad1", "bad2": "bad2"}
    assert await added(town) == Counter("abcde")
    again = await send(owner, "bad1", "bad1")
    assert (again.status_code, again.json()["code"]) == (409, "bad_thing")


async def test_a_fault_of_one_takes_nobody_along(owner: httpx.AsyncClient, town: Town) -> None:
    names = ["a", "b", "far1", "c", "d"]
    answers = await asyncio.gather(*(send(owner, name, name) for name in names))
    assert [n for n, a in zip(names, answers, strict=True) if a.is_error] == ["far1"]
    assert await added(town) == Counter("abcd")


async def test_whoever_hangs_up_cancels_only_the_wait(owner: httpx.AsyncClient, town: Town) -> None:
    tasks = [asyncio.create_task(send(owner, f"t{n}", f"k{n}")) for n in range(8)]
    await asyncio.sleep(0.005)
    tasks[0].cancel()
    tasks[5].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(o).__name__ for o in outcomes].count("Response") == 6
    first = await send(owner, "t0", "k0")
    assert first.status_code == 201
    assert (await added(town))["t0"] == 1


async def note(owner: httpx.AsyncClient, name: str) -> httpx.Response:
    return await owner.post("/v1/notes", json={"name": name})


async def test_what_needs_no_key_is_done_together_too(owner: httpx.AsyncClient, town: Town) -> None:
    answers = await asyncio.gather(*(note(owner, f"n{n}") for n in range(30)))
    assert [answer.json()["name"] for answer in answers] == [f"n{n}" for n in range(30)]
    assert len(SIZES) < 30
    assert await added(town) == Counter(f"n{n}" for n in range(30))


async def test_a_refusal_in_the_place_of_a_result_undoes_nobody(
    owner: httpx.AsyncClient, town: Town
) -> None:
    names = ["a", "b", "bad1", "c", "bad2"]
    answers = await asyncio.gather(*(note(owner, name) for name in names))
    assert [answer.status_code for answer in answers] == [200, 200, 409, 200, 409]
    assert answers[2].json()["name"] == "bad1"
    # Nobody was done twice: a batch that is refused as a whole is run again one by one.
    assert sum(SIZES) == len(names)
    assert await added(town) == Counter("abc")


async def test_a_batch_is_bounded_in_bytes(
    owner: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "TOGETHER_BYTES_MOST", 50)
    answers = await asyncio.gather(*(note(owner, f"small{n}") for n in range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert max(SIZES) == 2


@pytest.mark.inv("A12")
async def test_who_floods_a_lane_is_told_to_wait(
    owner: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "WAITING_BYTES_MOST", 200)
    answers = await asyncio.gather(*(note(owner, f"flood{n}") for n in range(60)))
    done = [answer for answer in answers if answer.status_code == 200]
    turned_away = [answer for answer in answers if answer.status_code == 503]
    assert done
    assert len(done) + len(turned_away) == 60
    assert {a.json()["code"] for a in turned_away} == {"lane_full"}
    assert {a.headers["retry-after"] for a in turned_away} == {"1"}
    assert sum((await added(town)).values()) == len(done)
    assert (await note(owner, "later")).status_code == 200
