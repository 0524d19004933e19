"""What analytics hold of members, for their own export: scores, visits and devices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from liuke.domains.analytics.models.kept import SCORES
from liuke.domains.members import contribute
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Visit(Value, frozen=True):
    """What a member did on a page, or was told of by a program."""

    member_id: MemberId
    at: datetime
    kind: str
    name: str
    product: str | None
    category: str | None
    value_minor: int | None
    quantity: int | None
    query: str | None
    url: str | None
    referrer: str | None
    properties: dict[str, Any]


class Device(Value, frozen=True):
    """What a browser that turned out to be a member's calls itself."""

    member_id: MemberId
    anonymous_id: str
    tied_at: datetime


VISITS = Sql[Visit]("""
    SELECT member_id, at, kind, name, product, category, value_minor, quantity, query, url,
        referrer, properties
    FROM analytics_behaviour
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, at, id
""")
DEVICES = Sql[Device]("""
    SELECT member_id, anonymous_id, tied_at
    FROM analytics_thread
    WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id, tied_at
""")

contribute("scores", SCORES)
contribute("visits", VISITS)
contribute("devices", DEVICES)
