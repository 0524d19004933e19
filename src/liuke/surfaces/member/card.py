"""A member's card: its number, and the code that changes every half minute."""

from __future__ import annotations

from datetime import date

from liuke.domains import members
from liuke.domains.members.own import member_of
from liuke.domains.members.show import CardCode, card_code
from liuke.kernel.db import Tx
from liuke.kernel.values import Value
from liuke.kernel.web import get


class Card(Value, frozen=True):
    """The card in use; without one the changing code still works at the till."""

    number: str | None
    kind: str
    state: str
    since_on: date
    expires_on: date | None


async def current_card(tx: Tx) -> Card | None:
    """Return the newest card that may be used, None without one."""
    usable = [
        card
        for card in await members.cards(tx, [member_of(tx)])
        if card.state == "active" and card.number is not None
    ]
    if not usable:
        return None
    card = usable[-1]
    return Card(card.number, card.kind, card.state, card.card_on, card.expires_on)


@get("/m/card", may="members.self")
async def show_card(tx: Tx) -> Card | None:
    """Return the card in use, null without one."""
    return await current_card(tx)


@get("/m/card/code", may="members.self")
async def show_code(tx: Tx) -> CardCode:
    """Return the code for the QR: ask again when it ends; a till takes it half a minute longer."""
    return card_code(tx, member_of(tx))


ROUTES = [show_card, show_code]
