"""Books that were cut off differ from what was written down outside of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import pytest

from liuke.domains import coupons, points, tiers
from liuke.domains.coupons import Use
from liuke.domains.points import BookSpec, Movement
from liuke.domains.programme import Live
from liuke.kernel import seals
from liuke.kernel.ids import MemberId
from liuke.kernel.reader import Reader, reading
from liuke.providers.postgres import Server
from liuke.surfaces import anchors
from tests import make
from tests.conftest import Shop
from tests.coupons import templates
from tests.surfaces.operator import Operator
from tests.tiers import shapes

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
# The same of the last step of a coupon, and of what was last counted towards a level.
COUPON_CUT_OFF = """
    DELETE FROM coupons_entry WHERE member_id = '{member}' AND seq = 2;
    UPDATE coupons_coupon c SET seq = e.seq, link = e.link, uses_left = uses_left + 1
    FROM coupons_entry e
    WHERE c.member_id = '{member}' AND e.member_id = c.member_id AND e.coupon_id = c.id;
"""
LEVEL_CUT_OFF = """
    DELETE FROM tiers_entry WHERE member_id = '{member}' AND seq = 2;
    UPDATE tiers_standing s SET seq = e.seq, link = e.link
    FROM tiers_entry e WHERE s.member_id = '{member}' AND e.member_id = s.member_id;
"""
# Another history as long as the one there was, and its head.
COUPON_ANEW = """
    UPDATE coupons_entry e SET cause = 'forged', link = sha256(before.link || convert_to(CONCAT(
        e.seq, '|redeemed|', (EXTRACT(EPOCH FROM e.at) * 1000000)::bigint, '|6|forged|1|0|',
        char_length(e.actor), '|', e.actor, '|'), 'UTF8'))
    FROM coupons_entry before
    WHERE e.member_id = '{member}' AND before.member_id = e.member_id AND e.seq = 2
        AND before.seq = 1;
    UPDATE coupons_coupon c SET link = e.link
    FROM coupons_entry e
    WHERE c.member_id = '{member}' AND e.member_id = c.member_id AND e.seq = 2;
"""
LEVEL_ANEW = """
    UPDATE tiers_entry e SET amount = 900, link = sha256(before.link || convert_to(CONCAT(
        e.seq, '|', char_length(e.cause), '|', e.cause, '|',
        (EXTRACT(EPOCH FROM e.at) * 1000000)::bigint, '|', e.day - DATE '1970-01-01', '|900|',
        e.purchases, '|', e.purchase_minor, '||||||0||', char_length(e.reason), '|', e.reason,
        '|', encode(uuid_send(e.version), 'hex'), '|',
        (EXTRACT(EPOCH FROM e.posted_at) * 1000000)::bigint), 'UTF8'))
    FROM tiers_entry before
    WHERE e.member_id = '{member}' AND before.member_id = e.member_id AND e.seq = 2
        AND before.seq = 1;
    UPDATE tiers_standing s SET link = e.link
    FROM tiers_entry e
    WHERE s.member_id = '{member}' AND e.member_id = s.member_id AND e.seq = 2;
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


async def used(shop: Shop, turn: int, of: MemberId | None) -> MemberId:
    """Use one of the coffees of a member's card, a new member's if none is named."""
    async with shop.begin() as tx:
        if of is None:
            await templates.publish(tx, templates.card(5))
            of = (await make.members(tx))[0]
            await templates.given(tx, of, "card")
        (card,) = await coupons.holdings(tx, of)
        await coupons.redeem(tx, [Use(of, card.id, f"order:{turn}")])
    return of


async def counted(shop: Shop, turn: int, of: MemberId | None) -> MemberId:
    """Count a purchase towards a member's level, a new member's if none is named."""
    async with shop.begin(shapes.noon("2026-03-01")) as tx:
        if of is None:
            await shapes.publish(tx, shapes.stars())
            of = (await make.members(tx))[0]
        await tiers.record(tx, [shapes.spent(of, f"2026-01-0{turn}", 5, f"order:{turn}")])
    return of


class Proof(Protocol):
    """What a ledger says of itself."""

    @property
    def broken(self) -> Sequence[Any]:
        """Return what does not add up."""
        ...


Write = Callable[[Shop, int, MemberId | None], Awaitable[MemberId]]
OTHERS: dict[str, tuple[Write, Callable[[Reader], Awaitable[Proof]], str, str]] = {
    "coupons": (used, coupons.verify, COUPON_CUT_OFF, COUPON_ANEW),
    "levels": (counted, tiers.verify, LEVEL_CUT_OFF, LEVEL_ANEW),
}


@pytest.mark.inv("L10")
@pytest.mark.parametrize("ledger", OTHERS)
async def test_a_chain_of_another_ledger_that_was_cut_off_or_written_anew_is_named_by_its_day(
    server: Server, shop: Shop, tmp_path: Path, ledger: str
) -> None:
    place, (write, prove, cut_off, anew) = anchors.place_of(tmp_path), OTHERS[ledger]
    one = await write(shop, 1, None)
    await laid(server, place, MONDAY)
    await write(shop, 2, one)
    await laid(server, place, TUESDAY)
    await laid(server, place, WEDNESDAY)
    assert await compared(server, place) == []
    told = {
        cut_off: (
            f"{ledger}: 1 entries on 1 chains were written then, 0 are there now",
            f"{ledger}: 2 entries then, 1 now",
        ),
        anew: (f"{ledger}: the heads of 1 chains that grew then are others now",),
    }
    for forgery, expected in told.items():
        async with forged(server, forgery.format(member=one.bytes.hex())) as reader:
            inside = (await prove(reader)).broken
            broken = (await anchors.verify(reader, place)).broken
        # The chain fits its head: nothing inside can tell.
        assert [b for b in inside if b.merchant_id == shop.actor.merchant_id] == []
        mine = [b for b in broken if b.merchant_id == shop.actor.merchant_id]
        assert tuple(b.found for b in mine if b.day == TUESDAY) == expected
        assert MONDAY not in {b.day for b in mine}


@pytest.mark.inv("L10")
async def test_a_line_holds_only_what_grew_since_the_line_before(
    server: Server, shop: Shop, tmp_path: Path
) -> None:
    place = anchors.place_of(tmp_path)
    one, merchant = await used(shop, 1, None), shop.actor.merchant_id
    held = []
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        line = await laid(server, place, day)
        assert line is not None
        held.append([(s.ledger, s.entries) for s in line.spans if s.merchant_id == merchant])
        if day == MONDAY:
            await counted(shop, 1, None)
            await earned(shop, "order:1", "order:2", of=one)
    assert held == [[("coupons", 1)], [("points", 2), ("levels", 1)], []]


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
    assert first["through"] > 0
    assert operator.asks("anchor") is None
    assert "今天已存证" in operator.types("anchor").stderr
    proven = operator.asks("verify")
    assert (proven["anchors"]["days"], proven["anchors"]["broken"]) == (1, [])
    place = anchors.place_of(operator.settings.home)
    place.write_bytes(place.read_bytes().replace(b'"through":', b'"through":9'))
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
