"""A shop with a ready-made programme and a clock, for stories told in business words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from liuke.domains import catalog, checkout, coupons, members, points, programme, tiers
from liuke.domains.catalog import Category, Product, Sku
from liuke.domains.checkout import Comeback, Item, Receipt, Sale, Tender, Units
from liuke.domains.checkout.values import Returned
from liuke.domains.members import CardOf, Enrolment, Issue
from liuke.domains.members.card_life import expire_cards
from liuke.domains.programme import DraftText, Publication
from liuke.domains.tiers.standing import Place
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId

SHANGHAI = ZoneInfo("Asia/Shanghai")
SINCE = datetime(2000, 1, 1, tzinfo=UTC)
YUAN = 100


class Life:
    """One shop, its days, and what happens in it."""

    def __init__(self, tx: Tx) -> None:
        """Begin in a transaction whose clock the story moves."""
        self.tx = tx
        self.sold = 0

    def on(self, day: str, hour: int = 10) -> None:
        """Let it be this day, at ten in the morning unless told."""
        self.tx.now = datetime.fromisoformat(day).replace(hour=hour, tzinfo=SHANGHAI)

    def tick(self) -> None:
        """Let a minute pass: no two things happen at once."""
        self.tx.now += timedelta(minutes=1)

    async def night(self, day: str, *who: MemberId) -> None:
        """Let the night's work be done at the start of a day."""
        self.on(day, 5)
        await expire_cards(self.tx, who)
        await points.expire(self.tx, who)
        await coupons.expire(self.tx, who)
        await tiers.close(self.tx, who)
        await tiers.give_due(self.tx, who)
        await self.tx.settle()
        self.on(day)

    async def apply(self, *codes: str) -> None:
        """Apply ready-made programmes, as they ship."""
        drafts = [DraftText(programme.template(code)) for code in codes]
        saved = await programme.save(self.tx, drafts)
        await programme.publish(self.tx, [Publication(draft.id, SINCE) for draft in saved])

    async def stock(self, goods: Mapping[str, tuple[str, int]]) -> None:
        """Stock products, each in a category and at a price in yuan."""
        kinds = sorted({category for category, _ in goods.values()})
        await catalog.classify(self.tx, [Category(kind, kind) for kind in kinds])
        await catalog.stock(
            self.tx,
            [
                Product(code, code, category, skus=(Sku(code, price_minor=price * YUAN),))
                for code, (category, price) in goods.items()
            ],
        )

    async def join(self, name: str, birthday: str = "") -> MemberId:
        """Enrol a member at the counter."""
        self.tick()
        profile = {"birthday": birthday} if birthday else {}
        (one,) = await members.enrol(
            self.tx, [Enrolment(name=name, profile=profile, joined_at=self.tx.now)]
        )
        await self.tx.settle()
        return one.member_id

    async def card(self, who: MemberId, plan: str) -> members.Card:
        """Hand a card over the counter."""
        self.tick()
        cause = f"counter:{self.tx.today}"
        (card,) = await members.issue(self.tx, [Issue(who, cause, plan)])
        await self.tx.settle()
        return card

    async def renew(self, card: members.Card) -> members.Card:
        """Renew a card for its fee."""
        self.tick()
        (again,) = await members.renew(self.tx, [CardOf(card.member_id, card.id)])
        await self.tx.settle()
        return again

    async def buy(
        self,
        who: MemberId,
        *units: tuple[str, int],
        coupon: str = "",
        spend: Mapping[str, int] | None = None,
        store: str = "",
    ) -> Receipt:
        """Ring up units of products; pay what is due in cash."""
        self.tick()
        self.sold += 1
        codes = (await self.code(who, coupon),) if coupon else ()
        sale = Sale(
            tuple(Item(sku, count) for sku, count in units), who, coupons=codes,
            external_id=f"receipt-{self.sold}", spend=spend or {}, store=store,
        )  # fmt: skip
        (quote,) = await checkout.quote(self.tx, [sale])
        due = quote.decision.payable_minor
        paid = replace(sale, tenders=(Tender("cash", due),) if due else ())
        (receipt,) = await checkout.commit(self.tx, [paid])
        await self.tx.settle()
        return receipt

    async def bring_back(self, receipt: Receipt, line: int, *units: int) -> Returned:
        """Bring units of one line back."""
        self.tick()
        parts = tuple(Units(line, unit) for unit in units)
        key = f"back-{receipt.external_id}-{line}-{units}"
        (back,) = await checkout.take_back(self.tx, [Comeback(receipt.id, key, parts)])
        await self.tx.settle()
        return back

    async def code(self, who: MemberId, template: str) -> str:
        """Return the code of one coupon of a kind that can still be used."""
        open_ = await coupons.holdings(self.tx, who, state=coupons.State.OPEN)
        return next(str(one.code) for one in open_ if one.template == template)

    async def holds(self, who: MemberId) -> dict[str, int]:
        """Return how many coupons of each kind a member may use."""
        counts: dict[str, int] = {}
        for one in await coupons.holdings(self.tx, who, state=coupons.State.OPEN):
            counts[one.template] = counts.get(one.template, 0) + 1
        return counts

    async def place(self, who: MemberId, set_code: str = "") -> Place:
        """Return where a member stands."""
        found = await tiers.places(self.tx, [who])
        return next(one for one in found if not set_code or one.set_code == set_code)

    async def level(self, who: MemberId, set_code: str = "") -> str:
        """Return the Chinese name of the level a member holds."""
        return (await self.place(who, set_code)).level_name_zh

    async def balance(self, who: MemberId) -> int:
        """Return the points a member may spend."""
        return sum(one.spendable for one in await points.balances(self.tx, [who]))

    @property
    def today(self) -> date:
        """Return the story's day."""
        return self.tx.today
