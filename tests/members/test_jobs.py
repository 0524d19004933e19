from __future__ import annotations

from datetime import timedelta

from liuke.domains import members
from liuke.domains.members import Issue, Tagging
from liuke.domains.members.card_values import CardState
from liuke.domains.members.jobs import end_cards, end_tags, rewrap_keys
from liuke.domains.members.rotate import members_on_old_keys
from liuke.kernel.db import Tx
from tests import make


async def test_each_night_cards_and_tags_end_and_keys_are_rewrapped(tx: Tx) -> None:
    row, *_ = await members.enrol(tx, [members.Enrolment("13800138000", tags=("new",))])
    anna = row.member_id
    await members.issue(tx, [Issue(anna, "x", expires_on=tx.today - timedelta(days=1))])
    await members.tag(tx, [Tagging(anna, "old", tx.now)])
    tx.keys = tx.keys.rotated()
    await end_cards(tx, [anna])
    await end_tags(tx, [anna])
    await rewrap_keys(tx, [anna])
    assert [card.state for card in await members.cards(tx, [anna])] == [CardState.EXPIRED]
    assert [tag.tag for tag in await members.tags(tx, [anna])] == ["new"]
    assert await members_on_old_keys(tx) == []
    assert await make.audited(tx, "members.opened") == []
