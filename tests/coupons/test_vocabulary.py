from __future__ import annotations

from datetime import date

from liuke.domains import coupons, members, programme
from liuke.domains.coupons import CouponTemplate, Reason, Use
from liuke.domains.coupons.template import BirthdayMonth
from liuke.domains.coupons.vocabulary import IssueParams, give
from liuke.domains.coupons.words import WHY
from liuke.domains.members import Enrolment
from liuke.kernel import facts
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import cash, given, publish

ASKED = ("coupons.usable(ten)", "coupons.got(ten)", "coupons.used(ten)", "coupons.held")


async def test_facts_count_what_a_member_may_use_now(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    used = await given(tx, ann, "ten")
    await given(tx, ann, "ten")
    await coupons.redeem(tx, [Use(ann, used, "order:1")])
    found = (await facts.read(tx, [*ASKED, "coupons.saved", "coupons.next_end"], [ann]))[ann]
    assert [found[name] for name in ASKED] == [1, 2, 1, 1]
    assert found["coupons.saved"] == 0
    assert isinstance(found["coupons.next_end"], date)


async def test_one_cause_may_give_coupons_of_several_templates_and_several_of_one(tx: Tx) -> None:
    await publish(tx, cash(), cash("five"))
    (ann,) = await make.members(tx)
    for _ in range(2):
        await give(tx, [ann], IssueParams("ten", count=2), "gold")
        await give(tx, [ann], IssueParams("five"), "gold")
    held = sorted(coupon.template for coupon in await coupons.holdings(tx, ann))
    assert held == ["five", "ten", "ten"]


async def test_who_got_none_at_all_is_named_with_the_reason_in_words(tx: Tx) -> None:
    await publish(tx, cash(per_member=1))
    ann, ben = await make.members(tx, 2)
    assert await give(tx, [ann], IssueParams("ten", count=2), "spring") == {}
    left_out = await give(tx, [ann, ben], IssueParams("ten"), "summer")
    assert list(left_out) == [ann]
    assert left_out[ann].facts() == {
        "template": "ten",
        "reason": "the member has all they may",
        "reason_zh": "这位会员已领满",
    }


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(WHY) == set(Reason)


async def test_a_birthday_coupon_reads_the_month_from_the_profile(tx: Tx) -> None:
    await publish(tx, cash("cake", validity=BirthdayMonth()))
    (ann,) = await members.enrol(tx, [Enrolment("13800138000", profile={"birthday": "1990-02-14"})])
    cake = await given(tx, ann.member_id, "cake")
    coupon = await coupons.get_coupon(tx, ann.member_id, cake)
    assert coupon.valid_until is not None
    assert coupon.valid_until.astimezone(tx.zone).date().replace(year=2000) == date(2000, 3, 1)


def test_the_schema_of_a_programme_describes_every_field_of_a_coupon() -> None:
    described = programme.schema()["$defs"]
    assert CouponTemplate.__name__ in described
    fields = described["CouponTemplate"]["properties"]
    assert [name for name, field in fields.items() if "description" not in field] == []
