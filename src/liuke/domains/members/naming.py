"""Name members in rows of files: by our id, their key elsewhere, a phone or a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuke.domains.connect import Column
from liuke.domains.members.find import (
    find_external,
    find_members,
    find_seconds,
    resolve,
)
from liuke.domains.members.values import Handle, IdentityKind
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

COLUMNS = (
    Column("member", "Member", "会员", aliases=("member id", "会员ID")),
    Column("member_source", "Member source", "会员来源"),
    Column("member_external_id", "Member number", "会员编号", aliases=("会员号", "customer id")),
    Column("phone", "Phone", "手机号", aliases=("手机", "电话", "手机号码", "mobile")),
    Column("card", "Card", "卡号", aliases=("card number", "会员卡号")),
)
SOURCE = "import"


class Named(Value, frozen=True):
    """Who a row is about; the first of these that is known here decides."""

    member: MemberId | None = None
    member_source: str = SOURCE
    member_external_id: str = ""
    phone: str = ""
    card: str = ""

    @property
    def handle(self) -> Handle | None:
        """Return the identity that names the member, if one does."""
        if self.card:
            return Handle(IdentityKind.CARD, self.card[:254])
        return Handle(IdentityKind.PHONE, self.phone[:254]) if self.phone else None

    @property
    def key(self) -> tuple[str, str]:
        """Return the member's key in another system."""
        return self.member_source, self.member_external_id

    @property
    def is_nobody(self) -> bool:
        """Tell whether nothing names a member."""
        return not (self.member or self.member_external_id or self.handle)


async def find_named(tx: Tx, named: Sequence[Named]) -> list[MemberId | None]:
    """Return whom each names, in the order given; None where nobody is found."""
    ids = await resolve(tx, [one.member for one in named if one.member])
    keys = await find_external(tx, [one.key for one in named if one.member_external_id])
    handles = await find_members(tx, [one.handle for one in named if one.handle])
    return [_found(one, ids, keys, handles) for one in named]


async def second_numbers(tx: Tx, named: Sequence[Named]) -> set[tuple[str, str]]:
    """Return the keys by which some name a member who has another number of their own."""
    keys = [one.key for one in named if one.member_external_id and one.member is None]
    return set(await find_seconds(tx, keys))


def _found(
    one: Named,
    ids: Mapping[MemberId, MemberId],
    keys: Mapping[tuple[str, str], MemberId],
    handles: Mapping[Handle, MemberId],
) -> MemberId | None:
    found = ids.get(one.member) if one.member else None
    if found is None and one.member_external_id:
        found = keys.get(one.key)
    if found is None and one.handle:
        found = handles.get(one.handle)
    return found
