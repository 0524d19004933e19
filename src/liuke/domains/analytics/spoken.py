"""What apps and pages send: messages as the Segment spec writes them, and what we answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, field

from liuke.kernel.ids import Id, MemberId
from liuke.kernel.problems import Invalid
from liuke.kernel.values import Value

Instant = Annotated[datetime, Meta(tz=True)]
REFUSALS_SHOWN = 100
EXAMPLE = {
    "type": "track",
    "event": "Product Viewed",
    "messageId": "022bb90c-bbac-11e4-8dfc-aa07a5b093db",
    "anonymousId": "507f191e810c19729de860ea",
    "properties": {"product_id": "G-32", "category": "coffee", "value": 32.5, "currency": "CNY"},
}


class BehaviourId(Id):
    """One behaviour event; made from its messageId, so that a repetition is the same one."""

    prefix = "bhv"
    __slots__ = ()


class Spoken(Value, frozen=True, rename="camel"):
    """One message; what the spec has and we do not use is taken and dropped.

    `userId` is our member id, or with a server key also `source:external id`. `context` may name
    a `sessionId` and a `page`; addresses and user agents in it are never kept.
    """

    type: str | None = None
    message_id: str | None = None
    user_id: str | None = None
    anonymous_id: str | None = None
    event: str | None = None
    name: str | None = None
    category: str | None = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = None
    timestamp: Instant | None = None
    original_timestamp: Instant | None = None
    sent_at: Instant | None = None
    received_at: Any = None
    integrations: Any = None
    channel: Any = None
    version: Any = None
    previous_id: Any = None
    group_id: Any = None
    write_key: Any = None
    metadata: Any = field(default=None, name="_metadata")


SCHEMA = msgspec.json.schema(Spoken)["$defs"]["Spoken"] | {"examples": [EXAMPLE]}
# Read one by one, so that one bad message does not spoil the others.
Event = Annotated[msgspec.Raw, Meta(extra_json_schema=SCHEMA)]


class Batch(Value, frozen=True, rename="camel"):
    """Up to 2,500 messages and 500 kB in one request."""

    batch: list[Event]
    context: dict[str, Any] | None = None
    sent_at: Instant | None = None
    timestamp: Any = None
    message_id: Any = None
    type: Any = None
    integrations: Any = None
    write_key: Any = None
    metadata: Any = field(default=None, name="_metadata")


class Call(Value, frozen=True):
    """One request: its messages as they came, and what it says of them all.

    `kind` is what each of them is; empty where each says it itself.
    """

    kind: str
    messages: tuple[msgspec.Raw, ...]
    context: dict[str, Any] | None = None
    sent_at: datetime | None = None


class Refusal(Value, frozen=True):
    """Why one message was not taken: its place in the batch, the field, the reason."""

    index: int
    field: str
    reason: str
    reason_zh: str


class Taken(Value, frozen=True, rename="camel"):
    """What became of a request; repeated messages are counted and kept once.

    Of the refused ones the first hundred are named.
    """

    accepted: int
    duplicates: int
    refused: tuple[Refusal, ...] = ()
    refused_count: int = 0
    success: bool = True


@dataclass(eq=False)
class EventsRefused(Invalid):
    """No message of a request could be taken; each is named with its reason."""

    title = "No event of this request can be taken."
    title_zh = "这次请求里没有可以接收的事件。"
    refused: tuple[Refusal, ...]


@dataclass(eq=False)
class Unfit(Exception):
    """A part of a message that cannot be taken, and why."""

    field: str
    reason: str
    reason_zh: str

    def at(self, index: int) -> Refusal:
        """Return the refusal of the message at this place."""
        return Refusal(index, self.field, self.reason, self.reason_zh)


class Heard(Value, frozen=True):
    """A message that was read: what happened, when, and who says to have done it."""

    id: BehaviourId
    kind: str
    name: str
    at: datetime
    on: date
    hour: int
    user: str | None
    anonymous: str | None
    session: str | None
    product: str | None
    category: str | None
    value_minor: int | None
    quantity: int | None
    query: str | None
    url: str | None
    referrer: str | None
    properties: str
    traits: Mapping[str, str]


class Row(Value, frozen=True):
    """A new row of analytics_behaviour."""

    id: BehaviourId
    member_id: MemberId | None
    anonymous_id: str | None
    session_id: str | None
    kind: str
    name: str
    product: str | None
    category: str | None
    value_minor: int | None
    quantity: int | None
    query: str | None
    url: str | None
    referrer: str | None
    properties: str
    at: datetime
    on_: date
    hour: int
