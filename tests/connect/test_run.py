"""An import goes through a file once, whatever breaks off in between."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest

from liuke.domains import catalog, connect
from liuke.domains.connect import MovedOn, Plan, Progress, Survey
from liuke.domains.connect.values import Fault
from liuke.kernel.db import Tx
from tests.conftest import Shop


def goods(count: int, *bad: int) -> bytes:
    rows = [f"P{n:05},{'x' if n in bad else n}.00" for n in range(1, count + 1)]
    return "\n".join(["product,price", *rows]).encode()


async def planned(tx: Tx, raw: bytes, kind: str = "products") -> tuple[Plan, Survey]:
    found = connect.survey(io.BytesIO(raw))
    return await connect.make_plan(tx, connect.find_sheet(kind), found, {}), found


def parts(raw: bytes, plan: Plan, found: Survey, skip: int = 0) -> Iterable[list[connect.Group]]:
    return connect.chunks(plan, connect.records(io.BytesIO(raw), found), skip=skip)


async def begun(tx: Tx, raw: bytes, plan: Plan, found: Survey) -> Progress:
    assert raw
    return await connect.begin_import(tx, plan, file="g.csv", rows=found.rows)


@pytest.mark.inv("I3")
async def test_an_import_that_broke_off_goes_on_where_it_stopped(shop: Shop) -> None:
    raw = goods(2_500, 7, 1_700)
    async with shop.begin() as tx:
        plan, found = await planned(tx, raw)
        progress = await begun(tx, raw, plan, found)
        first = next(iter(parts(raw, plan, found)))
    async with shop.begin() as tx:
        progress, made = await connect.go_on(tx, plan, progress, first)
    assert (progress.position, made.taken, made.refused) == (1_000, 999, 1)

    async with shop.begin() as tx:
        progress = await begun(tx, raw, plan, found)
    assert progress.position == 1_000
    for chunk in parts(raw, plan, found, skip=progress.position):
        async with shop.begin() as tx:
            progress, _ = await connect.go_on(tx, plan, progress, chunk)
    assert (progress.position, progress.taken, progress.refused) == (2_500, 2_498, 2)
    assert progress.finished_at is not None
    async with shop.begin() as tx:
        faults = await connect.faults_of(tx, progress.id)
        assert faults == [
            Fault(8, "price", "not an amount like 12.50", "金额应写成 12.50"),
            Fault(1_701, "price", "not an amount like 12.50", "金额应写成 12.50"),
        ]
        assert await connect.get_import(tx, progress.id) == progress
        assert (await begun(tx, raw, plan, found)).position == 2_500


async def test_two_who_import_the_same_file_do_not_take_a_row_twice(shop: Shop) -> None:
    raw = goods(10)
    async with shop.begin() as tx:
        plan, found = await planned(tx, raw)
        progress = await begun(tx, raw, plan, found)
    (chunk,) = parts(raw, plan, found)
    async with shop.begin() as tx:
        await connect.go_on(tx, plan, progress, chunk)
    with pytest.raises(MovedOn):
        async with shop.begin() as tx:
            await connect.go_on(tx, plan, progress, chunk)


async def test_once_more_from_the_first_row_changes_nothing_that_stands(tx: Tx) -> None:
    raw = goods(3, 2)
    plan, found = await planned(tx, raw)
    (chunk,) = parts(raw, plan, found)
    done, _ = await connect.go_on(tx, plan, await begun(tx, raw, plan, found), chunk)
    again = await connect.begin_import(tx, plan, file="g.csv", rows=found.rows, again=True)
    assert (again.id, again.position) == (done.id, 0)
    assert await connect.faults_of(tx, again.id) == []
    same, _ = await connect.go_on(tx, plan, again, chunk)
    assert (same.taken, same.refused) == (2, 1)
    assert len(await catalog.search_products(tx)) == 2


async def test_a_dry_run_says_the_same_and_keeps_nothing(tx: Tx) -> None:
    raw = goods(5, 3)
    plan, found = await planned(tx, raw)
    (chunk,) = parts(raw, plan, found)
    made = await connect.rehearse(tx, plan, chunk)
    assert (made.taken, made.refused) == (4, 1)
    assert await catalog.search_products(tx) == []


async def test_a_product_with_one_bad_row_is_refused_whole(tx: Tx) -> None:
    raw = b"product,sku,price\nA,a1,1\nA,a2,x\nB,b1,1\nC,c1,2\nD,c1,3\n"
    plan, found = await planned(tx, raw)
    (chunk,) = parts(raw, plan, found)
    made = await connect.take(tx, plan, chunk)
    assert [p.code for p in await catalog.search_products(tx)] == ["B", "C"]
    assert {(f.line, f.column) for f in made.faults} == {(2, ""), (3, "price"), (6, "")}
    (taken,) = [f for f in made.faults if f.line == 6]
    assert (taken.code, taken.reason_zh) == (
        "sku_of_another_product",
        "有规格编码属于别的商品。 c1",
    )
    assert "c1" in taken.reason


@pytest.mark.parametrize(
    ("currency", "minor", "written"), [("JPY", 1200, "1200"), ("KWD", 1_200_000, "1200.000")]
)
async def test_a_shop_brings_prices_in_and_out_in_its_own_currency(
    tx: Tx, currency: str, minor: int, written: str
) -> None:
    tx.currency = currency
    raw = b"product,price\nP1,1200\n"
    plan, found = await planned(tx, raw)
    (chunk,) = parts(raw, plan, found)
    assert (await connect.take(tx, plan, chunk)).faults == ()
    sheet = connect.find_sheet("products")
    leaf = await connect.export_page(tx, sheet, connect.Wish())
    assert [row.price for row in leaf.rows] == [minor]  # type: ignore[attr-defined] # of products
    columns = [column for column in sheet.columns if column.name == "price"]
    assert connect.body(columns, leaf.rows, tx.zone, currency).strip() == written


@pytest.mark.parametrize("said", ["王小明 13800138000", "王 - at `$.x`"])
async def test_what_is_wrong_with_a_choice_never_repeats_what_stood_there(
    tx: Tx, said: str
) -> None:
    raw = f"product,state\nP1,{said}\n".encode()
    plan, found = await planned(tx, raw)
    [[(row,)]] = parts(raw, plan, found)
    assert row.faults == (Fault(2, "state", "none of the choices", "没有这个选项"),)
