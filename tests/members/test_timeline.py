from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from liuke.domains import checkout, members
from liuke.domains.checkout import Item, Sale, Tender
from liuke.domains.coupons import CouponTemplate, template
from liuke.domains.members import Enrolment, Merging, Tagging, events
from liuke.domains.members.phrases import PHRASES, Shop, sentence
from liuke.domains.points import BookSpec
from liuke.domains.programme import Live
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis, Grant, Level
from liuke.kernel.db import Tx
from liuke.kernel.events import Event
from tests import make


async def test_a_member_s_story_is_told_newest_first_in_both_languages(tx: Tx) -> None:
    joined = datetime(2025, 1, 1, tzinfo=UTC)
    [row] = await members.enrol(tx, [Enrolment(source="till", joined_at=joined)])
    await members.tag(tx, [Tagging(row.member_id, "tea")])
    await tx.settle()
    story = await members.timeline(tx, row.member_id)
    assert [moment.text for moment in story] == ["Tagged “tea”.", "Joined through the till."]
    assert story[1].text_zh == "通过收银台入会。"
    assert story[1].at == joined
    only = await members.timeline(tx, row.member_id, kinds=["member.joined"])
    assert [moment.kind for moment in only] == ["member.joined"]


async def test_a_story_is_paged_without_gap_or_repetition(tx: Tx) -> None:
    [row] = await members.enrol(tx, [Enrolment()])
    await members.tag(tx, [Tagging(row.member_id, f"t{n}") for n in range(5)])
    await tx.settle()
    whole = await members.timeline(tx, row.member_id)
    first = await members.timeline(tx, row.member_id, limit=2)
    last = (first[-1].at, first[-1].id)
    rest = await members.timeline(tx, row.member_id, before=last, limit=10)
    assert [*first, *rest] == whole
    assert len(whole) == 6


async def test_the_story_of_a_merged_member_goes_on_in_the_winner_s(tx: Tx) -> None:
    kept, lost = await members.enrol(tx, [Enrolment(), Enrolment(source="web")])
    await members.merge(tx, [Merging(kept.member_id, lost.member_id, "phone")])
    await tx.settle()
    story = await members.timeline(tx, kept.member_id)
    assert sorted(m.kind for m in story) == ["member.joined", "member.joined", "members.merged"]


def test_every_event_of_members_is_put_into_words() -> None:
    ours = [kind for kind in Event.__subclasses__() if kind.__module__ == events.__name__]
    kinds = {kind.kind() for kind in ours}
    assert len(kinds) > 15
    assert kinds <= set(PHRASES)


def test_an_event_nobody_put_into_words_reads_as_its_kind() -> None:
    assert sentence("tea.spilt", {}, "zh") == "tea.spilt"


def test_a_code_of_our_own_is_never_shown() -> None:
    told = [
        (sentence(kind, body, "zh"), sentence(kind, body, "en"))
        for kind, body in (
            ("member.identified", {"identity": "email"}),
            ("card.issued", {"card": "virtual"}),
            ("household.joined", {"role": "partner"}),
            ("member.state_changed", {"before": "active", "after": "blocked", "reason": "x"}),
        )
    ]
    assert told == [
        ("新增身份：邮箱。", "Added a way to be recognised: e-mail."),
        ("领取会员卡（电子卡）。", "Received a virtual card."),
        ("加入家庭（伴侣）。", "Joined a household as a partner."),
        ("状态由正常变为停用：x", "Changed from active to blocked: x"),
    ]


@pytest.mark.parametrize(
    ("currency", "told", "told_zh"),
    [
        ("CNY", "¥12.05", "12.05 元"),
        ("JPY", "¥1,205", "1,205 日元"),
        ("KWD", "KWD 1.205", "1.205 KWD"),
    ],
)
async def test_an_amount_is_told_in_the_decimals_of_the_shop(
    tx: Tx, currency: str, told: str, told_zh: str
) -> None:
    tx.currency = currency
    await make.products(tx, tee=1205)
    (member,) = await make.members(tx)
    sale = Sale((Item("tee"),), member, tenders=(Tender("cash", 1205),))
    await checkout.commit(tx, [sale])
    await tx.settle()
    (story,) = await members.timeline(tx, member, kinds=["order.paid"])
    assert story.text == f"Bought 1 item for {told}."
    assert story.text_zh == f"购买 1 件，实付 {told_zh}。"


SUGGESTED = ("Agreed to personal offers.", "同意：个性化推荐。")
SUNS = BookSpec("sun", "Suns", "阳光", "Sun", decimals=1)
SHOP = Shop(
    Live.of(
        SUNS,
        CouponTemplate(
            code="tea", name="A tea", name_zh="一杯茶", effect=template.CashOff(500),
            validity=template.Dates(),
        ),
        TierSet(
            "card", "Card", (Level("gold", "Gold", "金卡", grants=(Grant("hi", "entering", ()),)),),
            Basis("points", "sun"), name_zh="会员卡",
        ),
    ),
    "CNY",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body", "text", "text_zh"),
    [
        ("points.awarded", {"book": "sun", "points": 10}, "Earned 1.0 Sun.", "获得 1.0 阳光。"),
        ("points.awarded", {"book": "gone", "points": 1}, "Earned 1 point.", "获得 1 积分。"),
        (
            "points.clawed_back",
            {"book": "sun", "points": 25, "debt": 0, "short": 0},
            "A return took 2.5 Suns back.",
            "退货扣回 2.5 阳光。",
        ),
        (
            "points.clawed_back",
            {"book": "sun", "points": 25, "debt": 5, "short": 10},
            "A return took 2.5 Suns back, 0.5 Suns of them owed; 1.0 Sun spent before stay.",
            "退货扣回 2.5 阳光，其中欠 0.5 阳光；另有 1.0 阳光已使用，未扣回。",
        ),
        (
            "coupon.redeemed",
            {"template": "tea", "uses_left": 1},
            "Used a coupon (A tea), 1 use left.",
            "核销券（一杯茶），还可用 1 次。",
        ),
        (
            "coupon.redeemed",
            {"template": "x", "uses_left": 0},
            "Used a coupon (x).",
            "核销券（x）。",
        ),
        (
            "tier.downgraded",
            {"set_code": "card", "before": "gold", "after": ""},
            "Fell from Gold to no level (Card).",
            "由金卡降为无等级（会员卡）。",
        ),
        (
            "tier.granted",
            {"set_code": "card", "level": "gold", "grant": "hi"},
            "Was given a gift of Gold.",
            "获赠金卡等级礼。",
        ),
        (
            "tier.progress_undone",
            {"set_code": "card", "amount": 20, "amount_text": "2.0 Suns"},
            "A return took 2.0 Suns off the progress (Card).",
            "退货扣回进度 2.0 阳光（会员卡）。",
        ),
        ("consent.given", {"purpose": "profiling", "channel": ""}, *SUGGESTED),
    ],
)
def test_a_story_calls_things_as_the_shop_does(
    kind: str, body: dict[str, Any], text: str, text_zh: str
) -> None:
    assert sentence(kind, body, "en", SHOP) == text
    assert sentence(kind, body, "zh", SHOP) == text_zh


def test_no_phrase_counts_in_the_plural_alone() -> None:
    """A number before a word says both of its forms: `{units:item|items}`."""
    counted = re.compile(r"\{\w+\} \w+s\b")
    assert [one.kind for one in PHRASES.values() if counted.search(one.en)] == []
