from __future__ import annotations

from shutil import rmtree

import duckdb
import pytest

from liuke.domains import analytics, members
from liuke.domains.analytics import Seat
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests.analytics.lakes import ANYWHERE, assert_same, in_lake, kept, open_lake
from tests.conftest import Shop

pytestmark = pytest.mark.slow

CANARY = "canary-4471"
BIRTHDAY = "1987-03-19"
TAG = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    SELECT $1::uuid, tag, 'manual', lk_now() FROM UNNEST($2::text[]) AS t (tag)
""")
UNTAG = Sql[None]("DELETE FROM members_tag WHERE tag = $1")
PROFILE = Sql[None]("""
    INSERT INTO members_profile (member_id, field, value, value_on, set_at)
    VALUES ($1::uuid, 'birthday', $2, $2::text::date, lk_now()),
        ($1::uuid, 'hobby', $3, NULL, lk_now())
""")
CHILD = Sql[None]("""
    INSERT INTO members_child (member_id, id, birth_on, guardian_consent_at)
    VALUES ($1::uuid, $1::uuid, $2::text::date, lk_now())
""")
EVENT = Sql[None]("""
    INSERT INTO kernel_event (id, kind, member_id, at, actor, body)
    VALUES (uuidv7(), 'test.said', $1::uuid, lk_now(), 'test', jsonb_build_object('said', $2::text))
""")
LATER = Sql[None]("""
    UPDATE analytics_file SET delete_at = delete_at - INTERVAL '16 minutes'
    WHERE delete_at IS NOT NULL
""")


async def known(shop: Shop, tag: str) -> MemberId:
    async with shop.begin() as tx:
        (made,) = await members.enrol(tx, [members.Enrolment(source="t", external_id=tag)])
        await tx.run(TAG, made.member_id, [tag, f"{tag}-old"])
        await tx.run(PROFILE, made.member_id, BIRTHDAY, tag)
        await tx.run(CHILD, made.member_id, BIRTHDAY)
        await tx.run(EVENT, made.member_id, tag)
    return made.member_id


def everything(seat: Seat) -> tuple[str, bytes]:
    """Return every value of every file as text, and every byte, of copies too."""
    files = kept(seat)
    far = seat.folder / "far"
    far.mkdir(exist_ok=True)
    for place, body in files.items():
        far.joinpath(place.replace("/", "-")).write_bytes(body)
    values = []
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for path in far.iterdir():
            if path.suffix == ".parquet":
                shown = "SELECT COLUMNS(*)::VARCHAR FROM read_parquet($path)"
                values += connection.execute(shown, {"path": str(path)}).fetchall()
    rmtree(far)
    here = [path.read_bytes() for path in seat.folder.rglob("*") if path.is_file()]
    return repr(values), b"".join([*files.values(), *here])


@ANYWHERE
@pytest.mark.inv("P4")
async def test_the_lake_forgets_whoever_is_erased(shop: Shop, seat: Seat) -> None:
    merchant_id = shop.actor.merchant_id
    erased, other = await known(shop, CANARY), await known(shop, "somebody")
    await analytics.export(shop.database, merchant_id)
    async with shop.begin() as tx:
        await tx.run(UNTAG, f"{CANARY}-old")
    await analytics.export(shop.database, merchant_id)
    values, _ = everything(seat)
    assert values.count(CANARY) >= 5
    assert values.count(BIRTHDAY) >= 4
    async with shop.begin() as tx:
        await members.erase(tx, [erased], reason="asked for it")
    await analytics.keep(shop.database, merchant_id)
    await assert_same(shop)
    # For whoever is reading, the old files are there a little longer.
    async with shop.begin() as tx:
        await tx.run(LATER)
    await analytics.keep(shop.database, merchant_id)
    values, raw = everything(seat)
    assert CANARY not in values
    assert CANARY.encode() not in raw
    assert (str_of(other) in values, values.count(BIRTHDAY)) == (True, 3)
    counts = await assert_same(shop)
    assert counts["members_tag"] == 2
    lake = await open_lake(shop)
    answer = await lake.ask(
        "SELECT COUNT(*), COUNT(body) FROM kernel_event WHERE member_id = $m", {"m": erased}
    )
    assert answer.rows[0][0] > 0
    assert answer.rows[0][1] == 0
    states = {row[0]: row[3] for row in await in_lake(lake, "members_member")}
    assert states[str_of(erased)] == "erased"


@ANYWHERE
async def test_a_new_generation_does_not_remember_them(shop: Shop, seat: Seat) -> None:
    erased = await known(shop, CANARY)
    async with shop.begin() as tx:
        await members.erase(tx, [erased], reason="asked for it")
    await analytics.keep(shop.database, shop.actor.merchant_id)
    values, raw = everything(seat)
    assert CANARY not in values
    assert CANARY.encode() not in raw


def str_of(member_id: MemberId) -> str:
    digits = member_id.bytes.hex()
    return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])
