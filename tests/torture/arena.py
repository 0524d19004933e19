"""The arena: one shop with all that is worth fighting over, and a crowd of clerks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from liuke.domains import access, checkout, coupons, points
from liuke.domains.access import ActLimit, Invitation, Role, StaffId
from liuke.domains.coupons import CouponTemplate, Grant, template
from liuke.domains.coupons.template import Got
from liuke.domains.points import BookSpec, Movement
from liuke.domains.points.values import Sharing
from liuke.domains.promotions import AmountOff, Earn, Limits, PayWithPoints, Rule, StageName
from liuke.kernel.actor import Actor, system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, Tx, begin, connect
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.reader import reading
from liuke.providers.postgres import Server
from liuke.surfaces.doorman import COOKIE
from tests import make
from tests.torture.application import Application
from tests.torture.last_byte import HOST, Heard, Line, Shot, volley

CROWD = 24
PRICE = 9_900
OFF = 1_000
STARS = BookSpec(code="stars", value_minor_per_1000=1_000, transfer=Sharing.ANYONE)
COINS = BookSpec(code="coins", value_minor_per_1000=1_000, payable=True)
EARN = Rule(
    code="earn", stage=StageName.EARNING, effects=(Earn(book="stars", points=1, per_minor=100),)
)
PAY = Rule(
    code="pay",
    stage=StageName.POINTS,
    effects=(PayWithPoints(book="coins", points=1, worth_minor=1),),
)


def coupon(code: str, **more: Any) -> CouponTemplate:
    """Return a coupon of ¥10 off."""
    given = {"effect": template.CashOff(OFF), "validity": template.DaysAfter(30)} | more
    return CouponTemplate(code=code, name=code, name_zh=code, **given)


def claimed(code: str, stock: int) -> CouponTemplate:
    """Return a coupon of the claim centre with a stock."""
    return coupon(code, got=Got.CLAIMED, stock=stock)


def public(code: str, stock: int) -> CouponTemplate:
    """Return a public code that may be used so often in all; it is its template's in capitals."""
    return coupon(code, got=Got.PUBLIC_CODE, public_code=code.upper(), stock=stock)


def drop(code: str, limits: Limits) -> Rule:
    """Return ¥10 off each basket, within limits."""
    return Rule(code=code, effects=(AmountOff(off_minor=OFF),), limits=limits)


@dataclass
class Arena:
    """One shop under fire."""

    server: Server
    application: Application
    database: Database
    merchant: MerchantId
    clerks: Sequence[StaffId] = ()
    sessions: list[Mapping[str, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rounds: count[int] = field(default_factory=count)

    @asynccontextmanager
    async def begin(self, clerk: StaffId | None = None) -> AsyncIterator[Tx]:
        """Open a transaction of the system, or of a clerk."""
        actor = system(self.merchant, "arena")
        if clerk is not None:
            actor = Actor(self.merchant, "staff", str(clerk))
        async with begin(self.database, actor) as tx:
            yield tx

    async def found(self) -> None:
        """Found the shop, and let the crowd of owners in: each may do everything, all day."""
        async with self.begin() as tx:
            await make.merchant(tx)
            await make.products(tx, tee=PRICE, cap=4_500)
            wishes = [Invitation(f"owner.{n}", "测试", Role.OWNER) for n in range(CROWD)]
            acts = ("members.merge", "points.adjust")
            await access.set_limits(tx, [ActLimit(act, 10**9) for act in acts])
            self.clerks = [invited.staff_id for invited in await access.invite(tx, wishes)]
            opened = [await access.open_session(tx, clerk) for clerk in self.clerks]
        self.sessions = [
            {"cookie": f"{COOKIE}={one.token}", "origin": f"http://{HOST}", "x-liuke": "1"}
            for one in opened
        ]
        await self.programme()

    async def programme(self, *more: Any) -> None:
        """Let these rules and coupons apply, beside what always does, and nothing else."""
        async with self.begin() as tx:
            await make.programme(
                tx, STARS, COINS, EARN, PAY, coupon("ten", transferable=True), *more
            )

    async def members(self, number: int = 1, **balances: int) -> Sequence[MemberId]:
        """Make members, each with points by book."""
        async with self.begin() as tx:
            made = await make.members(tx, number)
            await points.post(
                tx,
                [
                    Movement(member, book, "gift", amount)
                    for member in made
                    for book, amount in balances.items()
                ],
            )
        return made

    async def coupon(self, member: MemberId) -> coupons.Coupon:
        """Give a member a coupon of ¥10 off that may be passed on."""
        async with self.begin() as tx:
            (verdict,) = await coupons.issue(
                tx, [Grant(member, "ten", f"gift:{next(self.rounds)}")]
            )
            assert verdict.coupon_id is not None
            return await coupons.get_coupon(tx, member, verdict.coupon_id)

    async def sell(self, member: MemberId | None, units: int = 1) -> checkout.Receipt:
        """Sell shirts for cash."""
        sale = checkout.Sale(
            (checkout.Item("tee", units),), member, external_id=f"arena:{next(self.rounds)}",
            tenders=(checkout.Tender("cash", PRICE * units),),
        )  # fmt: skip
        async with self.begin() as tx:
            (receipt,) = await checkout.commit(tx, [sale])
        return receipt

    async def fire(self, shots: Sequence[Shot], *, together: bool = False) -> list[Heard]:
        """Release a volley: every shot by a clerk of its own, or all by one clerk."""
        mark = next(self.rounds)
        signed = [
            Shot(
                shot.method,
                shot.path,
                shot.body,
                {
                    "idempotency-key": f"{mark}.{number}",
                    **self.sessions[0 if together else number % CROWD],
                    **shot.headers,
                },
            )
            for number, shot in enumerate(shots)
        ]
        return await volley(self.lines, signed)

    async def prove(self) -> int:
        """Prove every ledger as `liuke verify` does; return how many rows of each kind it read."""
        async with reading(self.server.verify_url) as reader:
            of_points = await points.verify(reader)
            of_coupons = await coupons.verify(reader)
            of_orders = await checkout.verify(reader)
        broken = [*of_points.broken, *of_coupons.broken, *of_orders.broken]
        assert broken == []
        return of_points.entries + of_coupons.entries + of_orders.lines


@asynccontextmanager
async def arena(server: Server) -> AsyncIterator[Arena]:
    """Open a shop with its application on a migrated server."""
    application = Application(server.app_url)
    application.start()
    database = await connect(server.app_url, Keys.for_tests(), size=8)
    shop = Arena(server, application, database, MerchantId.new())
    try:
        await shop.found()
        await application.listening()
        shop.lines = [await Line.open(application.port) for _ in range(CROWD)]
        yield shop
    finally:
        for line in shop.lines:
            line.close()
        application.kill()
        await database.close()
