"""What a programme, its versions and its faults are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from liuke.kernel.ids import Id
from liuke.kernel.values import Value

Code = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9_.-]{0,62}$(?!\n)",
        description="Stable name: lower-case letters, digits, dots, dashes, underscores.",
    ),
]


class VersionId(Id):
    """One version of one programme; entries name the version that caused them."""

    prefix = "ver"
    __slots__ = ()


class Fault(Value, frozen=True):
    """One thing wrong with a document: where, and why in both languages."""

    path: str
    reason: str
    reason_zh: str


class Version(Value, frozen=True):
    """A version as lists show it.

    `state` is draft, scheduled, live, pilot (in the stores named), retired or withdrawn.
    """

    id: VersionId
    programme: str
    number: int
    state: str
    effective_from: datetime | None
    revision: int
    note: str
    created_by: str
    created_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    pilot: tuple[str, ...] = ()
    pilot_until: datetime | None = None


class InForce(Value, frozen=True):
    """The version that answers a wish to publish, and when and where it rules.

    `unchanged` when it said the same before: nothing was published, and the draft is gone.
    """

    version_id: VersionId
    programme: str
    number: int
    effective_from: datetime
    pilot: tuple[str, ...] = ()
    pilot_until: datetime | None = None
    unchanged: bool = False


class VersionDocument(Value, frozen=True):
    """A version with its document."""

    version: Version
    document: dict[str, Any]


class Change(Value, frozen=True):
    """One difference between two documents; None stands for absent."""

    path: str
    before: Any
    after: Any
