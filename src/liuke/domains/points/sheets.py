"""The sheet of balances: points that members bring along, and what they have now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains import connect, members
from liuke.domains.connect import Column, Kind, Leaf, RowFault, Weight, Wish
from liuke.domains.members import NAMING, Named
from liuke.domains.points.balances import balances
from liuke.domains.points.post import post
from liuke.domains.points.values import Because, Key, Movement
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

NOBODY = ("no such member", "没有这位会员")
OPENING = "import:opening"
TWICE = (
    "another row has this member, book and cause: give each a cause of its own",
    "另一行的会员、账户和事由与这一行相同，请各写一个事由",
)
OTHERWISE = (
    "this cause was counted before, with other points",
    "这个事由以前记过，积分数不同",
)


class BalanceRow(Named, frozen=True, kw_only=True):
    """What one member brings along or has in one book, in its smallest unit.

    `cause` names the movement: the same cause of the same member and book is counted once. Without
    one it is what the member had at first; under a second number of theirs, what that one had.
    """

    book: str
    points: Annotated[int, Meta(ge=1, le=10**12)]
    cause: Annotated[str, Meta(min_length=1, max_length=200)] = OPENING
    earned_at: datetime | None = None
    pending: int = 0
    held: int = 0
    debt: int = 0
    expiring: int = 0
    expires_on: date | None = None


COLUMNS = (
    *NAMING,
    Column("book", "Book", "账本", required=True),
    Column("points", "Points", "积分", Kind.WHOLE, required=True, aliases=("余额", "balance")),
    Column("cause", "Cause", "事由"),
    Column("earned_at", "Earned", "获得时间", Kind.INSTANT),
    Column("pending", "Pending", "待生效", Kind.WHOLE, told=True),
    Column("held", "Held", "预留", Kind.WHOLE, told=True),
    Column("debt", "Debt", "欠分", Kind.WHOLE, told=True),
    Column("expiring", "Expiring next", "即将到期", Kind.WHOLE, told=True),
    Column("expires_on", "Expires on", "到期日", Kind.DATE, told=True),
)
PAGE = Sql[MemberId]("""
    SELECT DISTINCT member_id FROM points_account
    WHERE member_id > $1::uuid
    ORDER BY member_id
    LIMIT $2
""")


async def take(tx: Tx, rows: Sequence[BalanceRow]) -> list[RowFault]:
    """Award opening balances, each once; they live as the book says from when they were earned."""
    whose = await _named(tx, rows, await members.find_named(tx, rows))
    faults = [RowFault(n, "member", *NOBODY) for n, found in enumerate(whose) if found is None]
    causes = await _causes(tx, rows)
    places: dict[Key, int] = {}
    for n, member_id in enumerate(whose):
        if member_id is not None:
            key = Key(member_id, rows[n].book, causes[n])
            if places.setdefault(key, n) != n:
                faults.append(RowFault(n, "cause", *TWICE))
    movements = [
        Movement(*key, rows[n].points, Because(at=rows[n].earned_at)) for key, n in places.items()
    ]
    posted = zip(await post(tx, movements), places.values(), strict=True)
    odd = [n for done, n in posted if not done.fresh and done.asked != rows[n].points]
    return faults + [RowFault(n, "cause", *OTHERWISE) for n in odd]


async def _named(
    tx: Tx, rows: Sequence[BalanceRow], whose: Sequence[MemberId | None]
) -> list[MemberId | None]:
    """Return whom rows name: who was merged is given it, once, and passes it on."""
    line = await members.followers(tx, sorted({one for one in whose if one is not None}))
    merged = sorted({one for them in line.values() for one in them} - line.keys())
    known = (await members.standings(tx, merged)) if merged else {}
    keys = {(one.source, one.external_id): one.id for one in known.values() if one.external_id}
    return [
        row.member if row.member in known else found if row.member else keys.get(row.key, found)
        for row, found in zip(rows, whose, strict=True)
    ]


async def _causes(tx: Tx, rows: Sequence[BalanceRow]) -> list[str]:
    """Return what each row is counted for: of a second number it is something of its own."""
    second = await members.second_numbers(tx, [row for row in rows if row.cause == OPENING])
    return [
        f"{OPENING}:{':'.join(row.key)}"[:200]
        if row.cause == OPENING and row.member is None and row.key in second
        else row.cause
        for row in rows
    ]


def weigh(rows: Sequence[BalanceRow]) -> Weight:
    """Add up what opening balances give by hand, by book."""
    books: Counter[str] = Counter()
    for row in rows:
        books[row.book] += row.points
    return Weight("points.adjust", books.total(), dict(sorted(books.items())))


async def page(tx: Tx, wish: Wish) -> Leaf:
    """Return what members have, by member and book; empty books are left out."""
    after = MemberId.parse(wish.after) if wish.after else MemberId.first()
    ids = await tx.rows(PAGE, after, wish.limit)
    known = await members.standings(tx, ids)
    rows = tuple(
        [
            BalanceRow(
                member=found.member_id,
                member_source=known[found.member_id].source,
                member_external_id=known[found.member_id].external_id or "",
                book=found.book,
                points=total,
                pending=found.pending,
                held=found.held,
                debt=found.debt,
                expiring=found.expiring,
                expires_on=found.expires_next_on,
            )
            for found in await balances(tx, ids)
            if (total := found.spendable + found.pending + found.held) or found.debt
        ]
    )
    return Leaf(rows, str(ids[-1]) if ids else "", more=len(ids) == wish.limit)


connect.declare(
    connect.Sheet(
        name="balances",
        label="Points balances",
        label_zh="积分余额",
        kind=BalanceRow,
        columns=COLUMNS,
        take=take,
        page=page,
        may="points.post",
        weigh=weigh,
    )
)
