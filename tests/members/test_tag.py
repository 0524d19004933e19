from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import members
from liuke.domains.members import Tagging
from liuke.domains.members.events import MemberTagged, MemberUntagged
from liuke.domains.members.tag import AUTO, TAGS_MOST, expire_tags, members_with_due_tags
from liuke.kernel.actions import Deed, perform
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import TooMany
from tests import make


async def carried(tx: Tx, member_id: MemberId) -> list[str]:
    return [tag.tag for tag in await members.tags(tx, [member_id])]


async def test_a_tag_is_told_once_and_taken_back_once(tx: Tx) -> None:
    [anna] = await make.members(tx)
    await members.tag(tx, [Tagging(anna, "vip"), Tagging(anna, "vip"), Tagging(anna, "tea")])
    await members.tag(tx, [Tagging(anna, "vip")])
    assert await carried(tx, anna) == ["tea", "vip"]
    await members.untag(tx, [Tagging(anna, "vip"), Tagging(anna, "never")])
    await members.untag(tx, [Tagging(anna, "vip")])
    assert await carried(tx, anna) == ["tea"]
    assert [e.tag for e in tx.events if isinstance(e, MemberTagged)] == ["tea", "vip"]
    assert [e.tag for e in tx.events if isinstance(e, MemberUntagged)] == ["vip"]


async def test_nobody_carries_more_tags_set_by_hand_than_a_page_shows(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    many = [Tagging(anna, f"t{n:03}") for n in range(TAGS_MOST)]
    await members.tag(tx, [*many, *[Tagging(anna, f"auto{n}", tx.now) for n in range(2)]])
    await members.tag(tx, [Tagging(anna, "a-machine-s")], source=AUTO, cause="rule")
    await members.tag(tx, many[:1])
    with pytest.raises(TooMany) as refusal:
        await members.tag(tx, [Tagging(anna, "one-more"), Tagging(ben, "one-more")])
    assert (refusal.value.what, refusal.value.most) == ("tags", TAGS_MOST)
    assert refusal.value.of == (str(anna),)


async def test_a_tag_ends_at_its_instant_even_before_the_job_runs(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    await members.tag(tx, [Tagging(anna, "new", tx.now), Tagging(ben, "new")])
    assert await carried(tx, anna) == []
    assert await members_with_due_tags(tx) == [anna]
    await expire_tags(tx, [anna, ben])
    assert await members_with_due_tags(tx) == []
    assert [e.expired for e in tx.events if isinstance(e, MemberUntagged)] == [True]
    assert await carried(tx, ben) == ["new"]


async def test_a_machine_does_not_shorten_what_people_set(tx: Tx) -> None:
    [anna] = await make.members(tx)
    await members.tag(tx, [Tagging(anna, "vip")])
    await members.tag(tx, [Tagging(anna, "vip", tx.now + timedelta(days=1))], source=AUTO)
    [tag] = await members.tags(tx, [anna])
    assert (tag.source, tag.expires_at) == ("manual", None)


async def test_programmes_tag_and_untag_by_action(tx: Tx) -> None:
    people = await make.members(tx, 3)
    await perform(tx, Deed("members.tag", {"tag": "gift", "days": 7}), people, "test:1")
    [tag] = await members.tags(tx, people[:1])
    assert (tag.source, tag.expires_at) == ("auto", tx.now + timedelta(days=7))
    await perform(tx, Deed("members.untag", {"tag": "gift"}), people, "test:2")
    assert await members.tags(tx, people) == []


@pytest.mark.inv("P4")
async def test_who_was_erased_is_tagged_no_more(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    await members.erase(tx, [anna], reason="asked")
    await members.tag(tx, [Tagging(anna, "vip"), Tagging(ben, "vip")])
    assert (await carried(tx, anna), await carried(tx, ben)) == ([], ["vip"])
