"""Phrases: how an event reads to a person; every domain says its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, TypeAlias

from liuke.domains.programme import Live
from liuke.kernel.measures import Measure, money, some
from liuke.kernel.values import Value


class Phrase(Value, frozen=True):
    """How events of a kind read, in two languages; a field of the event stands in braces.

    `{refund_minor}` is money, `{units:item|items}` so many of something in English, and
    `{points:book}` an amount of what the field `book` names. What stands in brackets is told
    only where each field in it holds something: `[, {debt:book} of it owed]`.
    """

    kind: str
    en: str
    zh: str


Both: TypeAlias = tuple[str, str]  # in English and in Chinese
Naming: TypeAlias = Callable[[Live, Mapping[str, Any]], Both]
Measuring: TypeAlias = Callable[[Live, str, str], Measure]

PHRASES: dict[str, Phrase] = {}
# What codes of our own read as: by kind of event, field and code.
CODES: dict[tuple[str, str], Mapping[str, Both]] = {}
# What a programme calls a code in a field of a kind of event, by what the event holds.
NAMES: dict[tuple[str, str], Naming] = {}
# How amounts are written of what a field names: by the programme, the code and the currency.
MEASURES: dict[str, Measuring] = {}
OPTIONAL = re.compile(r"\[([^\]]*)\]")


def say(*phrases: Phrase) -> None:
    """Declare how events read on a member's timeline."""
    for phrase in phrases:
        PHRASES[phrase.kind] = phrase


def spell(kinds: Sequence[str], field: str, codes: Mapping[str, Both]) -> None:
    """Declare how codes in a field of some kinds of events read."""
    CODES.update({(kind, field): codes for kind in kinds})


def declare_names(kinds: Sequence[str], field: str, naming: Naming) -> None:
    """Declare what the programme calls the code in a field of some kinds of events."""
    NAMES.update({(kind, field): naming for kind in kinds})


def declare_measure(field: str, measuring: Measuring) -> None:
    """Declare how amounts are written of what a field of any event names."""
    MEASURES[field] = measuring


@dataclass(frozen=True)
class Shop:
    """Whose story it is: by which programmes things have names, and in which currency."""

    live: Live
    currency: str


NOWHERE = Shop(Live.of(), "CNY")


@dataclass(frozen=True)
class Teller:
    """Fills in the fields of one event, in one language."""

    kind: str
    body: Mapping[str, Any]
    shop: Shop
    zh: bool

    def fill(self, text: str) -> str:
        """Return a phrase with its fields in words; what holds nothing in brackets goes."""
        return self._plain(OPTIONAL.sub(self._kept, text))

    def _kept(self, part: re.Match[str]) -> str:
        fields = [name for _, name, _, _ in Formatter().parse(part[1]) if name]
        return part[1] if all(self.body.get(name) for name in fields) else ""

    def _plain(self, text: str) -> str:
        return "".join(
            literal + ("" if name is None else self._word(name, spec or ""))
            for literal, name, spec, _ in Formatter().parse(text)
        )

    def _word(self, field: str, spec: str) -> str:
        held = self.body.get(field)
        if held is None:
            return ""
        if spec and isinstance(held, int):
            return self._amount(held, spec)
        if (field_of_kind := (self.kind, field)) in NAMES:
            return NAMES[field_of_kind](self.shop.live, self.body)[self.zh]
        if field.endswith("_minor") and isinstance(held, int):
            return money(self.shop.currency).told(held)[self.zh]
        codes = CODES.get(field_of_kind, {})
        several = held if isinstance(held, list) else [held]
        words = [codes[one][self.zh] if one in codes else str(one) for one in several]
        return ("、" if self.zh else ", ").join(words)

    def _amount(self, held: int, spec: str) -> str:
        if "|" in spec:
            one, many = spec.split("|")
            return some(held, one, many)
        named = str(self.body.get(spec, ""))
        measured = MEASURES[spec](self.shop.live, named, self.shop.currency)
        return measured.told(held)[self.zh]


def sentence(kind: str, body: Mapping[str, Any], locale: str, shop: Shop = NOWHERE) -> str:
    """Return an event as a sentence; an event nobody put into words reads as its kind.

    >>> say(Phrase("tea.drunk", "Drank {cups:cup|cups}[ of {tea}].", "喝了 {cups} 杯[{tea}]。"))
    >>> sentence("tea.drunk", {"cups": 2, "tea": ""}, "zh"), sentence("tea.spilt", {}, "en")
    ('喝了 2 杯。', 'tea.spilt')
    >>> sentence("tea.drunk", {"cups": 1, "tea": "oolong"}, "en")
    'Drank 1 cup of oolong.'
    """
    phrase = PHRASES.get(kind)
    if phrase is None:
        return kind
    zh = locale.startswith("zh")
    return Teller(kind, body, shop, zh).fill(phrase.zh if zh else phrase.en)


say(
    Phrase("member.joined", "Joined[ through {source}].", "[通过{source}]入会。"),
    Phrase("member.profile_changed", "Profile changed: {fields}.", "资料变更：{fields}。"),
    Phrase(
        "member.identified", "Added a way to be recognised: {identity}.", "新增身份：{identity}。"
    ),
    Phrase("member.unidentified", "No longer recognised by {identity}.", "移除身份：{identity}。"),
    Phrase(
        "member.state_changed",
        "Changed from {before} to {after}[: {reason}]",
        "状态由{before}变为{after}[：{reason}]",
    ),
    Phrase("member.tagged", "Tagged “{tag}”.", "打上标签“{tag}”。"),
    Phrase("member.untagged", "Lost the tag “{tag}”.", "移除标签“{tag}”。"),
    Phrase("member.noted", "A note was written.", "新增一条备注。"),
    Phrase("member.note_ticked", "A to-do was done.", "完成了一件待办。"),
    Phrase("member.note_unticked", "A to-do was opened again.", "一件待办改回未完成。"),
    Phrase("member.opened", "Personal data opened[: {reason}]", "个人信息被查看[：{reason}]"),
    Phrase("member.erased", "Personal data erased.", "个人信息已清除。"),
    Phrase("members.merged", "Merged with {loser_id}.", "与 {loser_id} 合并。"),
    Phrase("members.unmerged", "Parted from {loser_id} again.", "撤销与 {loser_id} 的合并。"),
    Phrase(
        "consent.given", "Agreed to {purpose}[ by {channel}].", "同意：{purpose}[（{channel}）]。"
    ),
    Phrase(
        "consent.withdrawn",
        "Withdrew {purpose}[ by {channel}].",
        "撤回：{purpose}[（{channel}）]。",
    ),
    Phrase("card.issued", "Received a {card} card.", "领取会员卡（{card}）。"),
    Phrase("card.activated", "Activated a card.", "会员卡激活。"),
    Phrase("card.lost", "Reported a card lost.", "会员卡挂失。"),
    Phrase("card.replaced", "Received a card in place of another.", "补办会员卡。"),
    Phrase(
        "card.renewed",
        "Renewed the card[ through {expires_on}].",
        "会员卡已续期[，有效至 {expires_on}（当天可用）]。",
    ),
    Phrase("card.expired", "A card expired.", "会员卡到期。"),
    Phrase("household.joined", "Joined a household as {role}.", "加入家庭（{role}）。"),
    Phrase("household.left", "Left a household.", "离开家庭。"),
    Phrase("child.added", "Told us of a child.", "登记了孩子。"),
    Phrase("child.removed", "A child's data was erased.", "孩子资料已清除。"),
)

spell(
    ("member.identified", "member.unidentified"),
    "identity",
    {
        "card": ("a card number", "卡号"),
        "phone": ("phone", "手机号"),
        "wechat_unionid": ("WeChat", "微信"),
        "wechat_openid": ("WeChat", "微信"),
        "wecom": ("WeCom", "企业微信"),
        "email": ("e-mail", "邮箱"),
        "external": ("a number of another system", "外部编号"),
    },
)
STATES = {
    "new": ("new", "待激活"),
    "active": ("active", "正常"),
    "blocked": ("blocked", "停用"),
    "erased": ("erased", "已清除"),
    "merged": ("merged", "已合并"),
}
spell(("member.state_changed",), "before", STATES)
spell(("member.state_changed",), "after", STATES)
spell(
    ("card.issued",),
    "card",
    {
        "virtual": ("virtual", "电子卡"),
        "plastic": ("plastic", "实体卡"),
        "key_ring": ("key-ring", "钥匙扣"),
    },
)
spell(
    ("household.joined",),
    "role",
    {
        "head": ("its head", "户主"),
        "partner": ("a partner", "伴侣"),
        "adult": ("an adult", "成人"),
        "child": ("a child", "孩子"),
        "other": ("one of it", "成员"),
    },
)
spell(
    ("member.joined",),
    "source",
    {
        "h5": ("the member pages", "会员中心"),
        "till": ("the till", "收银台"),
        "shop": ("the shop", "门店登记"),
    },
)
CONSENTS = ("consent.given", "consent.withdrawn")
spell(
    CONSENTS,
    "purpose",
    {
        "marketing": ("offers", "优惠信息"),
        "service": ("service news", "服务通知"),
        "profiling": ("personal offers", "个性化推荐"),
        "charter": ("the member charter", "会员章程"),
        "research": ("surveys", "回访调研"),
        "sharing": ("sharing with partners", "向合作方提供"),
    },
)
spell(
    CONSENTS,
    "channel",
    {
        "sms": ("text message", "短信"),
        "email": ("e-mail", "邮件"),
        "phone": ("phone call", "电话"),
        "wechat": ("WeChat", "微信"),
        "wecom": ("WeCom", "企业微信"),
        "app": ("the app", "应用"),
    },
)
