"""The sheet of orders: one row per line, the lines of one order standing together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from typing import Annotated

from msgspec import Meta

from liuke.domains import connect, members
from liuke.domains.checkout.commit import commit
from liuke.domains.checkout.errors import SalesRefused
from liuke.domains.checkout.values import NAME, Item, OrderId, Sale, State
from liuke.domains.connect import Column, Kind, Leaf, RowFault, Wish
from liuke.domains.members import NAMING, Named
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, decode, encode

NOBODY = ("no such member", "没有这位会员")
MIXED = ("another row of this order says otherwise", "同一单的另一行写的不一样")
# What the rows of one order say of it, each the same or nothing.
OF_ORDER = ("placed_at", "store", "channel", "staff", "shipping")


class OrderRow(Named, frozen=True, kw_only=True):
    """One line of an order in a file; `order` and `source` name the order for ever.

    `gross` is the list price of the whole line, `cut` what the other system took off it.
    """

    order: Annotated[str, Meta(min_length=1, max_length=120, pattern=NAME)]
    source: Annotated[str, Meta(min_length=1, max_length=60, pattern=NAME)] = "import"
    placed_at: datetime
    store: str = ""
    channel: str = ""
    staff: str = ""
    sku: Annotated[str, Meta(min_length=1, max_length=64)]
    units: Annotated[int, Meta(ge=1, le=10_000_000)] = 1
    grams: Annotated[int, Meta(ge=0, le=10**9)] = 0
    gross: Annotated[int, Meta(ge=0, le=10**12)] | None = None
    cut: Annotated[int, Meta(ge=0, le=10**12)] = 0
    shipping: Annotated[int, Meta(ge=0, le=10**12)] = 0
    discount: int = 0
    due: int = 0
    state: str = ""

    @property
    def item(self) -> Item:
        """Return the line as a till would ring it."""
        return Item(self.sku, self.units, self.grams, self.gross, self.cut)


COLUMNS = (
    Column(
        "order", "Order", "订单号", required=True, aliases=("order id", "order number", "小票号")
    ),
    Column("source", "Source", "来源"),
    *NAMING,
    Column(
        "placed_at",
        "Placed",
        "下单时间",
        Kind.INSTANT,
        required=True,
        aliases=("date", "交易时间", "订单时间", "日期", "placed at"),
    ),
    Column("store", "Store", "门店", aliases=("store code", "门店编码")),
    Column("channel", "Channel", "渠道"),
    Column("staff", "Staff", "导购"),
    Column("sku", "SKU", "规格编码", required=True, aliases=("sku code", "商品编码", "条码")),
    Column("units", "Units", "数量", Kind.WHOLE, aliases=("quantity", "qty", "件数")),
    Column("grams", "Grams", "克重", Kind.WHOLE),
    Column("gross", "List amount", "原价金额", Kind.MONEY, aliases=("gross", "金额", "amount")),
    Column("cut", "Reduction", "优惠金额", Kind.MONEY, aliases=("discount given", "减免")),
    Column("shipping", "Shipping", "运费", Kind.MONEY),
    Column("discount", "Our discount", "本系统优惠", Kind.MONEY, told=True),
    Column("due", "Due", "实付", Kind.MONEY, told=True),
    Column("state", "State", "状态", told=True),
)


class Exported(Value, frozen=True):
    """One line of an order as it goes out."""

    id: OrderId
    member_id: MemberId
    order: str
    source: str
    guest: bool
    placed_at: datetime
    store: str
    channel: str
    staff: str
    state: State
    shipping: int
    sku: str
    units: int
    grams: int
    gross: int
    cut: int
    discount: int
    due: int


# Which column fills a field of a sale, where it is not called the same.
FILLED_BY = {name: name for name in ("sku", "units", "grams", "source", "placed_at", "store")} | {
    "external_id": "order",
    "gross_minor": "gross",
    "cut_minor": "cut",
    "shipping_minor": "shipping",
}
PAGE = Sql[Exported]("""
    SELECT o.id, o.member_id, o.external_id AS order, o.source, o.guest, o.placed_at, o.store,
           o.channel, o.staff, o.state, o.shipping_minor AS shipping, l.sku, l.units, l.grams,
           l.gross_minor AS gross, l.cut_minor AS cut,
           l.discount_minor + l.points_minor AS discount, l.due_minor AS due
    FROM (
        SELECT merchant_id, member_id, id, external_id, source, guest, placed_at, store, channel,
               staff, state, shipping_minor
        FROM checkout_order
        WHERE (placed_at, id) > ($1::timestamptz, $2::uuid)
        ORDER BY placed_at, id
        LIMIT $3
    ) AS o
    JOIN checkout_line l
        ON l.merchant_id = o.merchant_id AND l.member_id = o.member_id AND l.order_id = o.id
    ORDER BY o.placed_at, o.id, l.line
""")


class Position(Value, frozen=True):
    """Where a page of orders ended."""

    at: datetime
    id: OrderId


FIRST = Position(datetime(1, 1, 2, tzinfo=UTC), OrderId(bytes(16)))


async def take(tx: Tx, rows: Sequence[OrderRow]) -> list[RowFault]:
    """Make sales as a till would, by the rules of their day; one made before is counted once."""
    whose = await members.find_named(tx, rows)
    faults = [
        RowFault(n, "member", *NOBODY)
        for n, (row, found) in enumerate(zip(rows, whose, strict=True))
        if found is None and not row.is_nobody
    ]
    orders = [
        list(group)
        for _, group in groupby(range(len(rows)), key=lambda n: (rows[n].source, rows[n].order))
    ]
    faults += [fault for places in orders for fault in _mixed(places, rows, whose)]
    lost = {fault.item for fault in faults}
    sound = [places for places in orders if not lost.intersection(places)]
    return faults + await _sell(tx, sound, {n: (rows[n], whose[n]) for n in range(len(rows))})


def _mixed(
    places: Sequence[int], rows: Sequence[OrderRow], whose: Sequence[MemberId | None]
) -> Iterator[RowFault]:
    """Name what rows say of their order that its first row does not: they may be two orders."""
    first, *others = places
    for n in others:
        if whose[n] and whose[n] != whose[first]:
            yield RowFault(n, "member", *MIXED)
        for column in OF_ORDER:
            said = getattr(rows[n], column)
            if said and said != getattr(rows[first], column):
                yield RowFault(n, column, *MIXED)


async def _sell(
    tx: Tx,
    orders: Sequence[Sequence[int]],
    rows: Mapping[int, tuple[OrderRow, MemberId | None]],
) -> list[RowFault]:
    """Sell what can be sold; what was refused is named and left out."""
    sales = [_sale([rows[n] for n in places]) for places in orders]
    if not sales:
        return []
    try:
        with in_columns():
            async with tx.savepoint():
                await commit(tx, sales)
    except SalesRefused as refused:
        bad = refused.problems
        faults = [
            RowFault(n, column_of(problem), problem.title, problem.title_zh, problem.code())
            for place, problem in bad.items()
            for n in orders[place]
        ]
        rest = [places for place, places in enumerate(orders) if place not in bad]
        return faults + await _sell(tx, rest, rows)
    return []


@contextmanager
def in_columns() -> Iterator[None]:
    """Name the column of the file in whatever refuses all orders: a file knows no items.

    Raises:
        Problem: whatever refuses them.
    """
    try:
        yield
    except SalesRefused:
        raise
    except Problem as problem:
        if column := column_of(problem):
            problem.__dict__["field"] = column
        raise


def column_of(problem: Problem) -> str:
    """Return the column that a refusal of a sale is about, if it is about one."""
    field = getattr(problem, "field", "")
    return FILLED_BY.get(field.rpartition(".")[2], "") if isinstance(field, str) else ""


def _sale(lines: Sequence[tuple[OrderRow, MemberId | None]]) -> Sale:
    row, member_id = lines[0]
    return Sale(
        items=tuple([line.item for line, _ in lines]),
        member_id=member_id,
        source=row.source,
        external_id=row.order,
        store=row.store,
        channel=row.channel,
        staff=row.staff,
        shipping_minor=row.shipping,
        placed_at=row.placed_at,
    )


async def page(tx: Tx, wish: Wish) -> Leaf:
    """Return orders by when they were placed, one row per line."""
    at = decode(wish.after, Position) if wish.after else FIRST
    found = await tx.rows(PAGE, at.at, at.id, wish.limit)
    known = await members.standings(tx, sorted({line.member_id for line in found}))
    rows = tuple([_row(line, known[line.member_id]) for line in found])
    if not found:
        return Leaf(())
    last = encode(Position(found[-1].placed_at, found[-1].id)).decode()
    return Leaf(rows, last, more=len({line.id for line in found}) == wish.limit)


def _row(line: Exported, who: members.Standing) -> OrderRow:
    return OrderRow(
        member=None if line.guest else who.id,
        member_source=who.source,
        member_external_id="" if line.guest else who.external_id or "",
        order=line.order,
        source=line.source,
        placed_at=line.placed_at,
        store=line.store,
        channel=line.channel,
        staff=line.staff,
        sku=line.sku,
        units=line.units,
        grams=line.grams,
        gross=line.gross,
        cut=line.cut,
        shipping=line.shipping,
        discount=line.discount,
        due=line.due,
        state=line.state.value,
    )


connect.declare(
    connect.Sheet(
        name="orders",
        label="Orders",
        label_zh="订单",
        kind=OrderRow,
        columns=COLUMNS,
        take=take,
        page=page,
        may="checkout.order",
        group="order",
    )
)
