"""What happened to members; an event never holds personal data, because it can never be erased."""

from __future__ import annotations

from datetime import date, datetime

from liuke.domains.members.values import CardId, CardKind, HouseholdId, MemberState, MergeId, NoteId
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId, StoreId


class MemberJoined(Event, frozen=True):
    """A member was made; `at` is when they joined, which an import may date back."""

    member_id: MemberId
    at: datetime
    source: str
    store_id: StoreId | None
    anonymous: bool


class MemberProfileChanged(Event, frozen=True):
    """Profile fields of a member were set or cleared."""

    member_id: MemberId
    fields: tuple[str, ...]


class MemberIdentified(Event, frozen=True):
    """A member gained an identity of a kind."""

    member_id: MemberId
    identity: str


class MemberUnidentified(Event, frozen=True):
    """A member lost an identity of a kind."""

    member_id: MemberId
    identity: str


class MemberStateChanged(Event, frozen=True):
    """A member's state changed."""

    member_id: MemberId
    before: MemberState
    after: MemberState
    reason: str


class MemberTagged(Event, frozen=True):
    """A member was given a tag they did not carry."""

    member_id: MemberId
    tag: str
    source: str


class MemberUntagged(Event, frozen=True):
    """A member lost a tag; `expired` if its time was over."""

    member_id: MemberId
    tag: str
    expired: bool


class MemberNoted(Event, frozen=True):
    """Staff wrote a note of a member; with a day it is a to-do."""

    member_id: MemberId
    note_id: NoteId
    due_on: date | None


class MemberNoteTicked(Event, frozen=True):
    """A to-do for a member was done."""

    member_id: MemberId
    note_id: NoteId


class MemberNoteUnticked(Event, frozen=True):
    """A to-do for a member was not done after all."""

    member_id: MemberId
    note_id: NoteId


class ConsentGiven(Event, frozen=True):
    """A member agreed to a purpose on a channel."""

    member_id: MemberId
    purpose: str
    channel: str
    partner: str


class ConsentWithdrawn(Event, frozen=True):
    """A member took a consent back."""

    member_id: MemberId
    purpose: str
    channel: str
    partner: str


class CardIssued(Event, frozen=True):
    """A member was given a card."""

    member_id: MemberId
    card_id: CardId
    card: CardKind
    plan: str
    card_on: date
    expires_on: date | None
    fee_minor: int


class CardActivated(Event, frozen=True):
    """A card came into use."""

    member_id: MemberId
    card_id: CardId


class CardLost(Event, frozen=True):
    """A card was reported lost and no longer opens anything."""

    member_id: MemberId
    card_id: CardId


class CardReplaced(Event, frozen=True):
    """A lost or broken card gave way to another one."""

    member_id: MemberId
    card_id: CardId
    by: CardId


class CardRenewed(Event, frozen=True):
    """A card's validity was extended."""

    member_id: MemberId
    card_id: CardId
    expires_on: date | None
    fee_minor: int


class CardExpired(Event, frozen=True):
    """A card's last usable day is over."""

    member_id: MemberId
    card_id: CardId


class HouseholdJoined(Event, frozen=True):
    """A member was counted to a household."""

    member_id: MemberId
    household_id: HouseholdId
    role: str


class HouseholdLeft(Event, frozen=True):
    """A member was no longer counted to a household."""

    member_id: MemberId
    household_id: HouseholdId


class ChildAdded(Event, frozen=True):
    """A member told us of a child, with the guardian's consent."""

    member_id: MemberId


class ChildRemoved(Event, frozen=True):
    """A child's data was removed."""

    member_id: MemberId


class MembersMerged(Event, frozen=True):
    """Two members became one: every ledger moves the loser's holdings to `member_id`, exactly."""

    member_id: MemberId
    loser_id: MemberId
    merge_id: MergeId


class MembersUnmerged(Event, frozen=True):
    """A merge was undone: every ledger gives back what it moved for `merge_id`."""

    member_id: MemberId
    loser_id: MemberId
    merge_id: MergeId


class MemberErased(Event, frozen=True):
    """A member's personal data is gone; ledgers stay, without a person."""

    member_id: MemberId


class MemberOpened(Event, frozen=True):
    """Someone opened a member's personal data."""

    member_id: MemberId
    reason: str
