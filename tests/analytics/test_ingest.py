"""Behaviour events are kept once each, and by nobody's word but those who may give it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from liuke.domains import members
from liuke.domains.analytics.ingest import ingest
from liuke.domains.analytics.spoken import Call, EventsRefused, Taken
from liuke.domains.members import Decision, Enrolment, Field, FieldKind, Merging
from liuke.kernel.actor import Actor
from liuke.kernel.db import Tx, begin
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, encode
from tests import make
from tests.conftest import Shop


class Kept(Value, frozen=True):
    """A row as the tests look at it."""

    name: str
    member_id: MemberId | None
    anonymous_id: str | None
    product: str | None
    value_minor: int | None
    trusted: bool
    properties: dict[str, Any]


KEPT = Sql[Kept]("""
    SELECT name, member_id, anonymous_id, product, value_minor, trusted, properties
    FROM analytics_behaviour ORDER BY at, name, id
""")
THREADS = Sql[MemberId]("SELECT member_id FROM analytics_thread ORDER BY anonymous_id")
OWNED = Sql[int]("SELECT COUNT(*) AS c FROM analytics_behaviour WHERE member_id = $1::uuid")
GENDER = Sql[str]("SELECT value FROM members_profile WHERE member_id = $1::uuid AND field = $2")
PUBLIC = frozenset({"behaviour.write"})
SERVER = frozenset({"behaviour.write", "behaviour.identify"})


def call(*messages: dict[str, Any], kind: str = "") -> Call:
    return Call(kind, tuple(msgspec.Raw(encode(message)) for message in messages))


def viewed(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "type": "track", "event": "Product Viewed", "messageId": f"m{number}",
        "anonymousId": "device", "properties": {"product_id": f"p{number}"},
    } | more  # fmt: skip


def identified(user: object, anonymous: str = "device", **more: Any) -> dict[str, Any]:
    return {"type": "identify", "userId": str(user), "anonymousId": anonymous} | more


def as_key(tx: Tx, permissions: frozenset[str], key: str = "key_1") -> Tx:
    """Let what follows be told with a key of these permissions."""
    tx.actor = Actor(tx.merchant_id, "key", key, permissions)
    return tx


async def tell(tx: Tx, *messages: dict[str, Any]) -> Taken:
    (answer,) = await ingest(tx, [call(*messages)])
    assert isinstance(answer, Taken), answer
    return answer


async def kept(tx: Tx) -> list[Kept]:
    return await tx.rows(KEPT)


async def owned(tx: Tx, member_id: MemberId) -> int:
    return await tx.row(OWNED, member_id) or 0


@pytest.mark.inv("I1")
async def test_a_message_told_again_is_kept_once(tx: Tx) -> None:
    first = await tell(tx, viewed(1), viewed(1), viewed(2))
    again = await tell(tx, viewed(2), viewed(1, event="Something else"), viewed(3))
    assert (first.accepted, first.duplicates) == (2, 1)
    assert (again.accepted, again.duplicates) == (1, 2)
    assert sorted(row.product or "" for row in await kept(tx)) == ["p1", "p2", "p3"]


@pytest.mark.inv("I1")
async def test_rivals_who_tell_the_same_keep_it_once(shop: Shop) -> None:
    numbers = list(range(40))

    async def rival(order: Sequence[int]) -> int:
        async with shop.begin() as tx:
            return (await tell(tx, *(viewed(number) for number in order))).accepted

    orders = [numbers, numbers[::-1], numbers[20:] + numbers[:20], numbers[::2] + numbers[1::2]]
    assert sum(await asyncio.gather(*map(rival, orders * 3))) == len(numbers)
    async with shop.begin() as tx:
        assert len(await kept(tx)) == len(numbers)


async def test_requests_that_share_a_transaction_have_answers_of_their_own(tx: Tx) -> None:
    bad = {"type": "track", "event": "", "anonymousId": "a"}
    answers = await ingest(tx, [call(viewed(1)), call(bad), call(viewed(1), bad, viewed(2))])
    assert isinstance(answers[1], EventsRefused)
    assert answers[1].refused[0].field == "event"
    assert answers[0] == Taken(1, 0)
    assert isinstance(answers[2], Taken)
    assert (answers[2].accepted, answers[2].duplicates, answers[2].refused_count) == (1, 1, 1)
    assert [(one.index, one.field) for one in answers[2].refused] == [(1, "event")]


async def test_a_trail_belongs_to_who_is_identified_on_it_from_its_beginning(tx: Tx) -> None:
    (anna,) = await make.members(tx)
    await tell(tx, viewed(1), viewed(2))
    assert await owned(tx, anna) == 0
    await tell(tx, identified(anna), viewed(3))
    assert await owned(tx, anna) == 4
    later = [row for row in await kept(tx) if row.product == "p3"]
    assert later[0].member_id == anna


async def test_a_trail_stays_with_the_first_and_the_second_has_what_is_theirs(tx: Tx) -> None:
    anna, bert = await make.members(tx, 2)
    await tell(tx, viewed(1), identified(anna))
    await tell(tx, identified(bert), viewed(2, userId=str(bert)), viewed(3))
    assert await owned(tx, anna) == 3
    assert await owned(tx, bert) == 2


async def test_a_server_names_members_by_what_the_shop_calls_them(tx: Tx) -> None:
    (one,) = await members.enrol(tx, [Enrolment(source="shop", external_id="1001")])
    await tell(tx, viewed(1, userId="shop:1001", anonymousId=None), viewed(2, userId="nobody"))
    assert await owned(tx, one.member_id) == 1


async def test_what_a_user_did_before_they_joined_is_theirs_once_they_did(tx: Tx) -> None:
    await tell(tx, viewed(1, userId="shop:7", anonymousId=None), viewed(2, userId="shop:7"))
    assert all("shop:7" not in str(row) for row in await kept(tx))
    (one,) = await members.enrol(tx, [Enrolment(source="shop", external_id="7")])
    await tell(tx, viewed(3, userId="shop:7"))
    assert await owned(tx, one.member_id) == 3


async def test_an_unknown_user_on_somebody_elses_device_is_not_that_somebody(tx: Tx) -> None:
    (anna,) = await make.members(tx)
    await tell(tx, identified(anna))
    await tell(tx, viewed(1, userId="shop:unknown"))
    assert await owned(tx, anna) == 1


@pytest.mark.inv("A3")
async def test_a_public_key_is_believed_our_own_ids_only(tx: Tx) -> None:
    (one,) = await members.enrol(tx, [Enrolment(source="shop", external_id="1001")])
    as_key(tx, PUBLIC)
    known = await tell(tx, identified("shop:1001"), viewed(1, userId="shop:1001"))
    unknown = await tell(tx, identified("shop:9", "other"), viewed(2, userId=str(MemberId.new())))
    # The answer does not tell who is a member.
    assert msgspec.structs.replace(known) == msgspec.structs.replace(unknown)
    assert await owned(tx, one.member_id) == 0
    await tell(tx, viewed(3, userId=str(one.member_id), anonymousId=None))
    assert await owned(tx, one.member_id) == 1
    assert {row.trusted for row in await kept(tx)} == {False}


async def test_what_was_written_while_its_trail_was_tied_follows_with_the_next(
    shop: Shop,
) -> None:
    async with shop.begin() as tx:
        (anna,) = await make.members(tx)
    async with shop.begin() as slow:
        await tell(slow, viewed(1))
        async with shop.begin() as quick:
            await tell(quick, identified(anna))
    async with shop.begin() as tx:
        assert await owned(tx, anna) == 1
        await tell(tx, viewed(2))
        assert await owned(tx, anna) == 3


@pytest.mark.inv("A3")
async def test_a_public_key_cannot_take_a_trail_that_the_server_gave(tx: Tx) -> None:
    anna, mallory = await make.members(tx, 2)
    as_key(tx, PUBLIC)
    await tell(tx, identified(mallory), identified(mallory, "second"))
    as_key(tx, SERVER)
    await tell(tx, identified(anna))
    as_key(tx, PUBLIC)
    await tell(tx, identified(mallory))
    assert await tx.rows(THREADS) == [anna, mallory]


async def test_a_public_key_cannot_take_the_place_of_a_servers_message(tx: Tx) -> None:
    as_key(tx, PUBLIC)
    await tell(tx, viewed(1, properties={"product_id": "forged"}))
    as_key(tx, SERVER)
    assert (await tell(tx, viewed(1))).accepted == 1
    assert [row.product for row in await kept(tx) if row.trusted] == ["p1"]


async def test_a_public_key_cannot_take_the_place_of_another_sites_message(tx: Tx) -> None:
    for key in ("key_1", "key_2"):
        as_key(tx, PUBLIC, key)
        told = viewed(1, properties={"product_id": key})
        assert (await tell(tx, told)).accepted == 1
        assert (await tell(tx, told)).duplicates == 1
    assert sorted(row.product or "" for row in await kept(tx)) == ["key_1", "key_2"]


async def test_a_server_that_changes_its_key_tells_nothing_twice(tx: Tx) -> None:
    as_key(tx, SERVER)
    await tell(tx, viewed(1))
    as_key(tx, SERVER, "key_2")
    assert (await tell(tx, viewed(1))).duplicates == 1


async def test_traits_fill_declared_fields_of_who_agreed_and_of_nobody_else(tx: Tx) -> None:
    agreed, silent = await make.members(tx, 2)
    await members.declare_fields(
        tx, [Field("size", FieldKind.CHOICE, "Size", "尺码", choices=("s", "m"))]
    )
    await members.decide(tx, [Decision(agreed, "personalisation", given=True)])
    traits = {"size": "m", "gender": "many", "name": "Anna", "email": "a@b.cn", "vip": True}
    as_key(tx, PUBLIC)
    await tell(tx, identified(agreed, traits=traits))
    assert await tx.row(GENDER, agreed, "size") is None
    as_key(tx, SERVER)
    await tell(tx, *(identified(m, traits=traits) for m in (agreed, silent)))
    assert await tx.row(GENDER, agreed, "size") == "m"
    assert await tx.row(GENDER, agreed, "gender") is None
    assert await tx.row(GENDER, silent, "size") is None


async def test_an_old_message_told_again_changes_no_profile(tx: Tx) -> None:
    (anna,) = await make.members(tx)
    await members.decide(tx, [Decision(anna, "personalisation", given=True)])
    old = identified(anna, messageId="old", traits={"gender": "female"})
    await tell(tx, old)
    await tell(tx, identified(anna, messageId="new", traits={"gender": "other"}))
    assert (await tell(tx, old)).duplicates == 1
    assert await tx.row(GENDER, anna, "gender") == "other"


async def test_who_does_not_want_to_be_followed_is_not(tx: Tx) -> None:
    (anna,) = await make.members(tx)
    await tell(tx, identified(anna))
    await members.decide(tx, [Decision(anna, "personalisation", given=False)])
    answer = await tell(tx, viewed(1), viewed(2, userId=str(anna)))
    assert answer.accepted == 2
    assert await owned(tx, anna) == 1
    assert [row.anonymous_id for row in await kept(tx) if row.name == "product_viewed"] == [
        None, None,
    ]  # fmt: skip


@pytest.mark.inv("P4")
async def test_erased_members_leave_no_trail_and_get_no_new_one(tx: Tx) -> None:
    anna, bert = await make.members(tx, 2)
    await tell(tx, viewed(1), identified(anna), viewed(2, userId=str(anna), anonymousId="phone"))
    await tell(tx, viewed(3, anonymousId="elsewhere"), identified(bert, "bert"))
    await members.erase(tx, [anna], reason="asked")
    await tx.settle()
    assert [row.product for row in await kept(tx) if row.name == "product_viewed"] == ["p3"]
    assert await tx.rows(THREADS) == [bert]
    await tell(tx, viewed(4, userId=str(anna), anonymousId="phone"))
    assert await owned(tx, anna) == 0


async def test_what_a_merged_member_does_counts_for_who_they_became(tx: Tx) -> None:
    anna, double = await make.members(tx, 2)
    await members.merge(tx, [Merging(anna, double, "the same phone")])
    await tell(tx, viewed(1, userId=str(double), anonymousId=None))
    assert await owned(tx, anna) == 1


async def test_a_skewed_clock_is_set_right_and_history_is_refused(shop: Shop) -> None:
    async with shop.begin() as first:
        now = first.now
    behind = now - timedelta(days=30)
    async with begin(shop.database, shop.actor, now=now) as tx:
        message = viewed(1, timestamp=(behind - timedelta(hours=2)), sentAt=behind)
        old = viewed(2, timestamp=now - timedelta(days=8))
        answer = await tell(tx, message, old)
        assert [one.field for one in answer.refused] == ["timestamp"]
    async with shop.begin() as tx:
        at = Sql[int]("SELECT EXTRACT(EPOCH FROM $1::timestamptz - at)::int AS a "
                      "FROM analytics_behaviour")  # fmt: skip
        assert await tx.row(at, now) == 2 * 3600
