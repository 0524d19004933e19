"""What conditions may ask of members themselves, their family, cards and consents.

Every relation groups by `home_id`: what a merged member brought along counts for the one they
became.
"""

from __future__ import annotations

from liuke.kernel.facts import Fact, Ground, declare, declare_ground

# What a profile says now: a member's own fields before those of who was merged into them, of
# these the last one set; of several set at one instant that of the last to have got an id.
declare_ground(
    Ground(
        "latest",
        sql="""SELECT k.home_id AS member_id, p.field, p.value, p.value_on, p.month_day,
            p.lunar_day,
            ROW_NUMBER() OVER (
                PARTITION BY k.home_id, p.field
                ORDER BY CASE WHEN k.id = k.home_id THEN 0 ELSE 1 END, p.set_at DESC,
                    p.member_id DESC
            ) AS place
        FROM members_profile p JOIN members_member k ON k.id = p.member_id""",
    )
)
declare(
    Fact("member.state", "text", "State", "会员状态", sql="m.state"),
    Fact("member.source", "text", "Where they joined from", "入会来源", sql="m.source"),
    Fact(
        "member.store", "text", "Store they joined in", "入会门店",
        sql="""SELECT k.id AS member_id, s.code AS value
        FROM members_member k JOIN $shop s ON s.id = k.store_id""",
    ),
    Fact("member.anonymous", "bool", "Is anonymous", "匿名", sql="m.anonymous"),
    Fact("joined.on", "date", "Joined on", "入会日期", sql="m.joined_on"),
    Fact(
        "joined.days", "int", "Days since joining", "入会天数",
        sql="lk_days($today, m.joined_on)",
    ),
    Fact(
        "birthday", "date", "Birthday", "生日",
        sql="""SELECT b.member_id, b.value_on AS value FROM $latest b
        WHERE b.field = 'birthday' AND b.place = 1""",
    ),
    Fact(
        "birthday.month", "int", "Birthday month", "生日月份",
        sql="""SELECT b.member_id,
            CAST((b.month_day - b.month_day % 100) / 100 AS integer) AS value FROM $latest b
        WHERE b.field = 'birthday' AND b.place = 1""",
    ),
    Fact(
        "birthday.this_month", "bool", "Birthday in this calendar month", "本月生日",
        sql="""SELECT b.member_id, MAX(
            CASE WHEN c.month_day - c.month_day % 100 = b.month_day - b.month_day % 100 THEN 1
            ELSE 0 END
        ) = 1 AS value FROM $latest b
        JOIN $calendar AS c (in_days, month_day, lunar_day) ON c.in_days = 0
        WHERE b.field = 'birthday' AND b.place = 1
        GROUP BY b.member_id""",
    ),
    Fact(
        "birthday.day", "int", "Birthday day of month", "生日日期",
        sql="""SELECT b.member_id, CAST(b.month_day % 100 AS integer) AS value FROM $latest b
        WHERE b.field = 'birthday' AND b.place = 1""",
    ),
    Fact(
        "birthday.in_days", "int", "Days to the next birthday", "距生日天数",
        sql="""SELECT b.member_id, MIN(c.in_days) AS value FROM $latest b
        JOIN $calendar AS c (in_days, month_day, lunar_day) ON c.month_day = b.month_day
        WHERE b.field = 'birthday' AND b.place = 1
        GROUP BY b.member_id""",
    ),
    Fact(
        "birthday.lunar_in_days", "int", "Days to the next lunar birthday", "距农历生日天数",
        sql="""SELECT b.member_id, MIN(c.in_days) AS value FROM $latest b
        JOIN $calendar AS c (in_days, month_day, lunar_day) ON c.lunar_day = b.lunar_day
        WHERE b.field = 'birthday' AND b.place = 1
        GROUP BY b.member_id""",
    ),
    Fact(
        "age", "int", "Age", "年龄",
        sql="""SELECT b.member_id, lk_years($today, b.value_on) AS value FROM $latest b
        WHERE b.field = 'birthday' AND b.place = 1""",
    ),
    Fact(
        "gender", "text", "Gender", "性别",
        sql="""SELECT b.member_id, b.value AS value FROM $latest b
        WHERE b.field = 'gender' AND b.place = 1""",
    ),
    Fact(
        "profile", "text", "Profile field", "资料项",
        sql="""SELECT b.member_id, b.value AS value FROM $latest b
        WHERE b.field = $field AND b.place = 1""",
        args=("field",),
    ),
    Fact(
        "tag", "texts", "Tags", "标签",
        sql="""SELECT k.home_id AS member_id, t.tag AS value
        FROM members_tag t JOIN members_member k ON k.id = t.member_id
        WHERE t.expires_at IS NULL OR t.expires_at > $now""",
    ),
    Fact(
        "consent", "bool", "Allows a purpose on a channel", "授权",
        sql="""SELECT x.member_id, x.given AS value FROM (
            SELECT k.home_id AS member_id, c.given,
                ROW_NUMBER() OVER (PARTITION BY k.home_id ORDER BY c.id DESC) AS place
            FROM members_consent c JOIN members_member k ON k.id = c.member_id
            WHERE c.purpose = $purpose AND c.channel = $channel AND c.partner = ''
        ) x
        WHERE x.place = 1""",
        args=("purpose", "channel"), default=False,
    ),
    Fact(
        "household.size", "int", "People in the household", "家庭人数",
        # Who was two lives where they say themselves, else where was said last: as `kin_of` has it.
        sql="""SELECT w.member_id,
            CAST(COALESCE(MAX(h.size), COUNT(DISTINCT n.home_id)) AS integer) AS value
        FROM (
            SELECT m.home_id AS member_id, k.household_id, ROW_NUMBER() OVER (
                PARTITION BY m.home_id
                ORDER BY CASE WHEN m.id = m.home_id THEN 0 ELSE 1 END, k.since DESC,
                    k.member_id DESC
            ) AS place
            FROM members_kin k JOIN members_member m ON m.id = k.member_id
        ) w
        JOIN members_household h ON h.id = w.household_id
        JOIN members_kin o ON o.household_id = w.household_id
        JOIN members_member n ON n.id = o.member_id
        WHERE w.place = 1
        GROUP BY w.member_id""",
    ),
    Fact(
        "children.count", "int", "Number of children", "孩子数量",
        sql="""SELECT k.home_id AS member_id, COUNT(*) AS value
        FROM members_child c JOIN members_member k ON k.id = c.member_id
        GROUP BY k.home_id""",
        default=0,
    ),
    Fact(
        "children.youngest_months", "int", "Youngest child in months", "最小孩子月龄",
        sql="""SELECT k.home_id AS member_id, lk_months($today, MAX(c.birth_on)) AS value
        FROM members_child c JOIN members_member k ON k.id = c.member_id
        GROUP BY k.home_id""",
    ),
    Fact(
        "children.oldest_months", "int", "Oldest child in months", "最大孩子月龄",
        sql="""SELECT k.home_id AS member_id, lk_months($today, MIN(c.birth_on)) AS value
        FROM members_child c JOIN members_member k ON k.id = c.member_id
        GROUP BY k.home_id""",
    ),
    Fact(
        "children.age_months", "int", "Months of the child nearest to an age", "最接近月龄的孩子",
        sql="""SELECT x.member_id, x.months AS value FROM (
            SELECT y.member_id, y.months, ROW_NUMBER() OVER (
                PARTITION BY y.member_id
                ORDER BY ABS(y.months - CAST($months AS integer)), y.months
            ) AS place
            FROM (
                SELECT k.home_id AS member_id, lk_months($today, c.birth_on) AS months
                FROM members_child c JOIN members_member k ON k.id = c.member_id
            ) y
        ) x
        WHERE x.place = 1""",
        args=("months",), whole=("months",),
    ),
    Fact(
        "children.aged", "int", "Children of an age in months", "某月龄段的孩子数",
        sql="""SELECT k.home_id AS member_id, COUNT(*) AS value
        FROM members_child c JOIN members_member k ON k.id = c.member_id
        WHERE lk_months($today, c.birth_on) BETWEEN CAST($since AS integer)
            AND CAST($until AS integer)
        GROUP BY k.home_id""",
        args=("since", "until"), default=0, whole=("since", "until"),
    ),
    Fact(
        "card.kind", "text", "Kind of card", "会员卡类型",
        sql="""SELECT x.member_id, x.kind AS value FROM (
            SELECT k.home_id AS member_id, c.kind,
                ROW_NUMBER() OVER (
                    PARTITION BY k.home_id ORDER BY c.issued_at DESC, c.id DESC
                ) AS place
            FROM members_card c JOIN members_member k ON k.id = c.member_id
            WHERE c.state = 'active'
        ) x
        WHERE x.place = 1""",
    ),
    Fact(
        "card.plan", "text", "Card plan", "会员卡方案",
        sql="""SELECT x.member_id, x.plan AS value FROM (
            SELECT k.home_id AS member_id, c.plan,
                ROW_NUMBER() OVER (
                    PARTITION BY k.home_id ORDER BY c.issued_at DESC, c.id DESC
                ) AS place
            FROM members_card c JOIN members_member k ON k.id = c.member_id
            WHERE c.state = 'active'
        ) x
        WHERE x.place = 1""",
    ),
    Fact(
        "card.on", "date", "Card date", "办卡日期",
        sql="""SELECT x.member_id, x.card_on AS value FROM (
            SELECT k.home_id AS member_id, c.card_on,
                ROW_NUMBER() OVER (PARTITION BY k.home_id ORDER BY c.card_on, c.id) AS place
            FROM members_card c JOIN members_member k ON k.id = c.member_id
            WHERE c.state = 'active'
        ) x
        WHERE x.place = 1""",
    ),
    Fact(
        "card.days_left", "int", "Days the card is still valid", "会员卡剩余天数",
        sql="""SELECT k.home_id AS member_id, lk_days(MAX(c.expires_on), $today) AS value
        FROM members_card c JOIN members_member k ON k.id = c.member_id
        WHERE c.state = 'active'
        GROUP BY k.home_id""",
    ),
)  # fmt: skip
