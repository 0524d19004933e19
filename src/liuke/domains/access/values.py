"""Values of access: who comes in, by what, with which rights."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta

from liuke.kernel.ids import Id, StoreId
from liuke.kernel.values import Value

SignInName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9._+@-]{1,99}$(?!\n)",
        description="Sign-in name or e-mail, lower-case.",
        examples=["chen@example.com"],
    ),
]
PersonName = Annotated[
    str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]+$", examples=["陈店长"])
]
Password = Annotated[str, Meta(min_length=1, max_length=200, description="8 to 200 characters.")]
Reason = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]+$")]


class StaffId(Id):
    """One person who signs in."""

    prefix = "stf"
    __slots__ = ()


class SessionId(Id):
    """One session of one person."""

    prefix = "ses"
    __slots__ = ()


class PasskeyId(Id):
    """One passkey of one person."""

    prefix = "psk"
    __slots__ = ()


class KeyId(Id):
    """One API key."""

    prefix = "key"
    __slots__ = ()


class ApprovalId(Id):
    """One act that waits for a second person."""

    prefix = "apr"
    __slots__ = ()


class Role(StrEnum):
    """What somebody does here; `integrator` is what API keys are, `member` who buys."""

    OWNER = "owner"
    OPERATIONS = "operations"
    MANAGER = "manager"
    GUIDE = "guide"
    SERVICE = "service"
    AUDITOR = "auditor"
    INTEGRATOR = "integrator"
    MEMBER = "member"


class Invitation(Value, frozen=True):
    """Somebody to be let in; scope is a region, some stores, or (neither) the whole merchant."""

    sign_in: SignInName
    name: PersonName
    role: Role
    region: str | None = None
    store_ids: tuple[StoreId, ...] | None = None


class Assignment(Value, frozen=True):
    """What somebody does here, and where: a region, some stores, or (neither) everywhere."""

    role: Role
    region: str | None = None
    store_ids: tuple[StoreId, ...] | None = None


class Invited(Value, frozen=True):
    """A person and the one-time token by which they set their password; shown once."""

    staff_id: StaffId
    token: str
    expires_at: datetime


class Colleague(Value, frozen=True):
    """Somebody who may be given a piece of work."""

    id: StaffId
    name: str


class Staff(Value, frozen=True):
    """A person as lists show them."""

    id: StaffId
    sign_in: str
    name: str
    role: Role
    region: str | None
    store_ids: tuple[StoreId, ...] | None
    second_factor: bool
    can_sign_in: bool
    disabled_at: datetime | None
    created_at: datetime


class Device(Value, frozen=True):
    """From what and from where somebody comes in, in words."""

    name: str = ""
    address: str = ""


class Session(Value, frozen=True):
    """A live session as its owner sees it."""

    id: SessionId
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    current: bool


class KeyWish(Value, frozen=True):
    """An API key to be made; at most two of one name live at once, for rotation."""

    name: PersonName
    scopes: Annotated[tuple[str, ...], Meta(examples=[["members.read"]])]
    store_ids: tuple[StoreId, ...] | None = None
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None


class KeyMade(Value, frozen=True):
    """A key as it is shown once: `key` is what the client sends as its bearer token."""

    id: KeyId
    name: str
    key: str


class Key(Value, frozen=True):
    """A key as lists show it."""

    id: KeyId
    name: str
    scopes: tuple[str, ...]
    store_ids: tuple[StoreId, ...] | None
    made_by: StaffId | None
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


class Ask(Value, frozen=True):
    """An act that may need a second person; the payload is what is approved, to the byte."""

    act: str
    amount: int
    payload: Any
    subject: str = ""
    reason: str = ""
    before: Any = None
    after: Any = None


class Approval(Value, frozen=True):
    """An act that waited or waits for a second person."""

    id: ApprovalId
    act: str
    subject: str
    amount: int
    limit_exceeded: int
    done_today: int
    payload: Any
    before: Any
    after: Any
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: str
    decided_by: StaffId | None
    decided_at: datetime | None
    decided_reason: str | None
    used_at: datetime | None


class Verdict(Value, frozen=True):
    """What the second person says, and why."""

    approve: bool
    reason: Reason


class ActLimit(Value, frozen=True):
    """Up to which amount one person may do an act alone, in one day of the merchant."""

    act: Annotated[str, Meta(examples=["points.adjust"])]
    amount: Annotated[int, Meta(ge=0, le=10**15)]


class Site(Value, frozen=True):
    """Where a passkey counts: the host it was asked on, and the origins a browser may name."""

    host: str

    @property
    def id(self) -> str:
        """Return the host without its port."""
        return self.host.rpartition(":")[0] if ":" in self.host else self.host

    @property
    def origins(self) -> list[str]:
        """Return the origins of our own pages; browsers allow http only to this machine."""
        return [f"https://{self.host}", f"http://{self.host}"]
