"""A version may rule in some stores before it rules in all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from liuke.domains import checkout, programme, stores
from liuke.domains.checkout import Item, Sale
from liuke.domains.points import BookSpec
from liuke.domains.programme import Change, DraftText, FaultyProgramme, Publication, VersionId
from liuke.domains.programme.routes import show_changes
from liuke.domains.programme.ruling import ruling
from liuke.domains.promotions import AmountOff, Rule
from liuke.kernel.db import Tx
from liuke.kernel.ids import to_wire
from tests import make

STARS = BookSpec(code="stars")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def off(minor: int) -> Rule:
    return Rule(code="off", effects=(AmountOff(off_minor=minor),))


async def publish(tx: Tx, rule: Rule, *books: BookSpec, **more: Any) -> VersionId:
    written = {"rules": [rule], "books": list(books or [STARS])}
    head = {"code": "shop", "name": "Shop", "name_zh": "店"}
    document = head | msgspec.to_builtins(written, enc_hook=to_wire)
    (draft,) = await programme.save(tx, [DraftText(document)])
    await programme.publish(tx, [Publication(draft.id, **more)])
    return draft.id


async def open_shop(tx: Tx) -> VersionId:
    for code in ("A", "B"):
        await make.store(tx, code)
    await make.products(tx, tee=9900)
    return await publish(tx, off(100), effective_from=LONG_AGO)


async def discounts(tx: Tx, at: datetime | None = None) -> dict[str, int]:
    """Sell in each store and in none; return what was given."""
    sales = [
        Sale((Item("tee"),), store=store, external_id=f"{store}{at}", placed_at=at)
        for store in ("A", "B", "")
    ]
    sold = await checkout.commit(tx, [replace(s, source=str(VersionId.new())) for s in sales])
    return {s.store: r.decision.discount_minor for s, r in zip(sales, sold, strict=True)}


async def states(tx: Tx) -> list[str]:
    return [version.state for version in await programme.versions(tx)]


async def test_a_pilot_rules_in_its_stores_alone_until_it_is_widened(tx: Tx) -> None:
    base = await open_shop(tx)
    pilot = await publish(tx, off(500), pilot=("A",))
    assert await discounts(tx) == {"A": 500, "B": 100, "": 100}
    (quoted,) = await checkout.quote(tx, [Sale((Item("tee"),), store="A")])
    assert quoted.decision.discount_minor == 500
    assert (await programme.live(tx)).versions == (base,)
    assert await states(tx) == ["pilot", "live"]
    assert {one.version_id for one in await ruling(tx)} == {base, pilot}
    assert await discounts(tx, tx.now - timedelta(hours=1)) == {"A": 100, "B": 100, "": 100}
    await publish(tx, off(500))
    assert await discounts(tx) == {"A": 500, "B": 500, "": 500}
    assert await states(tx) == ["live", "retired", "retired"]
    assert len(await ruling(tx)) == 1


async def test_a_pilot_ends_by_itself_or_when_it_is_withdrawn(tx: Tx) -> None:
    await open_shop(tx)
    await publish(tx, off(500), pilot=("A",), pilot_until=tx.now + timedelta(days=1))
    assert (await discounts(tx))["A"] == 500
    tx.now += timedelta(days=1)
    assert (await discounts(tx))["A"] == 100
    assert await states(tx) == ["retired", "live"]
    last = await publish(tx, off(700), pilot=("A", "B"))
    assert await discounts(tx) == {"A": 700, "B": 700, "": 100}
    await programme.withdraw(tx, [last])
    assert await discounts(tx) == {"A": 100, "B": 100, "": 100}


async def test_a_pilot_changes_no_books_and_names_stores_there_are(tx: Tx) -> None:
    await open_shop(tx)
    with pytest.raises(FaultyProgramme) as refusal:
        await publish(tx, off(500), STARS, BookSpec(code="more"), pilot=("A",))
    (fault,) = refusal.value.faults
    assert fault.path == "$.books"
    assert fault.reason == "a pilot differs from the live version in groups, rules only"
    with pytest.raises(stores.UnknownStores):
        await publish(tx, off(500), pilot=("A", "nowhere"))


@pytest.mark.parametrize("until", [timedelta(0), timedelta(days=-1)])
async def test_a_pilot_lasts(tx: Tx, until: timedelta) -> None:
    await open_shop(tx)
    with pytest.raises(FaultyProgramme):
        await publish(tx, off(500), pilot=("A",), pilot_until=tx.now + until)
    with pytest.raises(FaultyProgramme):
        await publish(tx, off(500), pilot_until=tx.now + timedelta(days=1))


async def test_the_first_version_of_a_programme_is_no_pilot(tx: Tx) -> None:
    await make.store(tx, "A")
    with pytest.raises(FaultyProgramme):
        await publish(tx, off(500), pilot=("A",))


async def test_the_stores_of_a_pilot_are_among_the_changes(tx: Tx) -> None:
    base = await open_shop(tx)
    pilot = await publish(tx, off(500), pilot=("A",))
    first, *_ = await show_changes.handler(tx, pilot, base)
    assert first == Change("pilot", (), ("A",))


async def test_the_same_pilot_is_no_news_and_its_end_is(tx: Tx) -> None:
    await open_shop(tx)
    until = tx.now + timedelta(days=7)
    pilot = await publish(tx, off(200), pilot=("A",), pilot_until=until)
    assert await publish(tx, off(200), pilot=("A",), pilot_until=until) != pilot
    assert await states(tx) == ["pilot", "live"]
    await publish(tx, off(200), pilot=("A", "B"), pilot_until=until)
    await publish(tx, off(100))
    assert await states(tx) == ["live", "retired", "retired", "retired"]
