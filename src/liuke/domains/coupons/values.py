"""Values of coupons: the coupon a member holds, what is asked for, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated, Self

from msgspec import Meta

from liuke.domains.coupons.codes import CouponCode
from liuke.domains.programme import VersionId
from liuke.kernel.ids import Id, MemberId
from liuke.kernel.values import Value

# The version and variant bits of a UUIDv8.
ID_BITS = 0x8 << 76 | 0x2 << 62
ID_MASK = ~(0xF << 76 | 0x3 << 62)


Cause = Annotated[
    str, Meta(min_length=1, max_length=200, description="What it is for; counts once.")
]
TemplateCode = Annotated[
    str, Meta(min_length=1, max_length=64, description="Coupon template.", examples=["ten-off"])
]
Uses = Annotated[int, Meta(ge=1, le=1_000, description="How many uses of it.")]


class CouponId(Id):
    """One coupon."""

    prefix = "cpn"
    __slots__ = ()

    @classmethod
    def find(cls, text: str) -> Self | None:
        """Read the wire form, or None where it is something else."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @classmethod
    def made_of(cls, member_id: MemberId, template: str, cause: str) -> Self:
        """Return the one id of a member's coupon of a template for a cause.

        >>> CouponId.made_of(MemberId(bytes(16)), "ten", "welcome")
        CouponId('cpn_ce1bb64417df8ec5952b5fc767a6b001')
        """
        return cls.made_of_all([member_id], template, cause)[0]

    @classmethod
    def made_of_all(cls, member_ids: Iterable[MemberId], template: str, cause: str) -> list[Self]:
        """Return the ids of one cause for many members: UUIDv8 (RFC 9562) of a BLAKE2b hash."""
        about = f"{template}\0{cause}".encode()
        raws = (blake2b(m.bytes + about, digest_size=16).digest() for m in member_ids)
        return [cls((int.from_bytes(raw) & ID_MASK | ID_BITS).to_bytes(16)) for raw in raws]


class State(StrEnum):
    """Whether a coupon still lives; a living one may wait to be claimed, or be held."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    VOID = "void"
    TRANSFERRED = "transferred"


class Kind(StrEnum):
    """What a step in a coupon's history did."""

    CLAIMED = "claimed"
    RESERVED = "reserved"
    RELEASED = "released"
    REDEEMED = "redeemed"
    RESTORED = "restored"
    EXPIRED = "expired"
    VOIDED = "voided"
    TRANSFERRED = "transferred"


class Reason(StrEnum):
    """Why a coupon was not given, or cannot be used."""

    UNKNOWN_TEMPLATE = "unknown_template"
    OUT_OF_STOCK = "out_of_stock"
    DAY_LIMIT = "day_limit"
    MEMBER_LIMIT = "member_limit"
    MEMBER_DAY_LIMIT = "member_day_limit"
    NOT_CLAIMABLE = "not_claimable"
    CLAIM_CLOSED = "claim_closed"
    NO_BIRTH_DATE = "no_birth_date"
    NO_CARD_DATE = "no_card_date"
    TOO_LATE = "too_late"
    NOT_CLAIMED = "not_claimed"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    USED = "used"
    VOID = "void"
    TRANSFERRED = "transferred"
    RESERVED = "reserved"
    BUDGET_SPENT = "budget_spent"
    NOT_TRANSFERABLE = "not_transferable"


class Coupon(Value, frozen=True):
    """A coupon as it stands; `valid_until` and the other ends are the first instant after.

    `claim_until` is set where a granted coupon waits to be claimed. `cause` is why it was given,
    `seq` how many steps its history has. One that came from another member's says in `given_for`
    what the first of its line was given for; `first_id` is what it was called at first, where it
    is still the same coupon: a merge moved it, and nobody passed it on. `old_code` is the code it
    had in the system it was brought from, or before a merge moved it: whoever shows it shows the
    coupon.
    """

    id: CouponId
    member_id: MemberId
    template: str
    version: VersionId
    code: CouponCode
    state: State
    uses: int
    uses_left: int
    saved_minor: int
    valid_from: datetime
    valid_until: datetime | None
    claim_until: datetime | None
    claimed_at: datetime | None
    reserved_for: str | None
    reserved_until: datetime | None
    issued_at: datetime
    issued_by: str
    cause: str
    seq: int
    first_id: CouponId | None = None
    given_for: str | None = None
    old_code: str | None = None


class Entry(Value, frozen=True):
    """One step of one coupon's history; uses and money below zero came back."""

    member_id: MemberId
    coupon_id: CouponId
    seq: int
    kind: Kind
    at: datetime
    cause: str
    uses: int
    saved_minor: int
    until: datetime | None = None


class Spent(Value, frozen=True):
    """What one cause has used of one coupon, net of what was given back."""

    uses: int
    saved_minor: int


class Taken(Value, frozen=True):
    """How many coupons of a template a member got: ever, and this business day."""

    ever: int = 0
    today: int = 0


class Loser(Value, frozen=True):
    """One coupon that a limit did not grant."""

    coupon_id: CouponId
    template: str
    reason: Reason


class Grant(Value, frozen=True):
    """One coupon asked for; `cause` counts once per member."""

    member_id: MemberId
    template: TemplateCode
    cause: Cause
    anchor_on: date | None = None


class Holding(Value, frozen=True):
    """One coupon, named with the member who holds it."""

    member_id: MemberId
    coupon_id: CouponId


class Verdict(Value, frozen=True):
    """What became of one grant, in the order asked: a coupon, or why not."""

    member_id: MemberId
    cause: str
    coupon_id: CouponId | None
    refused: Reason | None
