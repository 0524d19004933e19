"""Why a coupon was not given or cannot be used, in words."""

from __future__ import annotations

from collections.abc import Mapping

from liuke.domains.coupons.values import Reason

WHY: Mapping[Reason, tuple[str, str]] = {
    Reason.UNKNOWN_TEMPLATE: ("there is no such coupon", "没有这种券"),
    Reason.OUT_OF_STOCK: ("none are left", "已发完"),
    Reason.DAY_LIMIT: ("today's are gone", "今天的份数已发完"),
    Reason.MEMBER_LIMIT: ("the member has all they may", "这位会员已领满"),
    Reason.MEMBER_DAY_LIMIT: ("the member had theirs today", "这位会员今天已领满"),
    Reason.NOT_CLAIMABLE: ("it is not for claiming", "这种券不能自己领取"),
    Reason.CLAIM_CLOSED: ("the time to claim it is over", "领取时间已过"),
    Reason.NO_BIRTH_DATE: ("the member has no birthday on file", "会员没有填生日"),
    Reason.NO_CARD_DATE: ("the member has no card", "会员没有卡"),
    Reason.TOO_LATE: ("it would be over already", "发出时已经过期"),
    Reason.NOT_CLAIMED: ("it has not been claimed", "还没有领取"),
    Reason.NOT_YET_VALID: ("it is not valid yet", "还没有到可用时间"),
    Reason.EXPIRED: ("it is over", "已过期"),
    Reason.USED: ("it is used", "已用完"),
    Reason.VOID: ("it was voided", "已作废"),
    Reason.TRANSFERRED: ("it was passed on", "已转赠"),
    Reason.RESERVED: ("it is held for something else", "已为另一单保留"),
    Reason.BUDGET_SPENT: ("its budget is spent", "预算已用完"),
    Reason.NOT_TRANSFERABLE: ("it cannot be passed on", "这种券不能转赠"),
}
