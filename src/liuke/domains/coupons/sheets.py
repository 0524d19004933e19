"""The sheet of coupons: those that members bring along, and how all of them stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from liuke.domains import connect, members
from liuke.domains.connect import Column, Kind, Leaf, RowFault, Weight, Wish
from liuke.domains.coupons.bring import bring
from liuke.domains.coupons.past import CouponRow, shown_end
from liuke.domains.coupons.values import CouponId, State
from liuke.domains.members import NAMING
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, decode, encode

HERE = "liuke"  # the source of coupons that go out
WORDS = {
    "未使用": "open", "可用": "open", "有效": "open", "待使用": "open", "unused": "open",
    "valid": "open", "active": "open", "available": "open", "已使用": "used", "已核销": "used",
    "已用": "used", "redeemed": "used", "已过期": "expired", "过期": "expired", "已失效": "expired",
    "已作废": "void", "作废": "void", "voided": "void", "cancelled": "void",
}  # fmt: skip
COLUMNS = (
    Column("template", "Template", "券模板", required=True, aliases=("模板编码", "template code")),
    *NAMING,
    Column("source", "Source", "来源"),
    Column("number", "Coupon number", "券编号", aliases=("coupon id", "券ID", "编号")),
    Column("code", "Code", "券码", aliases=("coupon code", "核销码", "券号", "voucher code")),
    Column("state", "State", "状态", aliases=("status", "券状态", "使用状态"), words=WORDS),
    Column("issued_at", "Issued", "发放时间", Kind.INSTANT, aliases=("领取时间", "发券时间")),
    Column("valid_from", "Valid from", "生效时间", Kind.INSTANT, aliases=("开始时间", "有效期起")),
    Column(
        "valid_until",
        "Valid until",
        "截止时间",
        Kind.INSTANT,
        aliases=("有效期至", "有效期结束", "到期时间", "结束时间", "过期时间", "expires", "expiry"),
    ),
    Column("used_at", "Used", "使用时间", Kind.INSTANT, aliases=("核销时间", "redeemed at")),
    Column("uses_left", "Uses left", "剩余次数", Kind.WHOLE),
    Column("saved", "Saved", "优惠金额", Kind.MONEY, aliases=("核销金额", "抵扣金额")),
    Column("cause", "Cause", "事由", told=True),
)


class Exported(Value, frozen=True):
    """One coupon as it goes out."""

    member_id: MemberId
    id: CouponId
    template: str
    state: State
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    used_at: datetime | None
    uses_left: int
    saved: int
    cause: str


class Place(Value, frozen=True):
    """Where a page ends."""

    member_id: MemberId
    id: CouponId


FIRST = Place(MemberId.first(), CouponId.first())
# What was passed on goes out with whoever has it now.
PAGE = Sql[Exported]("""
    SELECT c.member_id, c.id, c.template, c.state, c.issued_at, c.valid_from, c.valid_until,
        (SELECT MAX(e.at) FROM coupons_entry e
         WHERE e.merchant_id = c.merchant_id AND e.member_id = c.member_id
             AND e.coupon_id = c.id AND e.kind IN ('redeemed', 'voided')) AS used_at,
        c.uses_left, c.saved_minor AS saved, c.cause
    FROM coupons_coupon c
    WHERE (c.member_id, c.id) > ($1::uuid, $2::uuid) AND c.state <> 'transferred'
    ORDER BY c.member_id, c.id
    LIMIT $3
""")


async def take(tx: Tx, rows: Sequence[CouponRow]) -> list[RowFault]:
    """Give members the coupons they bring, each once for ever, whatever became of it there."""
    return await bring(tx, rows)


def weigh(rows: Sequence[CouponRow]) -> Weight:
    """Count the coupons that can still be used, by template: what a file gives by hand."""
    living = Counter(row.template for row in rows if row.state == State.OPEN)
    return Weight("coupons.issue", living.total(), dict(sorted(living.items())))


async def page(tx: Tx, wish: Wish) -> Leaf:
    """Return coupons by member, without their codes: whoever has a code can use the coupon."""
    after = decode(wish.after, Place) if wish.after else FIRST
    found = await tx.rows(PAGE, after.member_id, after.id, wish.limit)
    # A guest's basket, which is no member, may have used a public code.
    whose = await members.resolve(tx, sorted({one.member_id for one in found}))
    known = await members.standings(tx, sorted(whose))
    rows = [_row(one, known[one.member_id]) for one in found if one.member_id in known]
    last = encode(Place(found[-1].member_id, found[-1].id)).decode() if found else ""
    return Leaf(tuple(rows), last, more=len(found) == wish.limit)


def _row(one: Exported, whose: members.Standing) -> CouponRow:
    return CouponRow(
        member=one.member_id,
        member_source=whose.source,
        member_external_id=whose.external_id or "",
        template=one.template,
        source=HERE,
        number=str(one.id),
        state=one.state.value,
        issued_at=one.issued_at,
        valid_from=one.valid_from,
        valid_until=shown_end(one.valid_until),
        used_at=one.used_at,
        uses_left=one.uses_left,
        saved=one.saved,
        cause=one.cause,
    )


connect.declare(
    connect.Sheet(
        name="coupons",
        label="Coupons",
        label_zh="券",
        kind=CouponRow,
        columns=COLUMNS,
        take=take,
        page=page,
        may="coupons.issue",
        weigh=weigh,
    )
)
