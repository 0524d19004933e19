"""Values of cards: what is handed out, for how long, for what fee."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from liuke.domains.members.values import CardId, CardKind, Code
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.values import Value


class CardState(StrEnum):
    """Where a card is in its life."""

    ISSUED = "issued"
    ACTIVE = "active"
    LOST = "lost"
    REPLACED = "replaced"
    EXPIRED = "expired"
    VOID = "void"


class CardPlan(Value, frozen=True):
    """How a programme hands out cards: of what, for how long, for what fee."""

    code: Annotated[str, Meta(min_length=1, max_length=64, description="Unique code of the plan.")]
    name: Annotated[str, Meta(min_length=1, description="Name in English.")]
    name_zh: Annotated[str, Meta(min_length=1, description="中文名称。")]
    kind: Annotated[CardKind, Meta(description="What the card is made of.")] = CardKind.VIRTUAL
    valid_years: Annotated[
        Annotated[int, Meta(ge=1, le=99)] | None,
        Meta(description="Years it is valid; null is for ever."),
    ] = None
    fee_minor: Annotated[int, Meta(ge=0, description="Price of a new card, minor units.")] = 0
    renewal_fee_minor: Annotated[
        int, Meta(ge=0, description="Price of renewing it, minor units.")
    ] = 0


class Issue(Value, frozen=True):
    """A wish for a card; a cause its member has had before gives the same card again.

    Without a number we make one with a check digit; without a plan it is valid for ever unless
    `expires_on`, the last usable day, says otherwise.
    """

    member_id: MemberId
    cause: Code
    plan: str = ""
    kind: CardKind | None = None
    number: str | None = None
    card_on: date | None = None
    expires_on: date | None = None
    store_id: StoreId | None = None
    active: bool = True


class Card(Value, frozen=True):
    """A card as it stands; its years are counted from `runs_from_on`."""

    id: CardId
    member_id: MemberId
    number: str | None
    kind: CardKind
    state: CardState
    plan: str
    card_on: date
    expires_on: date | None
    fee_minor: int
    renewals: int
    cause: str
    issued_at: datetime
    activated_at: datetime | None
    store_id: StoreId | None
    replaces: CardId | None
    runs_from_on: date


class CardOf(Value, frozen=True):
    """Names one card of one member."""

    member_id: MemberId
    card_id: CardId


class Replacement(Value, frozen=True):
    """A wish for another card in place of a lost or broken one; dates and plan carry over."""

    member_id: MemberId
    card_id: CardId
    cause: Code
    kind: CardKind | None = None
    number: str | None = None
