"""Books that were cut off differ from what was written down outside of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from liuke.domains import points
from liuke.domains.points import BookSpec, Movement
from liuke.domains.programme import Live
from liuke.kernel import seals
from liuke.kernel.ids import MemberId
from liuke.kernel.reader import Reader, reading
from liuke.providers.postgres import Server
from liuke.surfaces import anchors
from tests import make
from tests.conftest import Shop
from tests.surfaces.operator import Operator

LIVE = Live.of(BookSpec(code="stars"))
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)
# Whoever cuts a chain off well also takes the sums back that are kept of it.
CUT_OFF = """
    INSERT INTO points_step (merchant_id, book, members, spendable, pending, held, debt, awarded,
        redeemed, expired, clawed_back)
    SELECT merchant_id, book, 0, -SUM(points), 0, 0, 0, -SUM(points), 0, 0, 0
    FROM points_entry WHERE member_id = '{member}' AND seq > {seq}
    GROUP BY merchant_id, book;
    DELETE FROM points_entry WHERE member_id = '{member}' AND seq > {seq};
    DELETE FROM points_lot WHERE member_id = '{member}' AND lot > {seq};
    UPDATE points_account a SET seq = e.seq, link = e.link, balance = e.balance_after,
        spendable = e.balance_after, earned = e.balance_after, lots = e.seq
    FROM points_entry e
    WHERE a.member_id = '{member}' AND e.member_id = a.member_id AND e.seq = {seq};
"""
UNSEALED = "DELETE FROM kernel_seal WHERE merchant_id = '{merchant}' AND log = 'event'"


class Undo(BaseException):
    """Leaves a transaction without keeping anything."""


async def earned(shop: Shop, *causes: str, of: MemberId | None = None) -> MemberId:
    """Post entries for a member, a new one if none is named."""
    async with shop.begin() as tx:
        one = of or (await make.members(tx))[0]
        await points.post(tx, [Movement(one, "stars", cause, 10) for cause in causes], live=LIVE)
    return one


async def laid(server: Server, place: Path, on: date) -> anchors.Line | None:
    async with reading(server.verify_url) as reader:
        return await anchors.lay(reader, place, on=on)


async def compared(server: Server, place: Path) -> list[anchors.Broken]:
    async with reading(server.verify_url) as reader:
        return (await anchors.verify(reader, place)).broken


@asynccontextmanager
async def forged(server: Server, statements: str) -> AsyncIterator[Reader]:
    """Read a database its own administrator has tampered with; nothing of it stays."""
    connection = await asyncpg.connect(server.admin_url)
    with suppress(Undo):
        async with connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(statements)
            yield Reader(connection)
            raise Undo
    await connection.close()


@pytest.mark.inv("L10")
async def test_a_chain_cut_off_and_made_whole_again_is_named_by_its_day(
    server: Server, shop: Shop, tmp_path: Path
) -> None:
    place = anchors.place_of(tmp_path)
    one = await earned(shop, "order:1", "order:2")
    await laid(server, place, MONDAY)
    await earned(shop, "order:3", of=one)
    await laid(server, place, TUESDAY)
    await earned(shop, "order:4", of=one)
    assert await compared(server, place) == []
    uuid = one.bytes.hex()
    merchant = shop.actor.merchant_id
    for kept, days in ((3, []), (2, [TUESDAY]), (1, [MONDAY, TUESDAY])):
        async with forged(server, CUT_OFF.format(member=uuid, seq=kept)) as reader:
            inside = [b for b in (await points.verify(reader)).broken if b.merchant_id == merchant]
            broken = (await anchors.verify(reader, place)).broken
        # The chain is whole again, only shorter: nothing inside can tell.
        assert inside == []
        mine = [fault for fault in broken if fault.merchant_id == merchant]
        assert sorted({fault.day for fault in mine if fault.day}) == days


@pytest.mark.inv("L10")
async def test_seals_cut_off_are_named_by_their_day(
    server: Server, shop: Shop, tmp_path: Path
) -> None:
    place = anchors.place_of(tmp_path)
    await earned(shop, "order:1")
    await seals.seal(shop.database, shop.actor.merchant_id)
    await laid(server, place, MONDAY)
    unsealed = UNSEALED.format(merchant=shop.actor.merchant_id.bytes.hex())
    async with forged(server, unsealed) as reader:
        broken = (await anchors.verify(reader, place)).broken
    (fault,) = [fault for fault in broken if fault.merchant_id == shop.actor.merchant_id]
    assert (fault.day, fault.found) == (MONDAY, "seal 1 of event is not there")


@pytest.mark.inv("L10")
async def test_a_file_that_was_edited_says_so(server: Server, shop: Shop, tmp_path: Path) -> None:
    place = anchors.place_of(tmp_path)
    await earned(shop, "order:1")
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        assert await laid(server, place, day)
        assert await laid(server, place, day) is None
    lines = place.read_bytes().splitlines(keepends=True)
    assert len(lines) == 3
    assert place.stat().st_mode & 0o077 == 0
    place.write_bytes(lines[0] + lines[2])
    assert [fault.day for fault in await compared(server, place)] == [WEDNESDAY]
    place.write_bytes(lines[0] + lines[1][:-40])
    (fault,) = await compared(server, place)
    assert fault.found == "line 2 of the anchors cannot be read"


@pytest.mark.slow
@pytest.mark.inv("L10")
def test_an_operator_lays_an_anchor_and_verify_compares_it(operator: Operator) -> None:
    first = operator.asks("anchor")
    assert first["totals"] is not None
    assert operator.asks("anchor") is None
    assert "今天已存证" in operator.types("anchor").stderr
    proven = operator.asks("verify")
    assert (proven["anchors"]["days"], proven["anchors"]["broken"]) == (1, [])
    place = anchors.place_of(operator.settings.home)
    place.write_bytes(place.read_bytes().replace(b'"entries":', b'"entries":9'))
    told = operator.types("verify", fails=True)
    assert '"promise":"L10"' in told.stderr.replace("\n", "")


@pytest.mark.inv("L10")
async def test_a_line_that_a_crash_left_half_written_does_not_end_the_anchors(
    server: Server, shop: Shop, tmp_path: Path
) -> None:
    place = tmp_path / "anchors.jsonl"
    await earned(shop, "one")
    await laid(server, place, MONDAY)
    whole = place.read_bytes()
    await earned(shop, "two")
    await laid(server, place, TUESDAY)
    place.write_bytes(place.read_bytes()[: len(whole) + 40])
    assert await laid(server, place, WEDNESDAY) is not None
    assert len(place.read_bytes().splitlines()) == 2
    assert await compared(server, place) == []


@pytest.mark.inv("L10")
async def test_a_clock_that_ran_ahead_once_does_not_end_the_anchors(
    server: Server, shop: Shop, tmp_path: Path
) -> None:
    place = tmp_path / "anchors.jsonl"
    await earned(shop, "one")
    assert await laid(server, place, date(2062, 1, 1)) is not None
    assert await laid(server, place, MONDAY) is not None
    assert await laid(server, place, MONDAY) is None
    assert await compared(server, place) == []
