"""What members offer to programmes, conditions and journeys.

Every fact reads through `merged_into`: what a merged member brought along counts for the one they
became.
"""

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
from liuke.kernel.facts import Fact, declare
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

programme.declare(programme.Section("cards", CardPlan, "Cards", "会员卡"))

declare(
    Fact("member.state", "text", "State", "会员状态", sql="SELECT m.state"),
    Fact("member.source", "text", "Where they joined from", "入会来源", sql="SELECT m.source"),
    Fact("member.anonymous", "bool", "Is anonymous", "匿名", sql="SELECT m.anonymous"),
    Fact("joined.on", "date", "Joined on", "入会日期", sql="SELECT m.joined_on"),
    Fact("joined.days", "int", "Days since joining", "入会天数", sql="SELECT $today - m.joined_on"),
    Fact(
        "birthday", "date", "Birthday", "生日",
        sql="""SELECT p.value_on FROM members_profile p
        WHERE p.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND p.field = 'birthday'
        ORDER BY p.member_id = m.id DESC, p.set_at DESC LIMIT 1""",
    ),
    Fact(
        "birthday.month", "int", "Birthday month", "生日月份",
        sql="""SELECT p.month_day / 100 FROM members_profile p
        WHERE p.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND p.field = 'birthday'
        ORDER BY p.member_id = m.id DESC, p.set_at DESC LIMIT 1""",
    ),
    Fact(
        "birthday.day", "int", "Birthday day of month", "生日日期",
        sql="""SELECT p.month_day % 100 FROM members_profile p
        WHERE p.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND p.field = 'birthday'
        ORDER BY p.member_id = m.id DESC, p.set_at DESC LIMIT 1""",
    ),
    Fact(
        "age", "int", "Age", "年龄",
        sql="""SELECT EXTRACT(year FROM age($today, p.value_on))::integer FROM members_profile p
        WHERE p.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND p.field = 'birthday'
        ORDER BY p.member_id = m.id DESC, p.set_at DESC LIMIT 1""",
    ),
    Fact(
        "gender", "text", "Gender", "性别",
        sql="""SELECT p.value FROM members_profile p
        WHERE p.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND p.field = 'gender'
        ORDER BY p.member_id = m.id DESC, p.set_at DESC LIMIT 1""",
    ),
    Fact(
        "profile", "text", "Profile field", "资料项",
        sql="""SELECT p.value FROM members_profile p
        WHERE p.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND p.field = $field
        ORDER BY p.member_id = m.id DESC, p.set_at DESC LIMIT 1""",
        args=("field",),
    ),
    Fact(
        "tag", "texts", "Tags", "标签",
        sql="""SELECT array_agg(DISTINCT t.tag) FROM members_tag t
        WHERE t.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND (t.expires_at IS NULL OR t.expires_at > $now)""",
    ),
    Fact(
        "consent", "bool", "Allows a purpose on a channel", "授权",
        sql="""SELECT COALESCE((SELECT c.given FROM members_consent c
        WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND c.purpose = $purpose AND c.channel = $channel AND c.partner = ''
        ORDER BY c.id DESC LIMIT 1), false)""",
        args=("purpose", "channel"),
    ),
    Fact(
        "household.size", "int", "People in the household", "家庭人数",
        sql="""SELECT COALESCE(h.size, (
            SELECT count(*) FROM members_kin o WHERE o.household_id = h.id))::integer
        FROM members_kin k JOIN members_household h ON h.id = k.household_id
        WHERE k.member_id = m.id""",
    ),
    Fact(
        "children.count", "int", "Number of children", "孩子数量",
        sql="""SELECT count(*)::integer FROM members_child c
        WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))""",
    ),
    Fact(
        "children.youngest_months", "int", "Youngest child in months", "最小孩子月龄",
        sql="""SELECT (EXTRACT(year FROM a) * 12 + EXTRACT(month FROM a))::integer FROM (
            SELECT age($today, max(c.birth_on)) AS a FROM members_child c
            WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))) youngest""",
    ),
    Fact(
        "children.oldest_months", "int", "Oldest child in months", "最大孩子月龄",
        sql="""SELECT (EXTRACT(year FROM a) * 12 + EXTRACT(month FROM a))::integer FROM (
            SELECT age($today, min(c.birth_on)) AS a FROM members_child c
            WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))) oldest""",
    ),
    Fact(
        "children.age_months", "int", "Months of the child nearest to an age", "最接近月龄的孩子",
        sql="""SELECT x.months FROM (
            SELECT (EXTRACT(year FROM age($today, c.birth_on)) * 12
                + EXTRACT(month FROM age($today, c.birth_on)))::integer AS months
            FROM members_child c
            WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))) x
        ORDER BY abs(x.months - $months::integer), x.months LIMIT 1""",
        args=("months",),
    ),
    Fact(
        "card.kind", "text", "Kind of card", "会员卡类型",
        sql="""SELECT c.kind FROM members_card c
        WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND c.state = 'active'
        ORDER BY c.issued_at DESC, c.id DESC LIMIT 1""",
    ),
    Fact(
        "card.plan", "text", "Card plan", "会员卡方案",
        sql="""SELECT c.plan FROM members_card c
        WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND c.state = 'active'
        ORDER BY c.issued_at DESC, c.id DESC LIMIT 1""",
    ),
    Fact(
        "card.on", "date", "Card date", "办卡日期",
        sql="""SELECT c.card_on FROM members_card c
        WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND c.state = 'active'
        ORDER BY c.card_on, c.id LIMIT 1""",
    ),
    Fact(
        "card.days_left", "int", "Days the card is still valid", "会员卡剩余天数",
        sql="""SELECT max(c.expires_on) - $today FROM members_card c
        WHERE c.member_id = ANY (m.id || ARRAY(
                SELECT k.id FROM members_member k WHERE k.merged_into = m.id))
            AND c.state = 'active'""",
    ),
)  # fmt: skip


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
