"""The ground of the checkout benchmarks: one shop with many live rules, members and goods."""

from __future__ import annotations

import random
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

import msgspec

from liuke.bootstrap import load_parts
from liuke.domains import access, catalog, coupons, members, points, programme, stores, tiers
from liuke.domains.coupons import CouponTemplate, template
from liuke.domains.points import BookSpec
from liuke.domains.programme.document import SECTIONS
from liuke.domains.promotions import (
    AmountOff,
    Earn,
    Match,
    Minimum,
    PayWithPoints,
    PercentOff,
    Rule,
    Scope,
    StageName,
    Where,
)
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis, Level
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, Tx, begin, connect
from liuke.kernel.ids import MemberId, MerchantId, to_wire
from liuke.kernel.migrate import migrate
from liuke.kernel.values import encode
from liuke.providers.postgres import Server

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
GOODS = 400
CATEGORIES = 40
CHUNK = 10_000


@dataclass(frozen=True)
class Ground:
    """A server, a connection as the application, and one shop."""

    server: Server
    database: Database
    merchant_id: MerchantId
    members: Sequence[MemberId]
    key: str

    @property
    def actor(self) -> Any:
        """Return the system's actor for the shop."""
        return system(self.merchant_id, "bench")


def make_home() -> Path:
    """Return a new folder whose path is short enough for a socket."""
    home = Path(tempfile.mkdtemp(prefix="lk-"))
    home.chmod(0o755)
    return home


@asynccontextmanager
async def database(size: int = 32) -> AsyncIterator[tuple[Server, Database]]:
    """Start a server of its own with its defaults, fsync on, and migrate it."""
    load_parts()
    home = make_home()
    server = Server(home)
    await server.start()
    try:
        await migrate(server.admin_url)
        opened = await connect(server.app_url, Keys.for_tests(), size=size)
        try:
            yield server, opened
        finally:
            await opened.close()
    finally:
        await server.stop()
        rmtree(home, ignore_errors=True)


def rules(count: int) -> list[Rule]:
    """Return `count` live rules: one that earns, one that lets points pay, the rest on goods."""
    dice = random.Random(count)
    found = [
        Rule(
            code="earn",
            stage=StageName.EARNING,
            effects=(Earn(book="points", points=1, per_minor=100),),
        ),
        Rule(
            code="pay",
            stage=StageName.POINTS,
            effects=(PayWithPoints(book="points", points=1, worth_minor=1),),
        ),
        Rule(
            code="gold",
            stage=StageName.MEMBER,
            where=Where(tiers=("gold",)),
            effects=(PercentOff(off_bp=500),),
        ),
        Rule(
            code="whole",
            stage=StageName.THRESHOLD,
            minimum=Minimum(amount_minor=20_000),
            effects=(AmountOff(off_minor=500),),
        ),
    ]
    for number in range(count - len(found)):
        category = Match(categories=(f"c{dice.randrange(CATEGORIES)}",))
        product = Match(products=(f"p{dice.randrange(GOODS)}",))
        found.append(
            Rule(
                code=f"r{number}",
                stage=dice.choice((StageName.ACTIVITY, StageName.LIMITED, StageName.THRESHOLD)),
                scope=Scope(include=(product if number % 4 else category,)),
                minimum=Minimum(units=dice.choice((0, 2, 3))),
                effects=(PercentOff(off_bp=dice.choice((200, 500, 1000))),),
            )
        )
    return found[:count]


BOOK = BookSpec(code="points", payable=True, value_minor_per_1000=1_000)
TIERS = TierSet(
    code="card",
    name="Card",
    basis=Basis(kind="spend"),
    levels=(
        Level(code="silver", name="Silver", entry_threshold=0),
        Level(code="gold", name="Gold", entry_threshold=1_000_000),
    ),
)
TEN_OFF = CouponTemplate(
    code="one-off",
    name="1 off",
    name_zh="减一元",
    effect=template.CashOff(amount_minor=100),
    validity=template.DaysAfter(days=365),
)


def document(items: Sequence[Any]) -> dict[str, Any]:
    """Return a programme document of these items."""
    sections: dict[str, list[Any]] = {}
    for item in items:
        name = next(s.name for s in SECTIONS.values() if s.kind is type(item))
        sections.setdefault(name, []).append(msgspec.to_builtins(item, enc_hook=to_wire))
    return {"code": "bench", "name": "Bench", "name_zh": "基准"} | sections


async def open_shop(
    server: Server, opened: Database, *, rule_count: int, people: int, more: Sequence[Any] = ()
) -> Ground:
    """Open a shop: rules, goods, members with points to spend and a coupon each."""
    merchant_id = MerchantId.new()
    actor = system(merchant_id, "bench")
    async with begin(opened, actor, now=SINCE) as tx:
        await stores.found(tx, "bench")
        await stores.open_stores(tx, [stores.Opening("S1", "Store 1")])
        await publish(tx, rule_count, since=SINCE, more=more)
        await catalog.classify(tx, [catalog.Category(f"c{n}", f"c{n}") for n in range(CATEGORIES)])
        await catalog.stock(tx, [_product(n) for n in range(GOODS)])
    known: list[MemberId] = []
    for start in range(0, people, CHUNK):
        known += await _join(opened, actor, range(start, min(start + CHUNK, people)))
    async with begin(opened, actor) as tx:
        scopes = tuple(sorted(access.held_by(access.Role.INTEGRATOR)))
        (made,) = await access.make_keys(tx, [access.KeyWish("bench", scopes)])
    return Ground(server, opened, merchant_id, known, made.key)


def _product(number: int) -> catalog.Product:
    price = 500 + number * 7 % 9_000
    skus = (catalog.Sku(f"p{number}", price_minor=price),)
    return catalog.Product(f"p{number}", f"p{number}", f"c{number % CATEGORIES}", skus=skus)


async def publish(
    tx: Tx, rule_count: int, *, since: datetime, more: Sequence[Any] = (), card: TierSet = TIERS
) -> None:
    """Publish the shop's programme with so many rules, and what else it is to have."""
    items = [BOOK, card, TEN_OFF, *rules(rule_count), *more]
    (draft,) = await programme.save(tx, [programme.DraftText(document(items))])
    await programme.publish(tx, [programme.Publication(draft.id, since)])


async def _join(opened: Database, actor: Any, numbers: range) -> list[MemberId]:
    async with begin(opened, actor, now=SINCE) as tx:
        enrolled = await members.enrol(
            tx, [members.Enrolment(source="bench", external_id=str(n)) for n in numbers]
        )
        ids = [one.member_id for one in enrolled]
        await points.post(tx, [points.Movement(m, "points", "welcome", 1_000) for m in ids])
        await coupons.issue(tx, [coupons.Grant(m, "one-off", "welcome") for m in ids])
    return ids


async def stand(ground: Ground) -> None:
    """Count a purchase for every member, so that each stands on a level."""
    for start in range(0, len(ground.members), CHUNK):
        async with begin(ground.database, ground.actor) as tx:
            amounts = tiers.Amounts(spend_minor=10_000, orders=1)
            await tiers.record(
                tx,
                [
                    tiers.Happening(member, "before", SINCE, amounts)
                    for member in ground.members[start : start + CHUNK]
                ],
            )


def basket(member_id: MemberId, number: int) -> bytes:
    """Return one sale of five lines as JSON, to be paid by what the quote says."""
    dice = random.Random(number)
    coupon = coupons.CouponId.made_of(member_id, "one-off", "welcome")
    return encode(
        {
            "items": [{"sku": f"p{dice.randrange(GOODS)}", "units": 1} for _ in range(5)],
            "member_id": str(member_id),
            "external_id": str(member_id),
            "source": "bench",
            "store": "S1",
            "coupons": [str(coupon)],
            "spend": {"points": 200},
        }
    )
