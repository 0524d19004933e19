"""The demo's shop: its programme, products, households, campaigns and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from liuke.domains import access, catalog, coupons, members, programme, stores
from liuke.kernel.actor import Actor
from liuke.kernel.db import Tx, begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.surfaces.cli import grocer
from liuke.surfaces.cli.grocer import Basket, Campaign, Voucher
from liuke.surfaces.cli.ports import Running

T = TypeVar("T")
NAME = "演示超市"
SINCE = datetime(2016, 12, 31, tzinfo=UTC)
TEMPLATES = ("coffee-stars-grocer", "diamond-ladder-grocer")
CHUNK = 10_000
COUPONS_EACH = 16
ANSWERS = {
    "age": ("Age", "年龄段"),
    "income": ("Income", "年收入（美元）"),
    "home_ownership": ("Home", "住房"),
    "marital_status": ("Marital status", "婚姻状况"),
    "household_comp": ("Household", "家庭构成"),
    "kids_count": ("Children", "孩子数"),
}


@dataclass(frozen=True)
class Shop:
    """The merchant of the demo; `later` is by how much its receipts are moved."""

    running: Running
    merchant_id: MerchantId
    actor: Actor
    later: timedelta = timedelta(0)

    @property
    def since(self) -> datetime:
        """Return when it opens: before its first receipt."""
        return SINCE + self.later

    def begin(self, now: datetime | None = None) -> AbstractAsyncContextManager[Tx]:
        """Open a transaction of the shop, at an instant of the past if asked."""
        return begin(self.running.database, self.actor, now=now)

    async def let_in(self) -> tuple[str, str]:
        """Invite the owner and make a till's key; return the token and the key."""
        async with self.begin() as tx:
            (owner,) = await access.invite(
                tx, [access.Invitation("owner", "店主", access.Role.OWNER)]
            )
            scopes = tuple(sorted(access.held_by(access.Role.INTEGRATOR)))
            (key,) = await access.make_keys(tx, [access.KeyWish("demo till", scopes)])
        return owner.token, key.key


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a sequence into parts of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


async def open_shop(
    shop: Shop, sold: Sequence[Basket], vouchers: Sequence[Voucher], *, unsold: bool = True
) -> Mapping[int, MemberId]:
    """Open the shop as it stood before its first receipt; return the members by household.

    Without `unsold`, its shelves hold only what the receipts name.
    """
    campaigns = grocer.campaigns(shop.later)
    async with shop.begin(shop.since) as tx:
        await stores.found(tx, NAME, time_zone=grocer.ZONE, currency="USD")
        codes = sorted({basket.store for basket in sold})
        await stores.open_stores(tx, [stores.Opening(code, f"Store {code}") for code in codes])
        await publish(tx, [programme.template(code) for code in TEMPLATES], shop.since)
        await publish(tx, [of_campaigns(campaigns)], shop.since)
    await fill_shelves(shop, list(grocer.products(sold, unsold=unsold)))
    known = await enrol(shop, sold)
    await hand_out(shop, campaigns, vouchers, known)
    return known


async def publish(tx: Tx, documents: Sequence[Mapping[str, Any]], since: datetime) -> None:
    """Publish documents that rule from an instant on."""
    drafts = await programme.save(tx, [programme.DraftText(dict(d)) for d in documents])
    await programme.publish(tx, [programme.Publication(draft.id, since) for draft in drafts])


def of_campaigns(campaigns: Sequence[Campaign]) -> dict[str, Any]:
    """Return the programme document that holds the campaigns' coupons."""
    templates = [
        {
            "code": Voucher(0, campaign.id, upc, 0).template,
            "name": f"Campaign {campaign.id}, coupon {upc}",
            "name_zh": f"活动 {campaign.id} 券 {upc}",
            "effect": {"kind": "cash", "amount_minor": worth},
            "validity": {
                "kind": "dates",
                "starts_on": str(campaign.starts_on),
                "ends_on": str(campaign.ends_on),
            },
        }
        for campaign in campaigns
        for upc, worth in campaign.worth_minor.items()
    ]
    return {"code": "campaigns", "name": "Campaigns", "name_zh": "活动券", "coupons": templates}


async def fill_shelves(shop: Shop, items: Sequence[tuple[str, str, str, str]]) -> None:
    """Stock products with their departments and categories."""
    async with shop.begin(shop.since) as tx:
        await catalog.classify(tx, categories(items))
    for part in chunks(items):
        async with shop.begin(shop.since) as tx:
            await catalog.stock(
                tx,
                [
                    catalog.Product(
                        code, name, category=slug(department, category) or None,
                        skus=(catalog.Sku(code),),
                    )
                    for code, name, department, category in part
                ],
            )  # fmt: skip


def slug(department: str, category: str) -> str:
    """Return the code of a category inside its department.

    >>> slug("DRUG GM", "PET FOOD/TREATS")
    'DRUG GM: PET FOOD TREATS'
    """
    code = f"{department}: {category}" if category else department
    return code.replace("/", " ")[:64].strip()


def categories(items: Sequence[tuple[str, str, str, str]]) -> list[catalog.Category]:
    """Return departments, then the categories inside them."""
    tops = sorted({slug(department, "") for _, _, department, _ in items if department})
    below = {
        slug(department, category): (category, slug(department, ""))
        for _, _, department, category in items
        if category
    }
    return [catalog.Category(code, code) for code in tops] + [
        catalog.Category(code, name, parent=top or None)
        for code, (name, top) in sorted(below.items())
        if code not in tops
    ]


async def enrol(shop: Shop, sold: Sequence[Basket]) -> Mapping[int, MemberId]:
    """Enrol the households, each at its first receipt, with what it told about itself."""
    first: dict[int, datetime] = {}
    for basket in sold:
        first.setdefault(basket.household, basket.at)
    told, asked = grocer.households(), list(first)
    # Nobody joins on a day to come: it is the day on which the last of them does.
    async with shop.begin(max(first.values())) as tx:
        await members.declare_fields(
            tx,
            [
                members.Field(name, kind=members.FieldKind.TEXT, label=label, label_zh=label_zh)
                for name, (label, label_zh) in ANSWERS.items()
            ],
        )
        enrolled = await members.enrol(
            tx,
            [
                members.Enrolment(
                    source="grocer",
                    external_id=str(number),
                    joined_at=first[number],
                    profile={k: v for k, v in told.get(number, {}).items() if k in ANSWERS},
                )
                for number in asked
            ],
        )
        known = {number: one.member_id for number, one in zip(asked, enrolled, strict=True)}
        await settle_households(tx, known, told)
    return known


async def settle_households(
    tx: Tx, known: Mapping[int, MemberId], told: Mapping[int, Mapping[str, str]]
) -> None:
    """Keep each household with its size, its member at the head."""
    homes = {n: members.HouseholdId.new() for n in known if "household_size" in told.get(n, {})}
    await members.keep_households(
        tx,
        [
            members.Household(home, int(told[n]["household_size"].rstrip("+")))
            for n, home in homes.items()
        ],
        [members.Kin(known[n], home, members.Role.HEAD) for n, home in homes.items()],
    )


async def hand_out(
    shop: Shop,
    campaigns: Sequence[Campaign],
    vouchers: Sequence[Voucher],
    known: Mapping[int, MemberId],
) -> None:
    """Give the households of each campaign its coupons on its first day, redeemed ones first.

    What is still to begin has given none yet.
    """
    redeemed = defaultdict(list)
    now = datetime.now(UTC)
    for voucher in vouchers:
        redeemed[voucher.campaign].append(voucher)
    for campaign in campaigns:
        first = datetime.combine(campaign.starts_on, time(), ZoneInfo(grocer.ZONE))
        if first > now:
            continue
        wanted = {v for v in redeemed[campaign.id] if v.household in known}
        for household in campaign.households:
            if household in known:
                upcs = list(campaign.worth_minor)[:COUPONS_EACH]
                wanted |= {Voucher(household, campaign.id, upc, 0) for upc in upcs}
        ordered = sorted(wanted, key=lambda v: (v.household, v.upc, v.n))
        for part in chunks(ordered):
            async with shop.begin(max(first, shop.since)) as tx:
                grants = [coupons.Grant(known[v.household], v.template, v.cause) for v in part]
                given = await coupons.issue(tx, grants)
            assert all(verdict.coupon_id for verdict in given), "nothing limits them"
