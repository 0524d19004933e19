"""Cards of members over HTTP.

Answers that hold a card number are not kept for retries, because they could not be erased: the
cause makes a retry the same card.
"""

from __future__ import annotations

from datetime import datetime

from liuke.domains.members.card import card_page, issue
from liuke.domains.members.card_life import Renewed, activate, renew, replace, report_lost
from liuke.domains.members.card_values import Card, CardOf, Issue, Replacement
from liuke.domains.members.values import CardId
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.web import Limit, Page, Repeat, at_counter, get, onward, position, post


@get("/members/{member_id}/cards", may="members.read")
async def list_cards(
    tx: Tx, member_id: MemberId, limit: Limit = 50, after: str | None = None
) -> Page[Card]:
    """List a member's cards, oldest first."""
    start = position(after, datetime, CardId)
    found = await card_page(tx, member_id, after=start, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.issued_at, last.id)))


@at_counter
@post("/members/cards", may="members.enrol")
async def post_cards(tx: Tx, data: list[Issue]) -> list[Card]:
    """Give members cards; a cause a member has had before gives the same card."""
    return await issue(tx, data)


@at_counter
@post("/members/cards/activations", may="members.enrol", repeat=Repeat.HONOURED)
async def post_activations(tx: Tx, data: list[CardOf]) -> None:
    """Bring issued cards into use."""
    await activate(tx, data)


@at_counter
@post("/members/cards/losses", may="members.enrol", repeat=Repeat.HONOURED)
async def post_losses(tx: Tx, data: list[CardOf]) -> None:
    """Stop cards that were lost."""
    await report_lost(tx, data)


@at_counter
@post("/members/cards/replacements", may="members.enrol")
async def post_replacements(tx: Tx, data: list[Replacement]) -> list[Card]:
    """Give other cards for lost or broken ones: same plan and dates."""
    return await replace(tx, data)


@at_counter
@post("/members/cards/renewals", may="members.enrol", key=True)
async def post_renewals(tx: Tx, data: list[CardOf]) -> list[Renewed]:
    """Extend cards by their plan's years."""
    return [Renewed(card.member_id, card.id, card.expires_on) for card in await renew(tx, data)]


CARDS = [
    list_cards, post_cards, post_activations, post_losses, post_replacements, post_renewals,
]  # fmt: skip
