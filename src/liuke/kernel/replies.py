"""Replies: what goes back over HTTP."""

from __future__ import annotations

import msgspec

from liuke.kernel.values import Value

REPLAYED = {"Idempotent-Replayed": "true"}


class Reply(Value, frozen=True):
    """What goes back: status, JSON, and extra headers."""

    status: int
    body: bytes
    headers: dict[str, str] = msgspec.field(default_factory=dict)
