"""What each number of the models' settings is called, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """A setting's name and its effect, in both languages."""

    label: str
    label_zh: str
    effect: str
    effect_zh: str


WORDS: Mapping[str, Words] = {
    "window_days": Words(
        "Days that count",
        "看最近多少天",
        "Only purchases of these days make recency, frequency and money. Longer is calmer.",
        "只按这些天的消费算近度、频次、金额；越长越稳，越短越灵敏。",
    ),
    "period_days": Words(
        "Compared with",
        "和多久以前比",
        "The class a member had then stands beside today's: who climbed, who fell.",
        "同时算出那时的 RFM 类别，看谁上升、谁下降。",
    ),
    "borders.honeymoon_days": Words(
        "Honeymoon",
        "蜜月期",
        "For so long after the first purchase a member counts as new.",
        "首次消费后的这些天算蜜月期。",
    ),
    "borders.at_risk_tenths": Words(
        "At risk: silence",
        "预流失：沉默",
        "Silent for more of their own gaps between purchases, a member is at risk.",
        "沉默超过自己平常的这么多个购买间隔，就算预流失。",
    ),
    "borders.dormant_tenths": Words(
        "Dormant: silence",
        "沉睡：沉默",
        "Silent for more of their own gaps, a member is dormant.",
        "沉默超过自己平常的这么多个购买间隔，就算沉睡。",
    ),
    "borders.lost_tenths": Words(
        "Lost: silence",
        "流失：沉默",
        "Silent for more of their own gaps, a member is lost.",
        "沉默超过自己平常的这么多个购买间隔，就算流失。",
    ),
    "borders.at_risk_days": Words(
        "At risk: not before",
        "预流失：至少沉默",
        "Silent for fewer days, nobody is at risk, however often they bought.",
        "沉默不到这些天，买得再勤也不算预流失。",
    ),
    "borders.dormant_days": Words(
        "Dormant: not before",
        "沉睡：至少沉默",
        "Silent for fewer days, nobody is dormant.",
        "沉默不到这些天，不算沉睡。",
    ),
    "borders.lost_days": Words(
        "Lost: not before",
        "流失：至少沉默",
        "Silent for fewer days, nobody is lost.",
        "沉默不到这些天，不算流失。",
    ),
    "weights.spent": Words(
        "For each unit of money spent",
        "每消费 1 元",
        "Goes into the value score, under purchases; a unit is one of the shop's currency.",
        "计入会员价值分的“购买”部分；1 元指本店货币的 1 个单位。",
    ),
    "weights.spent_days": Words(
        "Purchases fade by half after",
        "消费多久后只算一半",
        "Shorter: the score forgets earlier purchases sooner.",
        "越短，以前的消费越快不算数。",
    ),
    "weights.referral": Words(
        "For each referral",
        "每推荐一人",
        "Goes into the value score, under referrals.",
        "计入会员价值分的“推荐”部分。",
    ),
    "weights.referred": Words(
        "For each unit of money a friend spent",
        "被推荐人每消费 1 元",
        "Goes into the value score of whoever referred them; a unit is one of the shop's currency.",
        "计入推荐人价值分的“推荐”部分；1 元指本店货币的 1 个单位。",
    ),
    "weights.referral_days": Words(
        "Referrals fade by half after",
        "推荐多久后只算一半",
        "Shorter: the score forgets earlier referrals sooner.",
        "越短，以前的推荐越快不算数。",
    ),
    "weights.act": Words(
        "For each deed",
        "每参与一次",
        "Views, searches and other events; goes into the score under participation.",
        "浏览、搜索等行为；计入会员价值分的“参与”部分。",
    ),
    "weights.act_days": Words(
        "Deeds fade by half after",
        "参与多久后只算一半",
        "Shorter: the score forgets earlier deeds sooner.",
        "越短，以前的参与越快不算数。",
    ),
    "horizon.months": Words(
        "Looks ahead",
        "往后看多久",
        "Lifetime value counts the purchases that are expected within these months.",
        "终身价值只算这些月内预计的消费。",
    ),
    "horizon.discount_bp": Words(
        "Later money is worth less, a year",
        "越晚的钱每年少算",
        "Higher: lifetime value counts the coming months more and later ones less.",
        "越高，终身价值越看重眼前，越少算以后。",
    ),
    "horizon.churn_days": Words(
        "Lost without a purchase within",
        "多久不买算流失",
        "The risk of churn is the chance of no purchase in these days.",
        "流失概率就是接下来这些天一次都不买的可能。",
    ),
}
