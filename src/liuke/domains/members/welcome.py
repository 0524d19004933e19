"""Welcome guests in the store: enrolled, agreed and with a card in one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from liuke.domains.members.card import issue
from liuke.domains.members.card_values import Card, Issue
from liuke.domains.members.consent import Decision, Word, decide
from liuke.domains.members.enrol import enrol
from liuke.domains.members.values import CardKind, Enrolled, Enrolment, IdentityKind, Text
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

CAUSE = "welcome"


class Agreement(Value, frozen=True):
    """What a guest agrees to, and how they said so; see `Decision`."""

    purpose: Annotated[Word, Meta(min_length=1)]
    channel: Word = ""
    partner: Word = ""
    notice: Word = ""
    version: Annotated[int, Meta(ge=0, le=10**6)] = 0
    method: Word = "form"
    evidence: Text = ""


class CardWish(Value, frozen=True):
    """The card a guest takes along: of a plan, of a kind, with the number printed on it."""

    plan: str = ""
    kind: CardKind | None = None
    number: str | None = None


class Guest(Value, frozen=True):
    """Someone at the counter who wants to join."""

    enrolment: Enrolment
    agreements: tuple[Agreement, ...] = ()
    card: CardWish | None = None


class Welcomed(Value, frozen=True):
    """What became of a guest; who was a member already keeps the card they got first."""

    member_id: MemberId
    created: bool
    conflicts: tuple[IdentityKind, ...]
    card: Card | None


async def welcome(tx: Tx, guests: Sequence[Guest]) -> list[Welcomed]:
    """Enrol guests, record what they agree to, and hand out cards, in the order asked.

    Repeating it changes nothing: the phone or natural key finds the member, the same word is
    not recorded twice, and a member is welcomed with one card.

    Raises:
        FaultyItems: names every item, field and reason.
        UnknownStores: names stores that do not exist.
        UnknownNotice: names texts that were never published in that version.
        UnknownCardPlan: no live programme has the plan.
        CardNumberTaken: names the cards whose number is in use.
        BusyElsewhere: rivals kept enrolling the same people.
        MemberNotActive: someone named by id is erased.
    """
    enrolled = await enrol(tx, [guest.enrolment for guest in guests])
    pairs = list(zip(guests, enrolled, strict=True))
    decisions = [_decision(row, said) for guest, row in pairs for said in guest.agreements]
    if decisions:
        await decide(tx, decisions)
    wishes = [_issue(guest, row, card) for guest, row in pairs if (card := guest.card)]
    cards = await issue(tx, wishes) if wishes else []
    handed = {card.member_id: card for card in cards}
    return [
        Welcomed(row.member_id, row.created, row.conflicts, handed.get(row.member_id))
        for row in enrolled
    ]


def _decision(row: Enrolled, said: Agreement) -> Decision:
    return Decision(
        row.member_id,
        said.purpose,
        given=True,
        channel=said.channel,
        partner=said.partner,
        notice=said.notice,
        version=said.version,
        method=said.method,
        evidence=said.evidence,
    )


def _issue(guest: Guest, row: Enrolled, card: CardWish) -> Issue:
    return Issue(
        row.member_id,
        CAUSE,
        plan=card.plan,
        kind=card.kind,
        number=card.number,
        store_id=guest.enrolment.store_id,
    )
