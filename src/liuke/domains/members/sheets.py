"""The sheet of members: who comes in from another system, and who goes out to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from liuke.domains import connect, stores
from liuke.domains.connect import Column, Kind, Leaf, RowFault, Wish
from liuke.domains.members.enrol import enrol
from liuke.domains.members.errors import FaultyItems
from liuke.domains.members.fields import fields
from liuke.domains.members.naming import SOURCE
from liuke.domains.members.values import (
    Code,
    Enrolled,
    Enrolment,
    Field,
    FieldKind,
    Handle,
    IdentityKind,
    Member,
    Person,
    Text,
)
from liuke.domains.members.view import get_members, open_members
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

KINDS = {
    FieldKind.DATE: Kind.DATE,
    FieldKind.YES_NO: Kind.YES_NO,
}
GENDERS = {"男": "male", "女": "female", "m": "male", "f": "female", "其他": "other"}
UNKNOWABLE = ("nothing to recognise them by", "缺少可识别的信息（编号、手机号或卡号）")
IDENTITIES = {
    "phone": IdentityKind.PHONE,
    "card": IdentityKind.CARD,
    "email": IdentityKind.EMAIL,
    "wechat_unionid": IdentityKind.WECHAT_UNIONID,
    "wechat_openid": IdentityKind.WECHAT_OPENID,
    "wecom": IdentityKind.WECOM,
}

Handles = tuple[Annotated[str, Meta(min_length=1, max_length=254)], ...]


class MemberRow(Value, frozen=True):
    """One member in a file."""

    member: MemberId | None = None
    source: Code = SOURCE
    external_id: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    name: Text | None = None
    phone: Handles = ()
    card: Handles = ()
    email: Handles = ()
    wechat_unionid: Handles = ()
    wechat_openid: Handles = ()
    wecom: Handles = ()
    tags: tuple[Code, ...] = ()
    store: str = ""
    joined_at: datetime | None = None
    state: str = ""
    profile: dict[str, str] = {}  # noqa: RUF012 - msgspec copies it for each value

    @property
    def handles(self) -> tuple[Handle, ...]:
        """Return every identity of the row."""
        return tuple(
            Handle(kind, text) for name, kind in IDENTITIES.items() for text in getattr(self, name)
        )


COLUMNS = (
    Column("member", "Member", "会员", told=True),
    Column("source", "Source", "来源"),
    Column(
        "external_id",
        "Number",
        "会员编号",
        aliases=("id", "member id", "customer id", "会员号", "编号", "会员ID", "外部编号"),
    ),
    Column("name", "Name", "姓名", aliases=("会员姓名", "客户姓名", "full name")),
    Column("phone", "Phone", "手机号", Kind.WORDS, aliases=("手机", "电话", "手机号码", "mobile")),
    Column("card", "Card", "卡号", Kind.WORDS, aliases=("card number", "会员卡号")),
    Column("email", "E-mail", "邮箱", Kind.WORDS, aliases=("电子邮箱", "mail")),
    Column("wechat_unionid", "WeChat union id", "微信UnionID", Kind.WORDS, aliases=("unionid",)),
    Column("wechat_openid", "WeChat open id", "微信OpenID", Kind.WORDS, aliases=("openid",)),
    Column("wecom", "WeCom id", "企业微信ID", Kind.WORDS, aliases=("external userid",)),
    Column("tags", "Tags", "标签", Kind.WORDS),
    Column("store", "Store", "门店", aliases=("store code", "门店编码", "所属门店")),
    Column(
        "joined_at", "Joined", "入会时间", Kind.INSTANT, aliases=("注册时间", "开卡日期", "created")
    ),
    Column("state", "State", "状态", told=True),
)
PAGE = Sql[MemberId]("""
    SELECT id FROM members_member
    WHERE id > $1::uuid AND NOT anonymous AND state NOT IN ('erased', 'merged')
    ORDER BY id
    LIMIT $2
""")


async def profile_columns(tx: Tx) -> tuple[Column, ...]:
    """Return a column for every declared field; the name has one already."""
    return tuple([_column(one) for one in (await fields(tx)).values() if one.code != "name"])


def _column(field: Field) -> Column:
    words = GENDERS if field.code == "gender" else {}
    kind = KINDS.get(field.kind, Kind.TEXT)
    name = f"profile.{field.code}"
    return Column(name, field.label, field.label_zh, kind, aliases=(field.code,), words=words)


async def take(tx: Tx, rows: Sequence[MemberRow]) -> list[RowFault]:
    """Enrol people; whoever is known keeps what is known of them and gains what was not."""
    codes = sorted({row.store for row in rows if row.store})
    at = await stores.store_ids(tx, codes) if codes else {}
    bad = {n: UNKNOWABLE for n, row in enumerate(rows) if not (row.external_id or row.handles)}
    faults = [RowFault(n, "", *reasons) for n, reasons in bad.items()]
    kept = {n: _enrolment(row, at) for n, row in enumerate(rows) if n not in bad}
    try:
        outcomes = await enrol(tx, list(kept.values()), tag_source="import")
    except FaultyItems as faulty:
        places = list(kept)
        faults += [RowFault(places[f.item], f.field, f.reason, f.reason_zh) for f in faulty.faults]
        kept = {n: kept[n] for n in places if n not in {fault.item for fault in faults}}
        outcomes = await enrol(tx, list(kept.values()), tag_source="import") if kept else []
    return faults + _conflicts(dict(zip(kept, outcomes, strict=True)))


def _enrolment(row: MemberRow, at: Mapping[str, StoreId]) -> Enrolment:
    return Enrolment(
        name=row.name,
        source=row.source,
        external_id=row.external_id,
        identities=row.handles,
        profile=row.profile,
        tags=row.tags,
        store_id=at.get(row.store),
        joined_at=row.joined_at,
    )


def _conflicts(outcomes: Mapping[int, Enrolled]) -> list[RowFault]:
    """Tell where somebody was enrolled without an identity, because it is another member's."""
    return [
        RowFault(n, kind.value, "enrolled, but this stays another member's", "已入会；此项属于他人")
        for n, outcome in outcomes.items()
        for kind in outcome.conflicts
    ]


async def page(tx: Tx, wish: Wish) -> Leaf:
    """Return members by id, masked unless the wish gives a reason to open them."""
    after = MemberId.parse(wish.after) if wish.after else MemberId.first()
    ids = await tx.rows(PAGE, after, wish.limit)
    shown = await get_members(tx, ids)
    people = await open_members(tx, ids, reason=wish.reveal) if wish.reveal and ids else []
    codes = {one.id: one.code for one in await stores.get_stores(tx, _places(shown))}
    clear = {person.member_id: person for person in people}
    rows = tuple([_row(one, codes, clear.get(one.standing.id)) for one in shown])
    return Leaf(rows, str(ids[-1]) if ids else "", more=len(ids) == wish.limit)


def _places(shown: Sequence[Member]) -> list[StoreId]:
    return sorted({one.standing.store_id for one in shown if one.standing.store_id is not None})


def _row(one: Member, codes: Mapping[StoreId, str], person: Person | None) -> MemberRow:
    standing = one.standing
    identities = person.identities if person else one.identities
    by_kind = {
        name: tuple([shown.value for shown in identities if shown.kind is kind])
        for name, kind in IDENTITIES.items()
    }
    row = MemberRow(
        member=standing.id,
        source=standing.source,
        external_id=standing.external_id,
        name=person.profile.get("name", "") if person else one.name,
        tags=one.tags,
        store=codes.get(standing.store_id, "") if standing.store_id else "",
        joined_at=standing.joined_at,
        state=standing.state.value,
        profile=person.profile if person else one.profile,
    )
    return msgspec.structs.replace(row, **by_kind)


connect.declare(
    connect.Sheet(
        name="members",
        label="Members",
        label_zh="会员",
        kind=MemberRow,
        columns=COLUMNS,
        more=profile_columns,
        take=take,
        page=page,
        may="members.enrol",
        personal=True,
    )
)
