"""What members offer to programmes and journeys: cards, and putting tags on and off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from msgspec import Meta

from liuke.domains import programme
from liuke.domains.members.card_values import CardPlan
from liuke.domains.members.tag import AUTO, tag, untag
from liuke.domains.members.values import Code, Tagging
from liuke.kernel.actions import action
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

programme.declare(programme.Section("cards", CardPlan, "Cards", "会员卡"))


class TagParams(Value, frozen=True):
    """Which tag, and for how many days."""

    tag: Annotated[Code, Meta(description="The tag.")]
    days: Annotated[int, Meta(ge=1, description="Days it stays; null is for good.")] | None = None


class UntagParams(Value, frozen=True):
    """Which tag."""

    tag: Annotated[Code, Meta(description="The tag.")]


@action("members.tag", params=TagParams, label="Tag members", label_zh="打标签")
async def tag_members(
    tx: Tx, member_ids: Sequence[MemberId], params: TagParams, cause: str
) -> None:
    """Tag members, for some days if they are said."""
    until = None if params.days is None else tx.now + timedelta(days=params.days)
    wanted = [Tagging(member_id, params.tag, until) for member_id in member_ids]
    await tag(tx, wanted, source=AUTO, cause=cause)


@action("members.untag", params=UntagParams, label="Remove a tag", label_zh="移除标签")
async def untag_members(
    tx: Tx,
    member_ids: Sequence[MemberId],
    params: UntagParams,
    cause: str,  # noqa: ARG001 - taking away twice is taking away once
) -> None:
    """Take a tag from members."""
    await untag(tx, [Tagging(member_id, params.tag) for member_id in member_ids])
