"""Coupons come along from another system: each once, with what it lived through there."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from liuke.domains import connect, coupons, members
from liuke.domains.connect import Fault, Taken, Wish
from liuke.domains.coupons import CouponUnusable, Gift, Reason, State, Use
from liuke.domains.coupons.template import BirthdayMonth, Dates, Got
from liuke.domains.members import Enrolment, Merging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests.coupons.templates import card, cash, given, publish

HEAD = "券模板,会员编号,券编号,券码,状态,发放时间,有效期至,核销时间,剩余次数,核销金额"


async def bring(tx: Tx, *rows: str, head: str = HEAD) -> Taken:
    """Take a file of coupons in."""
    raw = "\n".join([head, *rows]).encode()
    found = connect.survey(io.BytesIO(raw))
    plan = await connect.make_plan(tx, connect.find_sheet("coupons", taking=True), found, {})
    (chunk,) = connect.chunks(plan, connect.records(io.BytesIO(raw), found))
    return await connect.take(tx, plan, chunk)


async def faults(tx: Tx, *rows: str) -> list[tuple[str, str]]:
    return [(fault.column, fault.reason) for fault in (await bring(tx, *rows)).faults]


async def people(tx: Tx, *numbers: str) -> list[MemberId]:
    made = [
        Enrolment(f"1380013800{n}", f"王小明{n}", source="import", external_id=number)
        for n, number in enumerate(numbers)
    ]
    return [one.member_id for one in await members.enrol(tx, made)]


async def sound(tx: Tx) -> bool:
    """Tell whether every coupon, code and sum still proves true."""
    return not (await coupons.verify(tx)).broken


async def test_what_became_of_a_coupon_elsewhere_comes_along_with_it(tx: Tx) -> None:
    await publish(tx, cash(), card(5))
    (ann,) = await people(tx, "A1")
    told = await bring(
        tx,
        "ten,A1,1,,未使用,2024-03-01 10:00,2199-05-03,,,",
        "ten,A1,2,,已核销,2024-03-01,2024-05-03,2024-04-01 09:30,,10.00",
        "ten,A1,3,,已过期,2024-03-01,2024-05-03,,,",
        "ten,A1,4,,已作废,2024-03-01,2199-05-03,2024-03-02,,",
        "card,A1,5,,可用,2024-03-01,2199-05-03 12:00,2024-04-01,2,",
        "ten,A1,6,,open,2024-03-01,2024-05-03,,,",
    )
    assert (told.faults, told.taken) == ((), 6)
    held = {c.cause: c for c in await coupons.holdings(tx, ann)}
    one = held["import:import:1"]
    assert (one.state, one.issued_at) == (State.OPEN, datetime(2024, 3, 1, 2, tzinfo=UTC))
    assert one.valid_until == datetime(2199, 5, 3, 16, tzinfo=UTC)
    two = held["import:import:2"]
    assert (two.state, two.uses_left, two.saved_minor) == (State.USED, 0, 1000)
    (used,) = await coupons.history(tx, ann, two.id)
    assert (used.kind, used.at) == ("redeemed", datetime(2024, 4, 1, 1, 30, tzinfo=UTC))
    states = [held[f"import:import:{n}"].state for n in range(3, 7)]
    assert states == [State.EXPIRED, State.VOID, State.OPEN, State.EXPIRED]
    assert (held["import:import:5"].uses, held["import:import:5"].uses_left) == (5, 2)
    (tally,) = await coupons.tallies(tx, ["ten"])
    assert (tally.given, tally.open, tally.used, tally.expired, tally.void) == (5, 1, 1, 2, 1)
    assert await sound(tx)


async def test_an_old_code_is_shown_at_the_counter_like_one_of_ours(tx: Tx) -> None:
    await publish(tx, cash())
    ann, eve = await people(tx, "A1", "A2")
    await bring(tx, "ten,A1,,KX-778 a,未使用,,2199-05-03,,,", head=HEAD)
    found = await coupons.look_up(tx, "kx778A", member_id=ann)
    assert (found.template, found.old_code) == ("ten", "KX-778 a")
    with pytest.raises(coupons.UnknownCoupon):
        await coupons.look_up(tx, "kx778A", member_id=eve)
    typed = await coupons.find_by_code(tx, "KX 778 A")
    assert typed is not None
    assert typed.id == found.id
    await coupons.redeem(tx, [Use(ann, found.id, "order:1")])
    with pytest.raises(CouponUnusable) as refusal:
        await coupons.look_up(tx, "KX778A", member_id=ann)
    assert refusal.value.reason is Reason.USED
    assert await sound(tx)


async def test_a_code_of_ours_stays_the_code(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await people(tx, "A1")
    code = "0000-00000-00012"
    assert (await bring(tx, f"ten,A1,,{code},,,2199-05-03,,,")).taken == 1
    found = await coupons.look_up(tx, code, member_id=ann)
    assert (str(found.code), found.old_code) == (code, None)
    assert await sound(tx)


async def test_a_row_counts_once_whatever_file_it_comes_in_and_whoever_has_it_now(tx: Tx) -> None:
    await publish(tx, cash(transferable=True))
    ann, bob, eve = await people(tx, "A1", "A2", "A3")
    row = "ten,A1,7,OLD7,未使用,,2199-05-03,,,"
    await bring(tx, row, row)
    (one,) = await coupons.holdings(tx, ann)
    await members.merge(tx, [Merging(bob, ann, "one person")])
    await tx.settle()
    again = await bring(tx, row, "ten,A2,,old 7,未使用,,2199-05-03,,,")
    assert again.faults == ()
    (now,) = await coupons.holdings(tx, bob, state=State.OPEN)
    assert (now.first_id, now.old_code) == (one.id, "OLD7")
    assert (await coupons.look_up(tx, "old7", member_id=bob)).id == now.id
    assert (await bring(tx, "ten,A3,7,,未使用,,2199-05-03,,,")).faults[0].column == "number"
    assert await coupons.holdings(tx, eve) == []
    await coupons.transfer(tx, [Gift(bob, now.id, eve)])
    assert (await bring(tx, row)).faults == ()
    (gift,) = await coupons.holdings(tx, eve)
    assert gift.old_code is None
    assert await sound(tx)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("ten,A9,1,,,,,,,", "member", "no such member"),
        ("ten,A1,,,,,,,,", "number", "give its number or its code"),
        ("nil,A1,1,,,,,,,", "template", "there is no such coupon"),
        ("ten,A1,1,,transferred,,,,,", "state", "open, used, expired or void"),
        ("ten,A1,1,,,2199-01-01,,,,", "issued_at", "lies ahead of now"),
        ("ten,A1,1,,used,2024-01-02,,2199-01-01,,", "used_at", "lies ahead of now"),
        ("ten,A1,1,,used,2024-01-02,,2024-01-01,,", "used_at", "before it was issued"),
        ("ten,A1,1,,,2024-01-02,2024-01-01,,,", "valid_until", "ends before it begins"),
        ("ten,A1,1,,已过期,2024-01-02,2199-01-01,,,", "valid_until",
         "expired, but its end lies ahead"),
        ("ten,A1,1,,,,,,2,", "uses_left", "one of this template has 1"),
        ("card,A1,1,,used,,,,1,", "uses_left", "some are left of one that is used up"),
        ("card,A1,1,,,,,,0,", "uses_left", "none is left: its state is used"),
        ("ten,A1,1,,,,,,,5", "saved", "nothing of it was used"),
        ("birth,A1,1,,,,,,,", "valid_until", "the member has no birthday on file"),
        ("ten,A1,1,hello,,,,,,", "code", "this is everybody's code of a template"),
        ("over,A1,1,,,,,,,", "valid_until", "it would be over already"),
    ],
)  # fmt: skip
async def test_what_cannot_have_been_is_refused_by_its_column_and_the_rest_is_taken(
    tx: Tx, row: str, column: str, reason: str
) -> None:
    public = cash("poster", got=Got.PUBLIC_CODE, public_code="HELLO")
    over = cash("over", validity=Dates(ends_on=datetime(2001, 1, 1, tzinfo=UTC).date()))
    await publish(tx, cash(), card(3), public, over, cash("birth", validity=BirthdayMonth()))
    await people(tx, "A1")
    told = await bring(tx, row, "ten,A1,2,,,,2199-05-03,,,")
    fault: Fault
    (fault,) = told.faults
    assert (fault.line, fault.column, fault.reason, told.taken) == (2, column, reason, 1)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in fault.reason_zh)
    assert await sound(tx)


async def test_stock_budget_and_what_a_member_may_get_hold_for_what_comes_along(tx: Tx) -> None:
    few = cash("few", stock=2, per_day=1)
    dear = cash("dear", budget_minor=1500)
    await publish(tx, few, dear, cash("own", per_member=1, per_member_day=1))
    await people(tx, "A1", "A2")
    rows = [f"few,A{n % 2 + 1},{n},,,2024-03-01,2199-05-03,,," for n in range(3)]
    assert await faults(tx, *rows) == [("template", "none are left")]
    spent = [f"dear,A1,d{n},,used,2024-03-01,2199-05-03,,,10" for n in range(2)]
    assert await faults(tx, *spent) == [("template", "its budget is spent")]
    owned = [f"own,A1,o{n},,,2024-03-01,2199-05-03,,," for n in range(2)]
    assert await faults(tx, *owned) == [("template", "the member has all they may")]
    assert await sound(tx)


async def test_without_an_end_a_coupon_lives_as_its_template_says(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await people(tx, "A1")
    await bring(tx, "ten,A1,1,,,2024-03-01 10:00,,,,")
    (one,) = await coupons.holdings(tx, ann)
    assert (one.state, one.valid_until) == (State.EXPIRED, datetime(2024, 3, 8, 16, tzinfo=UTC))


async def test_coupons_go_out_without_their_codes_and_read_back_as_they_are(tx: Tx) -> None:
    await publish(tx, cash(), card(5))
    (ann,) = await people(tx, "A1")
    await given(tx, ann, "ten")
    used = await given(tx, ann, "card")
    await coupons.redeem(tx, [Use(ann, used, "visit:1", 2)])
    await bring(tx, "ten,A1,1,SECRET1,,,2199-05-03,,,")
    before = await coupons.holdings(tx, ann)
    sheet = connect.find_sheet("coupons")
    pages, wish = "", Wish(limit=2)
    while True:
        leaf = await connect.export_page(tx, sheet, wish)
        pages += connect.body(sheet.columns, leaf.rows, tx.zone, tx.currency)
        if not leaf.more:
            break
        wish = Wish(after=leaf.after, limit=2)
    assert pages.count("\r\n") == 3
    assert "SECRET1" not in pages
    head = ",".join(column.name for column in sheet.columns)
    told = await bring(tx, *pages.strip().splitlines(), head=head)
    assert (told.faults, told.taken) == ((), 3)
    assert await coupons.holdings(tx, ann) == before
