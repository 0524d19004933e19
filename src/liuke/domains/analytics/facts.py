"""What models offer to be asked about a member: estimates as of the last night, whole numbers.

A member who was merged has no row of their own; who was never scored has none either.
"""

from __future__ import annotations

from liuke.kernel.facts import Fact, declare

declare(
    Fact(
        name="rfm.recency",
        kind="int",
        label="RFM: recency, 1 to 5",
        label_zh="RFM 最近消费分（1–5）",
        sql="""
            SELECT s.member_id, s.rfm_recency AS value FROM analytics_score s
            WHERE s.rfm_recency > 0
        """,
    ),
    Fact(
        name="rfm.frequency",
        kind="int",
        label="RFM: frequency, 1 to 5",
        label_zh="RFM 消费频次分（1–5）",
        sql="""
            SELECT s.member_id, s.rfm_frequency AS value FROM analytics_score s
            WHERE s.rfm_frequency > 0
        """,
    ),
    Fact(
        name="rfm.monetary",
        kind="int",
        label="RFM: money, 1 to 5",
        label_zh="RFM 消费金额分（1–5）",
        sql="""
            SELECT s.member_id, s.rfm_monetary AS value FROM analytics_score s
            WHERE s.rfm_monetary > 0
        """,
    ),
    Fact(
        name="rfm.class",
        kind="text",
        label="RFM class",
        label_zh="RFM 分类",
        sql="""
            SELECT s.member_id, s.rfm_class AS value FROM analytics_score s
            WHERE s.rfm_class <> ''
        """,
    ),
    Fact(
        name="rfm.before",
        kind="text",
        label="RFM class a period ago",
        label_zh="上期 RFM 分类",
        sql="""
            SELECT s.member_id, s.rfm_before AS value FROM analytics_score s
            WHERE s.rfm_before <> ''
        """,
    ),
    Fact(
        name="rfm.moved",
        kind="int",
        label="RFM: climbed (1), same (0), fell (-1)",
        label_zh="RFM 变动：升 1、平 0、降 -1",
        sql="SELECT s.member_id, s.rfm_moved AS value FROM analytics_score s",
    ),
    Fact(
        name="life.stage",
        kind="text",
        label="Stage of life",
        label_zh="生命周期阶段",
        sql="SELECT s.member_id, s.life_stage AS value FROM analytics_score s",
    ),
    Fact(
        name="life.rhythm",
        kind="int",
        label="Own rhythm, days between purchases",
        label_zh="个人购买节奏（天）",
        sql="""
            SELECT s.member_id, s.rhythm_days AS value FROM analytics_score s
            WHERE s.rfm_recency > 0
        """,
    ),
    Fact(
        name="layer",
        kind="int",
        label="Layer, 1 is the lowest",
        label_zh="九段层级（1 最低）",
        sql="SELECT s.member_id, s.layer AS value FROM analytics_score s",
    ),
    Fact(
        name="layer.code",
        kind="text",
        label="Layer, by code",
        label_zh="九段层级代码",
        sql="SELECT s.member_id, s.layer_code AS value FROM analytics_score s",
    ),
    Fact(
        name="value.rank",
        kind="int",
        label="Among the best so many per cent by spending",
        label_zh="消费排名（前百分之几）",
        sql="""
            SELECT s.member_id, s.rank_percent AS value FROM analytics_score s
            WHERE s.rfm_recency > 0
        """,
    ),
    Fact(
        name="value.score",
        kind="int",
        label="Member value score",
        label_zh="会员价值分",
        sql="SELECT s.member_id, s.value_score AS value FROM analytics_score s",
    ),
    Fact(
        name="value.purchases",
        kind="int",
        label="Member value from purchases",
        label_zh="会员价值：购买",
        sql="SELECT s.member_id, s.value_purchases AS value FROM analytics_score s",
    ),
    Fact(
        name="value.referrals",
        kind="int",
        label="Member value from referrals",
        label_zh="会员价值：推荐",
        sql="SELECT s.member_id, s.value_referrals AS value FROM analytics_score s",
    ),
    Fact(
        name="value.participation",
        kind="int",
        label="Member value from participation",
        label_zh="会员价值：参与",
        sql="SELECT s.member_id, s.value_participation AS value FROM analytics_score s",
    ),
    Fact(
        name="clv.alive",
        kind="int",
        label="Chance to be still a customer, per mille",
        label_zh="仍是顾客的概率（千分比）",
        sql="""
            SELECT s.member_id, s.alive_pm AS value FROM analytics_score s
            WHERE s.alive_pm IS NOT NULL
        """,
    ),
    Fact(
        name="clv.orders",
        kind="int",
        label="Purchases to come, in thousandths",
        label_zh="预期购买次数（千分之一次）",
        sql="""
            SELECT s.member_id, s.orders_pm AS value FROM analytics_score s
            WHERE s.orders_pm IS NOT NULL
        """,
    ),
    Fact(
        name="clv.value",
        kind="money",
        label="Lifetime value to come",
        label_zh="预期终身价值",
        sql="""
            SELECT s.member_id, s.clv_minor AS value FROM analytics_score s
            WHERE s.clv_minor IS NOT NULL
        """,
    ),
    Fact(
        name="churn.risk",
        kind="int",
        label="Risk to buy nothing in the coming days, per mille",
        label_zh="流失风险（千分比）",
        sql="""
            SELECT s.member_id, s.churn_pm AS value FROM analytics_score s
            WHERE s.churn_pm IS NOT NULL
        """,
    ),
    Fact(
        name="next_order.on",
        kind="date",
        label="Day the next order is expected",
        label_zh="预计下次购买日",
        sql="""
            SELECT s.member_id, s.next_order_on AS value FROM analytics_score s
            WHERE s.next_order_on IS NOT NULL
        """,
    ),
    Fact(
        name="picks.again",
        kind="text",
        label="Product to buy again first",
        label_zh="最可能再买的商品",
        sql="""
            SELECT s.member_id, s.pick_again AS value FROM analytics_score s
            WHERE s.pick_again IS NOT NULL
        """,
    ),
    Fact(
        name="picks.along",
        kind="text",
        label="Product that goes best with what they buy",
        label_zh="最搭配的商品",
        sql="""
            SELECT s.member_id, s.pick_along AS value FROM analytics_score s
            WHERE s.pick_along IS NOT NULL
        """,
    ),
    Fact(
        name="picks.upgrade",
        kind="text",
        label="Product to trade up to first",
        label_zh="最可能升级的商品",
        sql="""
            SELECT s.member_id, s.pick_upgrade AS value FROM analytics_score s
            WHERE s.pick_upgrade IS NOT NULL
        """,
    ),
    Fact(
        name="picks.buy_again",
        kind="texts",
        label="Products to buy again",
        label_zh="可能再买的商品",
        sql="""
            SELECT s.member_id, s.pick_again AS value FROM analytics_score s
            WHERE s.pick_again IS NOT NULL
            UNION ALL
            SELECT s.member_id, s.pick_again_2 FROM analytics_score s
            WHERE s.pick_again_2 IS NOT NULL
            UNION ALL
            SELECT s.member_id, s.pick_again_3 FROM analytics_score s
            WHERE s.pick_again_3 IS NOT NULL
        """,
    ),
    Fact(
        name="picks.goes_with",
        kind="texts",
        label="Products that go with what they buy",
        label_zh="可以搭配的商品",
        sql="""
            SELECT s.member_id, s.pick_along AS value FROM analytics_score s
            WHERE s.pick_along IS NOT NULL
            UNION ALL
            SELECT s.member_id, s.pick_along_2 FROM analytics_score s
            WHERE s.pick_along_2 IS NOT NULL
            UNION ALL
            SELECT s.member_id, s.pick_along_3 FROM analytics_score s
            WHERE s.pick_along_3 IS NOT NULL
        """,
    ),
    Fact(
        name="picks.upgrades",
        kind="texts",
        label="Products to trade up to",
        label_zh="可以升级到的商品",
        sql="""
            SELECT s.member_id, s.pick_upgrade AS value FROM analytics_score s
            WHERE s.pick_upgrade IS NOT NULL
            UNION ALL
            SELECT s.member_id, s.pick_upgrade_2 FROM analytics_score s
            WHERE s.pick_upgrade_2 IS NOT NULL
        """,
    ),
    Fact(
        name="scored.on",
        kind="date",
        label="Last day that scores know of",
        label_zh="评分数据截至日",
        sql="SELECT s.member_id, s.through_on AS value FROM analytics_score s",
    ),
)
