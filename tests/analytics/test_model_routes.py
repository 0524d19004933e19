"""Models over HTTP: who may read them, what a member's page gets, what is set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from liuke.domains.access import Role
from liuke.domains.analytics.models import kept, refresh
from liuke.domains.analytics.models.records import Kind
from liuke.kernel.ids import MemberId
from tests import lake_ground
from tests.analytics.models.raw import HOUSEHOLDS, THROUGH
from tests.analytics.models.test_refresh import PLANT
from tests.surfaces.conftest import Town, app, quiet, town

pytestmark = pytest.mark.slow

__all__ = ["app", "quiet", "town"]

NEW_YEAR = datetime(2018, 1, 1, 5, tzinfo=UTC)


@pytest_asyncio.fixture
async def scored(town: Town) -> AsyncIterator[tuple[Town, MemberId]]:
    """Fit what is quick to fit, and score ten households."""
    lake = lake_ground.receipts(households=HOUSEHOLDS)
    rows = (await lake.ask("SELECT id FROM members_member", {})).rows
    async with town.shop.begin(NEW_YEAR) as tx:
        await tx.run(PLANT, [MemberId(row[0]) for row in rows], THROUGH)
        for kind in (Kind.RFM, Kind.CLV, Kind.MOVEMENTS):
            await refresh.fit(tx, kind, lake)
        due = await refresh.due(tx, None, 10, lake)
        await refresh.score(tx, due)
    yield town, due[0]


async def test_a_member_s_value_adds_up_and_is_explained(scored: tuple[Town, MemberId]) -> None:
    town, member = scored
    owner = await town.signed_in(Role.OWNER)
    answer = await owner.get(f"/v1/members/{member}/value")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    assert sum(one["points"] for one in told["reasons"]) == told["score"]["value_score"]
    assert told["stage"]["label_zh"]
    assert told["layer"]["code"] == told["score"]["layer_code"]
    assert told["through_on"] == "2017-12-31"
    picks = (await owner.get(f"/v1/members/{member}/picks")).json()
    assert set(picks) == {"buy_again", "goes_with", "upgrade"}


async def test_models_show_parameters_errors_and_everybody(scored: tuple[Town, MemberId]) -> None:
    town, _ = scored
    owner = await town.signed_in(Role.OWNER)
    told = (await owner.get("/v1/models")).json()
    clv = next(one for one in told["models"] if one["kind"] == "clv")
    assert 0 < clv["parameters"]["rates"]["r"] < 10
    assert all(one["baselines"] for one in clv["evaluation"])
    assert sum(one["members"] for one in told["members"]["life"]) == 10
    moved = (await owner.get("/v1/movements")).json()
    assert all(one["causes"] for one in moved)
    unknown = await owner.get("/v1/forecasts")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_model")


async def test_who_was_never_scored_is_said_to_be(scored: tuple[Town, MemberId]) -> None:
    town, _ = scored
    owner = await town.signed_in(Role.OWNER)
    other = lake_ground.member(2)
    async with town.shop.begin() as tx:
        await kept.forget_scores(tx, [MemberId(other.bytes)])
    answer = await owner.get(f"/v1/members/{MemberId(other.bytes)}/value")
    assert answer.json()["code"] == "not_scored"


async def test_settings_are_changed_by_who_may(scored: tuple[Town, MemberId]) -> None:
    town, _ = scored
    owner = await town.signed_in(Role.OWNER)
    found = (await owner.get("/v1/models/settings")).json()
    assert [layer["code"] for layer in found["layers"]][-1] == "promoter"
    found["weights"]["spent_days"] = 90
    changed = await owner.put("/v1/models/settings", json=found)
    assert changed.json()["weights"]["spent_days"] == 90
    found["layers"] = found["layers"][:1]
    assert (await owner.put("/v1/models/settings", json=found)).status_code == 422
    service = await town.signed_in(Role.SERVICE)
    assert (await service.get("/v1/models/settings/fields")).status_code == 403
    assert (await service.get("/v1/models")).status_code == 403


async def test_the_second_of_two_who_save_settings_is_told_and_nothing_is_lost(town: Town) -> None:
    owner = await town.signed_in(Role.OWNER)
    read = await owner.get("/v1/models/settings/fields")
    mark, settings = read.headers["etag"], read.json()["settings"]
    assert mark == f'"{read.json()["revision"]}"'
    mine = settings | {"window_days": 90}
    theirs = settings | {"period_days": 7}
    first = await owner.put("/v1/models/settings", json=theirs, headers={"if-match": mark})
    late = await owner.put("/v1/models/settings", json=mine, headers={"if-match": mark})
    assert (first.status_code, late.status_code) == (200, 412)
    told = late.json()
    assert told["code"] == "model_settings_edited_meanwhile"
    assert f'"{told["revision"]}"' == first.headers["etag"]
    assert told["changed_by"]
    assert told["changed_at"]
    assert (await owner.get("/v1/models/settings")).json() == theirs
    both = await owner.put(
        "/v1/models/settings",
        json=mine | {"period_days": 7},
        headers={"if-match": told["revision"]},
    )
    assert both.status_code == 200
    assert (await owner.put("/v1/models/settings", json=settings)).status_code == 200


async def test_of_two_who_save_settings_at_once_only_one_does(town: Town) -> None:
    owner = await town.signed_in(Role.OWNER)
    read = await owner.get("/v1/models/settings")
    answers = await asyncio.gather(
        *[
            owner.put(
                "/v1/models/settings",
                json=read.json() | {"window_days": 90 + n},
                headers={"if-match": read.headers["etag"]},
            )
            for n in range(4)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
