"""Values of members: who they are and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from msgspec import Meta

from liuke.kernel.ids import Id, MemberId, StoreId
from liuke.kernel.values import Value, revision_of

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\s\x00]+$(?!\n)")]
Instant = Annotated[datetime, Meta(tz=True)]
Text = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")]


class IdentityId(Id):
    """One identity of a member."""

    prefix = "idn"
    __slots__ = ()


class CardId(Id):
    """One card of a member."""

    prefix = "crd"
    __slots__ = ()


class HouseholdId(Id):
    """People who live together."""

    prefix = "hsh"
    __slots__ = ()


class ChildId(Id):
    """One child of a member."""

    prefix = "chd"
    __slots__ = ()


class MergeId(Id):
    """One merge of two members."""

    prefix = "mrg"
    __slots__ = ()


class NoteId(Id):
    """One note of a member."""

    prefix = "nte"
    __slots__ = ()


class CodeId(Id):
    """One one-time code that was sent."""

    prefix = "otc"
    __slots__ = ()


class MemberState(StrEnum):
    """Decides the right to earn and the right to spend, each by itself."""

    NEW = "new"
    ACTIVE = "active"
    BLOCKED = "blocked"
    ERASED = "erased"
    MERGED = "merged"


class IdentityKind(StrEnum):
    """By what a member is recognised; card numbers live on cards."""

    CARD = "card"
    PHONE = "phone"
    WECHAT_UNIONID = "wechat_unionid"
    WECHAT_OPENID = "wechat_openid"
    WECOM = "wecom"
    EMAIL = "email"
    EXTERNAL = "external"


class Handle(Value, frozen=True):
    """Something a member is recognised by; `external` says `source:id`, an openid `app:openid`."""

    kind: IdentityKind
    value: Annotated[str, Meta(min_length=1, max_length=254)]

    @classmethod
    def of_key(cls, source: str, external_id: str) -> Self:
        """Return what a natural key is kept as of somebody who has one already."""
        return cls(IdentityKind.EXTERNAL, f"{source}:{external_id}")


class CardKind(StrEnum):
    """What a card is made of."""

    VIRTUAL = "virtual"
    PLASTIC = "plastic"
    KEY_RING = "key_ring"


class Enrolment(Value, frozen=True):
    """A wish to join: what is known of a person, from a till, a form or an import.

    `(source, external_id)` and each identity find a member who exists already. An anonymous one
    is the member-shaped key of a basket nobody has claimed. `profile` is by field code; a `form`
    asks for the fields that are declared to be required in it. Who joins as `new` earns, and pays
    with points once they are made active.
    """

    phone: Annotated[str, Meta(max_length=64)] | None = None
    name: Text | None = None
    source: Code = "shop"
    external_id: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    identities: tuple[Handle, ...] = ()
    profile: dict[Code, Text] = {}  # noqa: RUF012 - msgspec copies it for each value
    tags: tuple[Code, ...] = ()
    store_id: StoreId | None = None
    joined_at: Instant | None = None
    anonymous: bool = False
    new: bool = False
    form: str = ""
    id: MemberId | None = None


class Enrolled(Value, frozen=True):
    """What became of one enrolment, in the order asked.

    `conflicts` are the kinds of identity that belong to another member and were left there.
    """

    member_id: MemberId
    created: bool
    conflicts: tuple[IdentityKind, ...] = ()


class FieldKind(StrEnum):
    """What a profile field holds."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Field(Value, frozen=True):
    """A declared profile field; forms, facts, import and export follow it.

    A sensitive one is sealed and can be shown only by opening it; others can be asked in
    conditions as `profile(code)`.
    """

    code: Code
    kind: FieldKind
    label: Text
    label_zh: Text
    required_in: tuple[Code, ...] = ()
    sensitive: bool = False
    choices: tuple[Code, ...] = ()


class Tagging(Value, frozen=True):
    """A tag for a member, until an instant if one is given."""

    member_id: MemberId
    tag: Code
    expires_at: Instant | None = None


class Tag(Value, frozen=True):
    """A tag a member carries now."""

    member_id: MemberId
    tag: str
    source: str
    tagged_at: datetime
    expires_at: datetime | None


class Standing(Value, frozen=True):
    """A member's own row: nothing personal."""

    id: MemberId
    state: MemberState
    merged_into: MemberId | None
    anonymous: bool
    source: str
    external_id: str | None
    store_id: StoreId | None
    joined_at: datetime
    joined_on: date


class IdentityShown(Value, frozen=True):
    """An identity; `value` is masked unless it was opened."""

    id: IdentityId
    kind: IdentityKind
    value: str
    added_at: datetime


class Member(Value, frozen=True):
    """A member as staff see them, personal data masked; sensitive fields are named, not shown."""

    standing: Standing
    name: str
    identities: tuple[IdentityShown, ...]
    profile: dict[str, str]
    sealed_fields: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def phone(self) -> str:
        """Return the phone they gave first, masked; empty when they gave none."""
        return _phone_of(self.identities)

    @property
    def revision(self) -> str:
        """Return a mark that changes with anything shown, for `ETag` and `If-Match`."""
        return revision_of(self)


class Person(Value, frozen=True):
    """A member's personal data in clear: never logged, never kept."""

    member_id: MemberId
    identities: tuple[IdentityShown, ...]
    profile: dict[str, str]
    sealed_fields: tuple[str, ...]

    @property
    def phone(self) -> str:
        """Return the phone they gave first; empty when they gave none."""
        return _phone_of(self.identities)


def _phone_of(identities: Sequence[IdentityShown]) -> str:
    return next((one.value for one in identities if one.kind is IdentityKind.PHONE), "")
