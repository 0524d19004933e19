from __future__ import annotations

import pytest

from liuke.domains import members
from liuke.domains.members import CardPlan, Enrolment, Guest
from liuke.domains.members.consent import consent_history
from liuke.domains.members.errors import CardNumberTaken
from liuke.domains.members.welcome import Agreement, CardWish
from liuke.kernel.db import Tx
from tests import make

SILVER = CardPlan("silver", "Silver", "银卡", valid_years=2, fee_minor=9800)


async def test_a_guest_leaves_with_a_membership_a_card_and_their_word_kept(tx: Tx) -> None:
    await make.programme(tx, SILVER)
    near = await make.store(tx)
    agreed = (Agreement("charter"), Agreement("marketing", "sms", evidence="form 12"))
    guest = Guest(Enrolment("13800138000", "安娜", store_id=near), agreed, CardWish("silver"))
    [anna] = await members.welcome(tx, [guest])
    assert anna.created
    assert anna.card is not None
    assert (anna.card.plan, anna.card.fee_minor, anna.card.store_id) == ("silver", 9800, near)
    allowed = await members.allowed(tx, [anna.member_id], purpose="marketing", channel="sms")
    assert allowed == {anna.member_id}
    [again] = await members.welcome(tx, [guest])
    assert (again.member_id, again.created, again.card) == (anna.member_id, False, anna.card)
    assert len(await consent_history(tx, [anna.member_id])) == 2


async def test_a_guest_may_join_without_card_or_word(tx: Tx) -> None:
    [anna] = await members.welcome(tx, [Guest(Enrolment("13800138000"))])
    assert (anna.created, anna.card) == (True, None)


async def test_a_printed_card_is_handed_out_once(tx: Tx) -> None:
    card = CardWish(number="A100")
    guests = [Guest(Enrolment(f"1380013800{n}"), card=card) for n in range(2)]
    await members.welcome(tx, guests[:1])
    with pytest.raises(CardNumberTaken):
        await members.welcome(tx, guests[1:])
