from __future__ import annotations

import asyncio

import pytest

from liuke.domains import members
from liuke.domains.members import Decision, Merging
from liuke.domains.members.consent import (
    CONSENTS_MOST,
    NOTICES_MOST,
    Notice,
    consent_history,
    notices,
    publish_notices,
)
from liuke.domains.members.errors import UnknownNotice
from liuke.domains.members.events import ConsentGiven, ConsentWithdrawn
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from tests import make
from tests.conftest import Shop

TERMS = Notice("marketing", 1, "zh-CN", "营销授权", "我们会给您发短信。")


async def allows(tx: Tx, member_id: MemberId, channel: str = "sms") -> bool:
    found = await members.allowed(tx, [member_id], purpose="marketing", channel=channel)
    return member_id in found


@pytest.mark.inv("P1")
async def test_silence_is_no_and_withdrawing_is_as_easy_as_giving(tx: Tx) -> None:
    [anna] = await make.members(tx)
    assert not await allows(tx, anna)
    await members.decide(tx, [Decision(anna, "marketing", given=True, channel="sms")])
    assert await allows(tx, anna)
    assert not await allows(tx, anna, "email")
    await members.decide(tx, [Decision(anna, "marketing", given=False, channel="sms")])
    assert not await allows(tx, anna)
    kinds = [type(e) for e in tx.events if isinstance(e, ConsentGiven | ConsentWithdrawn)]
    assert kinds == [ConsentGiven, ConsentWithdrawn]


async def test_a_member_has_a_word_on_so_many_things_and_may_always_take_it_back(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    many = [Decision(anna, f"p{n}", given=True) for n in range(CONSENTS_MOST)]
    await members.decide(tx, many)
    await members.decide(tx, [Decision(anna, "p0", given=False)])
    more = [Decision(ben, "one", given=True), Decision(anna, "one-more", given=True)]
    with pytest.raises(TooMany) as refusal:
        await members.decide(tx, more)
    assert (refusal.value.what, refusal.value.of) == ("consents", (str(anna),))
    await members.merge(tx, [Merging(anna, ben, "phone")])
    with pytest.raises(TooMany):
        await members.decide(tx, [Decision(ben, "one-more", given=True)])


@pytest.mark.inv("P1")
async def test_consent_is_per_partner(tx: Tx) -> None:
    [anna] = await make.members(tx)
    given = Decision(anna, "marketing", given=True, channel="sms", partner="fuel")
    await members.decide(tx, [given])
    assert not await allows(tx, anna)
    partner = await members.allowed(tx, [anna], purpose="marketing", channel="sms", partner="fuel")
    assert partner == {anna}


@pytest.mark.inv("P1")
async def test_a_consent_names_the_version_of_the_text_it_was_given_to(tx: Tx) -> None:
    [anna] = await make.members(tx)
    await publish_notices(tx, [TERMS])
    first = Decision(
        anna, "marketing", given=True, channel="sms", notice="marketing", version=1,
        evidence="form 17, page 2",
    )  # fmt: skip
    await members.decide(tx, [first, first])
    with pytest.raises(UnknownNotice):
        await members.decide(
            tx, [Decision(anna, "marketing", given=True, notice="marketing", version=2)]
        )
    await publish_notices(tx, [Notice("marketing", 2, "zh-CN", "营销授权", "新的内容。")])
    again = Decision(anna, "marketing", given=True, channel="sms", notice="marketing", version=2)
    await members.decide(tx, [again])
    assert [word.version for word in await consent_history(tx, [anna])] == [1, 2]
    assert [notice.version for notice in await notices(tx)] == [2]


async def test_there_are_so_many_texts_and_each_may_have_versions(tx: Tx) -> None:
    many = [Notice(f"n{n}", 1, "en", "t", "b") for n in range(NOTICES_MOST)]
    await publish_notices(tx, many)
    await publish_notices(tx, [Notice("n0", 2, "en", "t", "b")])
    for one in (Notice("more", 1, "en", "t", "b"), Notice("n0", 2, "zh-CN", "t", "b")):
        with pytest.raises(TooMany) as refusal:
            async with tx.savepoint():
                await publish_notices(tx, [one])
        assert (refusal.value.what, refusal.value.most) == ("notices", 200)


async def test_of_two_who_publish_the_last_text_at_once_one_does(shop: Shop) -> None:
    async with shop.begin() as tx:
        many = [Notice(f"n{n}", 1, "en", "t", "b") for n in range(NOTICES_MOST - 1)]
        await publish_notices(tx, many)

    async def publish_too() -> None:
        async with shop.begin() as tx:
            await publish_notices(tx, [Notice("too", 1, "en", "t", "b")])

    async with shop.begin() as tx:
        await publish_notices(tx, [Notice("last", 1, "en", "t", "b")])
        rival = asyncio.create_task(publish_too())
        await asyncio.wait({rival}, timeout=0.5)  # a rival that waits for nobody is done by then
    with pytest.raises(TooMany):
        await rival
    async with shop.begin() as tx:
        assert len(await notices(tx)) == NOTICES_MOST


async def test_a_published_text_is_never_changed(tx: Tx) -> None:
    await publish_notices(tx, [TERMS])
    await publish_notices(tx, [Notice("marketing", 1, "zh-CN", "别的", "别的。")])
    assert await notices(tx) == [TERMS]


@pytest.mark.inv("P1")
async def test_in_one_batch_the_last_word_counts(tx: Tx) -> None:
    [anna] = await make.members(tx)
    await members.decide(
        tx,
        [
            Decision(anna, "marketing", given=True, channel="sms"),
            Decision(anna, "marketing", given=False, channel="sms"),
        ],
    )
    assert not await allows(tx, anna)
    assert len(await consent_history(tx, [anna])) == 2


async def test_the_same_word_under_an_id_of_the_past_adds_nothing(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    await members.merge(tx, [Merging(anna, ben, "same phone")])
    for one in (ben, anna, ben):
        await members.decide(tx, [Decision(one, "marketing", given=True, channel="sms")])
    assert sum(isinstance(event, ConsentGiven) for event in tx.events) == 1
    await members.decide(tx, [Decision(ben, "marketing", given=False, channel="sms")])
    assert not await allows(tx, anna)
