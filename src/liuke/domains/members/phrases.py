"""Phrases: how an event reads to a person; every domain says its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

from liuke.kernel.money import figure
from liuke.kernel.values import Value


class Phrase(Value, frozen=True):
    """How events of a kind read, in two languages; `{points}` stands for a field of the event."""

    kind: str
    en: str
    zh: str


PHRASES: dict[str, Phrase] = {}


def in_words(field: str, value: Any, places: int = 2) -> str:
    """Return a field's value as people write it: minor units as an amount, lists with commas.

    >>> in_words("refund_minor", -1205), in_words("fields", ["name", "gender"]), in_words("x", None)
    ('-12.05', 'name, gender', '')
    """
    if value is None:
        return ""
    if field.endswith("_minor") and isinstance(value, int):
        return figure(value, places).replace(",", "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


# What codes of our own read as: by kind of event, field and code, in English and in Chinese.
CODES: dict[tuple[str, str], Mapping[str, tuple[str, str]]] = {}


def spell(kinds: Sequence[str], field: str, codes: Mapping[str, tuple[str, str]]) -> None:
    """Declare how codes in a field of some kinds of events read."""
    CODES.update({(kind, field): codes for kind in kinds})


class Plain(Formatter):
    """Fills in fields by name only, whatever is missing as nothing; codes by their words."""

    def __init__(self, kind: str, *, zh: bool, places: int) -> None:
        """Fill in for one kind of event, in one language; money has so many decimals."""
        self.kind, self.zh, self.places = kind, zh, places

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002 - the signature of Formatter
        """Return a field's value as words: no attributes, no indexes."""
        value = kwargs.get(field_name)
        words = CODES.get((self.kind, field_name), {})
        if isinstance(value, str) and value in words:
            return words[value][self.zh], field_name
        return in_words(field_name, value, self.places), field_name


def say(*phrases: Phrase) -> None:
    """Declare how events read on a member's timeline."""
    for phrase in phrases:
        PHRASES[phrase.kind] = phrase


def sentence(kind: str, body: Mapping[str, Any], locale: str, places: int = 2) -> str:
    """Return an event as a sentence; an event nobody put into words reads as its kind.

    >>> say(Phrase("tea.drunk", "Drank {cups} cups.", "喝了 {cups} 杯。"))
    >>> sentence("tea.drunk", {"cups": 2}, "zh"), sentence("tea.spilt", {}, "en")
    ('喝了 2 杯。', 'tea.spilt')
    """
    phrase = PHRASES.get(kind)
    if phrase is None:
        return kind
    zh = locale.startswith("zh")
    return Plain(kind, zh=zh, places=places).vformat(phrase.zh if zh else phrase.en, (), body)


say(
    Phrase("member.joined", "Joined through {source}.", "通过 {source} 入会。"),
    Phrase("member.profile_changed", "Profile changed: {fields}.", "资料变更：{fields}。"),
    Phrase(
        "member.identified", "Added a way to be recognised: {identity}.", "新增身份：{identity}。"
    ),
    Phrase("member.unidentified", "No longer recognised by {identity}.", "移除身份：{identity}。"),
    Phrase(
        "member.state_changed",
        "Changed from {before} to {after}: {reason}",
        "状态由 {before} 变为 {after}：{reason}",
    ),
    Phrase("member.tagged", "Tagged “{tag}”.", "打上标签「{tag}」。"),
    Phrase("member.untagged", "Lost the tag “{tag}”.", "移除标签「{tag}」。"),
    Phrase("member.opened", "Personal data opened: {reason}", "个人信息被查看：{reason}"),
    Phrase("member.erased", "Personal data erased.", "个人信息已删除。"),
    Phrase("members.merged", "Merged with {loser_id}.", "与 {loser_id} 合并。"),
    Phrase("members.unmerged", "Parted from {loser_id} again.", "撤销与 {loser_id} 的合并。"),
    Phrase("consent.given", "Agreed to {purpose} by {channel}.", "同意 {purpose}（{channel}）。"),
    Phrase(
        "consent.withdrawn", "Withdrew {purpose} by {channel}.", "撤回 {purpose}（{channel}）。"
    ),
    Phrase("card.issued", "Received a {card} card.", "领取会员卡（{card}）。"),
    Phrase("card.activated", "Activated a card.", "会员卡激活。"),
    Phrase("card.lost", "Reported a card lost.", "会员卡挂失。"),
    Phrase("card.replaced", "Received a card in place of another.", "补办会员卡。"),
    Phrase("card.renewed", "Renewed the card until {expires_on}.", "会员卡续期至 {expires_on}。"),
    Phrase("card.expired", "A card expired.", "会员卡到期。"),
    Phrase("household.joined", "Joined a household as {role}.", "加入家庭（{role}）。"),
    Phrase("household.left", "Left a household.", "离开家庭。"),
    Phrase("child.added", "Told us of a child.", "添加孩子信息。"),
    Phrase("child.removed", "A child's data was removed.", "删除孩子信息。"),
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
