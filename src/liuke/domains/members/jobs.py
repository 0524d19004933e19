"""Timed work of members."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.members.card_life import expire_cards, members_with_due_cards
from liuke.domains.members.rotate import members_on_old_keys, rewrap
from liuke.domains.members.tag import expire_tags, members_with_due_tags
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.jobs import daily


@daily("members.expire_cards", after="00:10", members=members_with_due_cards)
async def end_cards(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """End cards whose last day was yesterday."""
    await expire_cards(tx, member_ids)


@daily("members.expire_tags", after="00:20", members=members_with_due_tags)
async def end_tags(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Remove tags whose time is over."""
    await expire_tags(tx, member_ids)


@daily("members.rewrap_keys", after="03:00", members=members_on_old_keys)
async def rewrap_keys(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Bring members' keys under the newest KEK."""
    await rewrap(tx, member_ids)
