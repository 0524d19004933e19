"""Models are fitted, kept and fitted again; members are scored by the thousand, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from liuke.domains import members, stores
from liuke.domains.analytics import Lake
from liuke.domains.analytics.models import kept, refresh
from liuke.domains.analytics.models.records import Kind, Score
from liuke.domains.analytics.models.settings import Cuts, Settings
from liuke.domains.analytics.models.suggest import ABOVE, AGAIN, ALONG
from liuke.domains.analytics.opened import PATIENCE
from liuke.domains.members import Merging
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import lake_ground, make
from tests.analytics.models.raw import HOUSEHOLDS, THROUGH
from tests.conftest import Shop

pytestmark = pytest.mark.slow

NEW_YEAR = datetime(2018, 1, 1, 5, tzinfo=UTC)
PLANT = Sql[None]("""
    INSERT INTO members_member (id, joined_on) SELECT id, $2::date FROM UNNEST($1::uuid[]) AS m (id)
""")


@pytest.fixture(scope="module")
def lake() -> Lake:
    return lake_ground.receipts(households=HOUSEHOLDS)


@pytest.fixture
async def open_tx(shop: Shop, lake: Lake) -> Shop:
    """Commit the households as members of a shop of its own."""
    rows = (await lake.ask("SELECT id FROM members_member", {})).rows
    async with shop.begin(NEW_YEAR) as tx:
        await tx.run(PLANT, [MemberId(row[0]) for row in rows], THROUGH)
    return shop


async def fit(tx: Tx, lake: Lake, *kinds: Kind) -> None:
    await tx.run(PATIENCE)  # as who opens a lake has
    for kind in kinds:
        await refresh.fit(tx, kind, lake)


async def score_all(shop: Shop, lake: Lake, limit: int = 150) -> list[MemberId]:
    """Do what the job does: so many members a transaction."""
    done: list[MemberId] = []
    after: MemberId | None = None
    while True:
        async with shop.begin(NEW_YEAR) as tx:
            found = await refresh.due(tx, after, limit, lake)
            await refresh.score(tx, found)
        done += found
        if len(found) < limit:
            return done
        after = found[-1]


async def test_a_model_fitted_twice_on_a_day_is_one_row(tx: Tx, lake: Lake) -> None:
    await fit(tx, lake, Kind.RFM, Kind.RFM, Kind.CLV)
    found = await kept.latest_models(tx)
    assert [(one.kind, one.state, one.version) for one in found] == [
        (Kind.RFM, "fitted", 20180101), (Kind.CLV, "fitted", 20180101),
    ]  # fmt: skip
    assert found[0].through_on == date(2018, 1, 1)
    assert found[0].data_as_of == lake.as_of


async def test_errors_stand_beside_what_costs_nothing(tx: Tx, lake: Lake) -> None:
    await fit(tx, lake, Kind.CLV)
    (clv,) = await kept.latest_models(tx)
    told = {(one.what, one.measure): one for one in clv.evaluation}
    assert set(told) == {
        ("orders", "mae"), ("churn", "auc"), ("churn", "brier"), ("next_order", "days_off"),
    }  # fmt: skip
    assert told["churn", "auc"].ours > 700
    assert told["orders", "mae"].ours < told["orders", "mae"].baselines["own_pace"]


async def test_members_are_scored_by_the_thousand_and_once(open_tx: Shop, lake: Lake) -> None:
    async with open_tx.begin(NEW_YEAR) as tx:
        await fit(tx, lake, Kind.RFM, Kind.CLV)
    done = await score_all(open_tx, lake)
    assert len(done) == len(set(done)) == HOUSEHOLDS
    assert done == sorted(done)
    async with open_tx.begin(NEW_YEAR) as tx:
        first = await kept.scores(tx, done)
    assert await score_all(open_tx, lake, limit=HOUSEHOLDS + 1) == done
    async with open_tx.begin(NEW_YEAR) as tx:
        assert await kept.scores(tx, done) == first
        shares = await kept.census(tx)
    assert sum(share.members for share in shares["life"]) == HOUSEHOLDS


async def test_a_unit_of_money_is_one_of_the_shop_s_currency(open_tx: Shop, lake: Lake) -> None:
    found: dict[str, list[int]] = {}
    for currency in ("CNY", "JPY"):
        async with open_tx.begin(NEW_YEAR) as tx:
            await stores.settle(tx, "a shop", time_zone=str(tx.zone), currency=currency)
        open_tx.database.forget_place(open_tx.actor.merchant_id)
        async with open_tx.begin(NEW_YEAR) as tx:
            await fit(tx, lake, Kind.RFM)
            done = await refresh.due(tx, None, 3, lake)
            await refresh.score(tx, done)
            scored = await kept.scores(tx, done)
        found[currency] = [scored[one].value_purchases for one in done]
    assert all(abs(yen - 100 * yuan) <= 50 for yuan, yen in zip(*found.values(), strict=True))
    assert sum(found["CNY"]) > 0


async def test_a_worker_that_starts_in_the_middle_writes_the_same(
    open_tx: Shop, lake: Lake
) -> None:
    async with open_tx.begin(NEW_YEAR) as tx:
        await fit(tx, lake, Kind.RFM)
        whole = await refresh.due(tx, None, HOUSEHOLDS + 1, lake)
    refresh.let_go()
    async with open_tx.begin(NEW_YEAR) as tx:
        assert await refresh.due(tx, whole[99], 50, lake) == whole[100:150]


async def test_scores_know_what_the_lake_learned_of_days_gone_by(
    shop: Shop, tmp_path: Path
) -> None:
    async with shop.begin(NEW_YEAR) as tx:
        buyers = await make.members(tx, 24)
    bought = [(one, THROUGH, 1_000) for one in buyers]
    first = sold_lake(tmp_path / "first", buyers, bought)
    async with shop.begin(NEW_YEAR) as tx:
        await fit(tx, first, Kind.RFM)
        await refresh.score(tx, await refresh.due(tx, None, 100, first))
        before = await kept.scores(tx, buyers)
    (late,) = buyers[:1]
    more = sold_lake(tmp_path / "more", buyers, [*bought, (late, date(2017, 12, 24), 50_000)])
    async with shop.begin(NEW_YEAR + timedelta(hours=1)) as tx:
        await fit(tx, more, Kind.RFM)
        await refresh.score(tx, await refresh.due(tx, None, 100, more))
        after = await kept.scores(tx, buyers)
    grown = [one for one in buyers if after[one].value_purchases > before[one].value_purchases]
    assert grown == [late]


def sold_lake(
    folder: Path, buyers: Sequence[MemberId], bought: Sequence[tuple[MemberId, date, int]]
) -> Lake:
    """Lay out who bought on which days for how much."""
    people = [
        {"id": one, "home_id": one, "state": "active", "anonymous": False, "seed": 1}
        for one in buyers
    ]
    orders = [
        {"id": UUID(int=place), "member_id": one, "state": "paid", "guest": False,
         "business_on": on, "payable_minor": minor, "units": 1}
        for place, (one, on, minor) in enumerate(bought, start=1)
    ]  # fmt: skip
    return lake_ground.rows_lake(folder, {"members_member": people, "checkout_order": orders})


async def test_facts_ask_the_first_of_each_kind_of_pick(open_tx: Shop, lake: Lake) -> None:
    async with open_tx.begin(NEW_YEAR) as tx:
        await fit(tx, lake, Kind.RFM, Kind.PICKS)
        done = await refresh.due(tx, None, 50, lake)
        await refresh.score(tx, done)
        scores = await kept.scores(tx, done)
        asked = ["picks.again", "picks.along", "picks.upgrade"]
        said = await facts.read(tx, asked, done)
    first = [
        [next((one.product for one in kind), None)
         for kind in (score.picks.buy_again, score.picks.goes_with, score.picks.upgrade)]
        for score in scores.values()
    ]  # fmt: skip
    assert [[said[one][name] for name in asked] for one in scores] == first
    assert len({product for product, *_ in first}) > 5


async def test_facts_ask_all_of_each_kind_of_pick(open_tx: Shop, lake: Lake) -> None:
    asked = ["picks.buy_again", "picks.goes_with", "picks.upgrades"]
    async with open_tx.begin(NEW_YEAR) as tx:
        await fit(tx, lake, Kind.RFM, Kind.PICKS)
        done = await refresh.due(tx, None, 50, lake)
        await refresh.score(tx, done)
        scores = await kept.scores(tx, done)
        said = await facts.read(tx, asked, done)
    picked = [
        (one.picks.buy_again, one.picks.goes_with, one.picks.upgrade) for one in scores.values()
    ]
    told = [[set(said[one][name] or ()) for name in asked] for one in scores]
    assert told == [[{pick.product for pick in kind} for kind in kinds] for kinds in picked]
    assert [max(map(len, kind)) for kind in zip(*told, strict=True)] == [AGAIN, ALONG, ABOVE]


async def test_facts_ask_what_was_written(open_tx: Shop, lake: Lake) -> None:
    async with open_tx.begin(NEW_YEAR) as tx:
        await fit(tx, lake, Kind.RFM, Kind.CLV)
        done = await refresh.due(tx, None, 3, lake)
        await refresh.score(tx, done)
        (one, *_) = done
        score: Score = (await kept.scores(tx, [one]))[one]
        asked = ["rfm.class", "rfm.recency", "life.stage", "layer", "value.score", "value.rank",
                 "clv.value", "clv.alive", "churn.risk", "next_order.on", "scored.on"]  # fmt: skip
        said = (await facts.read(tx, asked, [one]))[one]
        stranger = (await make.members(tx))[0]
        nothing = (await facts.read(tx, asked, [stranger]))[stranger]
    assert [said[name] for name in asked] == [
        score.rfm_class, score.rfm_recency, score.life_stage, score.layer, score.value_score,
        score.rank_percent, score.clv_minor, score.alive_pm, score.churn_pm, score.next_order_on,
        THROUGH,
    ]  # fmt: skip
    assert set(nothing.values()) == {None}


async def test_who_is_erased_or_merged_has_no_scores_and_gets_none(
    open_tx: Shop, lake: Lake
) -> None:
    async with open_tx.begin(NEW_YEAR) as tx:
        await fit(tx, lake, Kind.RFM)
        gone, loser, winner = await refresh.due(tx, None, 3, lake)
        await refresh.score(tx, [gone, loser, winner])
        await members.erase(tx, [gone], reason="asked")
        await members.merge(tx, [Merging(winner, loser, "the same phone")])
    async with open_tx.begin(NEW_YEAR) as tx:
        assert set(await kept.scores(tx, [gone, loser, winner])) == {winner}
        await refresh.score(tx, [gone, loser, winner])
        assert set(await kept.scores(tx, [gone, loser, winner])) == {winner}


async def test_too_little_is_said_aloud_and_nobody_is_scored(tx: Tx, tmp_path: Path) -> None:
    (member,) = await make.members(tx)
    few = lake_ground.rows_lake(
        tmp_path,
        {
            "members_member": [
                {"id": member, "home_id": member, "state": "active", "anonymous": False, "seed": 1}
            ],
            "checkout_order": [
                {"id": UUID(int=1), "member_id": member, "state": "paid", "guest": False,
                 "business_on": date(2017, 12, 1), "payable_minor": 500, "units": 1}
            ],
        },
    )  # fmt: skip
    for kind in Kind:
        model = await refresh.fit(tx, kind, few)
        assert model is not None
        assert model.state == "sparse", kind
        assert model.reason, kind
        assert model.reason_zh, kind
    assert await refresh.due(tx, None, 10, few) == []
    assert await kept.series(tx) == []


async def test_before_the_first_sale_there_is_no_model(tx: Tx, tmp_path: Path) -> None:
    empty = lake_ground.rows_lake(tmp_path, {})
    assert await refresh.fit(tx, Kind.RFM, empty) is None
    assert await kept.latest_models(tx) == []


async def test_fixed_cuts_hold_once_they_are_set(open_tx: Shop, lake: Lake) -> None:
    cuts = Cuts((7, 14, 21, 28), (1, 2, 3, 4), (100, 200, 300, 400))
    async with open_tx.begin(NEW_YEAR) as tx:
        await kept.change_settings(tx, Settings(cuts=cuts))
        await fit(tx, lake, Kind.RFM)
        (model,) = await kept.latest_models(tx)
        assert model.parameters["cuts"]["recency_days"] == [7, 14, 21, 28]
        assert [act for act, _ in await make.audited(tx, "models.set")] == [str(tx.merchant_id)]
