"""Models of a small or young shop: ranks of few members, causes of few weeks, what is not sold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from liuke.domains import catalog
from liuke.domains.analytics import Lake
from liuke.domains.analytics.models import asking, kept, population, scoring, watch
from liuke.domains.analytics.models.asking import EVERYBODY, Span, asked
from liuke.domains.analytics.models.explained import explain
from liuke.domains.analytics.models.records import Pick, Picks, Score
from liuke.domains.analytics.models.scoring import Fits
from liuke.domains.analytics.models.settings import Settings
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.lake_ground import rows_lake

pytestmark = pytest.mark.slow

DAY = date(2026, 3, 9)
SETTINGS = Settings()


def who(number: int) -> UUID:
    return UUID(int=number)


def member(number: int) -> dict[str, Any]:
    return {"id": who(number), "home_id": who(number), "state": "active", "anonymous": False,
            "seed": number}  # fmt: skip


def order(number: int, of: int, minor: int, on: date = DAY, **more: Any) -> dict[str, Any]:
    return {
        "member_id": who(of), "id": who(10_000 + number), "business_on": on, "state": "paid",
        "payable_minor": minor, "weekday": on.isoweekday(),
        "placed_at": datetime(on.year, on.month, on.day, 4, tzinfo=UTC), **more,
    }  # fmt: skip


async def scored(lake: Lake) -> dict[int, Score]:
    span = await asking.span(lake, DAY + timedelta(days=1))
    assert span is not None
    rfm = await population.fit(lake, span, SETTINGS)
    fits = Fits(span.through_on, (), SETTINGS, rfm.parameters, None, None, "CNY")
    found = await scoring.scores(lake, fits, MemberId.first(), MemberId.last())
    return {int.from_bytes(one.member_id.bytes): one for one in found}


@pytest.mark.parametrize("people", [20, 23, 100, 130])
async def test_the_best_fifth_of_few_members_is_a_fifth(tmp_path: Path, people: int) -> None:
    lake = rows_lake(
        tmp_path,
        {
            "members_member": [member(n) for n in range(1, people + 1)],
            "checkout_order": [order(n, n, 100 * n) for n in range(1, people + 1)],
        },
    )
    found = await scored(lake)
    best = {number for number, one in found.items() if one.rank_percent <= 20}
    assert best == set(range(people - -(-people // 5) + 1, people + 1))
    assert found[people].rank_percent == 1
    assert found[1].rank_percent == (people - 1) * 100 // people + 1


async def test_what_was_paid_back_for_an_order_called_off_takes_nothing_away(
    tmp_path: Path,
) -> None:
    orders = [order(n, n, 1_000) for n in range(1, 21)]
    orders += [order(21, 1, 700, state="cancelled"), order(22, 2, 500)]
    back = {"returned_at": None, "business_on": DAY}
    lake = rows_lake(
        tmp_path,
        {
            "members_member": [member(n) for n in range(1, 21)],
            "checkout_order": orders,
            "checkout_return": [
                {"member_id": who(1), "order_id": who(10_021), "refund_minor": 700, **back},
                {"member_id": who(2), "order_id": who(10_022), "refund_minor": 400, **back},
            ],
        },
    )
    found = await scored(lake)
    assert [found[n].value_purchases for n in (1, 2, 3)] == [10, 11, 10]
    assert found[1].rank_percent == found[3].rank_percent


async def test_weeks_before_a_young_shop_opened_are_no_quiet_ones(tmp_path: Path) -> None:
    """Five weeks: on each Monday before 1,000 in store A and 500 in B, on the last A sold 300."""
    first = DAY - timedelta(days=34)
    lines: list[dict[str, Any]] = []
    for day in range(35):
        on = first + timedelta(days=day)
        for place, minor in (("A", 300 if on == DAY else 1_000), ("B", 500)):
            lines.append({
                "member_id": who(1), "order_id": who(len(lines) + 1), "line": 1, "state": "paid",
                "business_on": on, "category": "tea", "store": place, "product": f"p{place}",
                "due_minor": minor,
            })  # fmt: skip
    lake = rows_lake(tmp_path, {"checkout_line": lines})
    fit = await watch.fit(lake, Span(first, DAY))
    (moved,) = fit.body
    assert (moved.sold_minor, moved.usual_minor) == (800, 1_500)
    assert [(one.kind, one.name, one.sold_minor, one.usual_minor) for one in moved.causes] == [
        ("store", "A", 300, 1_000), ("product", "pA", 300, 1_000),
    ]  # fmt: skip


async def test_what_is_taken_off_sale_or_only_given_is_on_no_shelf(tmp_path: Path) -> None:
    kinds = {
        "kept": ("active", "goods"), "care": ("active", "service"), "old": ("retired", "goods"),
        "toy": ("active", "gift"),
    }  # fmt: skip
    lake = rows_lake(
        tmp_path,
        {
            "members_member": [member(1)],
            "catalog_product": [
                {"id": who(n), "code": code, "name": code, "state": state, "kind": kind}
                for n, (code, (state, kind)) in enumerate(kinds.items())
            ],
            "checkout_line": [
                {"member_id": who(1), "order_id": who(n), "line": 1, "state": "paid", "units": 1,
                 "business_on": DAY, "product": code, "category": "", "due_minor": 100}
                for n, code in enumerate([*kinds, "unlisted"])
            ],
        },
    )  # fmt: skip
    given = {**EVERYBODY, "through_on": DAY, "since_on": date(2026, 1, 1), "products": 100}
    rows = await asked(lake, "shelf", given)
    assert sorted(rows["product"]) == ["care", "kept", "unlisted"]


async def test_what_was_taken_off_sale_since_the_night_is_not_offered(tx: Tx) -> None:
    await make.products(tx, tea=100, cup=100, pot=100)
    (one,) = await make.members(tx)
    plain: dict[str, Any] = dict.fromkeys(Score.__struct_fields__, 0)
    plain |= {"rank_percent": 100, "layer": 1, "rhythm_days": 1}
    offered = Picks([Pick("tea", "Tea"), Pick("cup", "Cup")], [Pick("x", "X")], [Pick("tea", "")])
    plain |= {"rfm_class": "", "rfm_before": "", "layer_code": "", "life_stage": "active"}
    plain |= {"next_order_on": None, "picks": offered, "member_id": one}
    await kept.write(tx, [Score(**plain)], DAY)
    retired = catalog.Sku("tea", price_minor=100)
    state = catalog.ProductState.RETIRED
    await catalog.stock(tx, [catalog.Product("tea", "tea", state=state, skus=(retired,))])

    told = (await explain(tx, one)).score.picks

    assert told == Picks([Pick("cup", "Cup")], [Pick("x", "X")], [])


async def test_what_becomes_of_an_order_is_no_participation(tmp_path: Path) -> None:
    told = [
        (1, "order_completed"), (1, "order_shipped"), (1, "order_refunded"), (2, "review_posted"),
    ]  # fmt: skip
    lake = rows_lake(
        tmp_path,
        {
            "members_member": [member(n) for n in range(1, 24)],
            "checkout_order": [order(n, n, 100 * n) for n in range(1, 24)],
            "analytics_behaviour": [
                {"id": who(20_000 + n), "member_id": who(of), "kind": "track", "name": name,
                 "on_": DAY, "trusted": True}
                for n, (of, name) in enumerate(told)
            ],
        },
    )  # fmt: skip
    found = await scored(lake)
    assert [found[of].value_participation > 0 for of in (1, 2, 3)] == [False, True, False]
