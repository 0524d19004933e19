"""What happens to people, keys and approvals."""

from __future__ import annotations

from liuke.domains.access.values import ApprovalId, KeyId, Role, StaffId
from liuke.kernel.events import Event


class StaffInvited(Event, frozen=True):
    """Somebody may set a password and come in."""

    staff_id: StaffId
    role: Role


class StaffAssigned(Event, frozen=True):
    """Somebody has another role or other stores; their sessions ended."""

    staff_id: StaffId
    role: Role


class StaffDisabled(Event, frozen=True):
    """Somebody can no longer sign in; their sessions ended."""

    staff_id: StaffId


class KeyIssued(Event, frozen=True):
    """An API key was made."""

    key_id: KeyId
    name: str
    scopes: tuple[str, ...]


class KeyRevoked(Event, frozen=True):
    """An API key opens nothing any more."""

    key_id: KeyId


class ApprovalAsked(Event, frozen=True):
    """An act above its limit waits for a second person."""

    approval_id: ApprovalId
    act: str
    amount: int


class ApprovalWithdrawn(Event, frozen=True):
    """Who asked a second person took it back, before anybody decided."""

    approval_id: ApprovalId


class ApprovalDecided(Event, frozen=True):
    """A second person said yes or no."""

    approval_id: ApprovalId
    approved: bool
