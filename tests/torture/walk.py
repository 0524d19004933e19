"""A random walk through the whole interface: every answer is judged as it comes."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from liuke.domains import checkout, coupons, points, tiers
from liuke.domains.access import Role
from liuke.domains.checkout import Item, Sale, Tender
from liuke.domains.coupons import Grant
from liuke.domains.points import Movement
from liuke.kernel.db import Tx
from liuke.kernel.reader import reading
from liuke.providers.postgres import Server
from tests import make
from tests.surfaces.conformance import body_schema, differs, fits, operations
from tests.surfaces.conftest import ORIGIN, Town
from tests.torture.arena import COINS, EARN, PAY, PRICE, STARS, claimed, coupon, public
from tests.torture.asked import Asked, Asker

PHONES = count(13_900_000_000)
# How often what was answered is asked again, under its key or by its id.
AGAIN = 0.25
# Said by an application without a lake, or when two requests met: neither is a fault.
EXCUSED = {"lake_unavailable", "contended"}


def lookups() -> dict[str, str]:
    """Return the route that shows one thing, by the prefix of its id."""
    found = {}
    for label, operation in operations().items():
        if re.fullmatch(r"GET /(?:v1|till)/\w+/{\w+_id}", label):
            pattern: str = operation["parameters"][0]["schema"]["pattern"]
            found[pattern[1:].partition("_")[0]] = label
    return found


async def furnish(tx: Tx) -> None:
    """Give a shop something of everything that can be asked for."""
    await make.programme(
        tx, STARS, COINS, EARN, PAY, coupon("ten", transferable=True), claimed("centre", 50),
        public("hello", 50),
    )  # fmt: skip
    await make.products(tx, tee=PRICE, cap=4_500)
    ones = await make.members(tx, 3)
    gifts = [Movement(one, book, "gift", 5_000) for one in ones for book in ("stars", "coins")]
    await points.post(tx, gifts)
    await coupons.issue(tx, [Grant(one, "ten", "gift") for one in ones])
    sales = [
        Sale((Item("tee"),), one, external_id=f"first:{n}", tenders=(Tender("cash", PRICE),))
        for n, one in enumerate((*ones, None))
    ]
    await checkout.commit(tx, sales)


@dataclass
class Walk:
    """One shop, whoever asks there, and what was found out."""

    town: Town
    asker: Asker
    bearer: str
    score: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    clients: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=lookups)

    async def begin(self) -> None:
        """Furnish the shop and let everybody in; learn what there is."""
        async with self.town.shop.begin() as tx:
            await furnish(tx)
        for who in ("key", "owner", "member", "nobody"):
            await self.let_in(who)
        for label, operation in operations().items():
            if label.startswith("GET /v1/") and not operation["parameters"]:
                await self.step(label)

    async def let_in(self, who: str) -> None:
        """Open a session, again if the walk has ended it."""
        if who in self.clients:
            await self.clients[who].aclose()
        match who:
            case "key":
                made = self.town.client(authorization=self.bearer)
            case "owner":
                made = await self.town.signed_in(Role.OWNER)
            case "member":
                made = await self.town.member(str(next(PHONES)))
            case _:
                made = self.town.client(origin=ORIGIN, **{"x-liuke": "1"})
        self.clients[who] = made

    def who(self, label: str) -> str:
        """Choose who asks: where members are asked for one of them, else a program or the owner."""
        if operations()[label]["x-permission"] == "":
            return "nobody"
        if " /v1/m/" in label:
            return "member"
        return self.asker.chance.choice(("key", "key", "owner"))

    async def step(self, label: str) -> None:
        """Ask one thing, judge the answer, remember it, and now and then ask again."""
        asked, who = self.asker.ask(label), self.who(label)
        answer = await self.send(who, asked)
        if answer.status_code == 401 and who in {"owner", "member"}:
            await self.let_in(who)
        self.judge(asked, answer)
        if not answer.is_success:
            return
        given, made = read(asked.content), read(answer.content)
        self.asker.hear(given)
        self.asker.hear(made)
        if self.asker.chance.random() < AGAIN:
            await self.repeat(who, asked, answer)
            await self.look_up(who, label, made)

    async def send(self, who: str, asked: Asked) -> httpx.Response:
        """Send one request."""
        method = asked.label.partition(" ")[0]
        began = time.perf_counter()
        answer = await self.clients[who].request(
            method, ORIGIN + asked.url, headers=asked.headers, content=asked.content
        )
        self.slowest = max(self.slowest, (time.perf_counter() - began, asked.label))
        self.score["calls"] += 1
        return answer

    def judge(self, asked: Asked, answer: httpx.Response) -> None:
        """See that nothing broke, no nonsense was taken, and the answer is as described."""
        self.score[f"{answer.status_code // 100}xx"] += 1
        told = read(answer.content) if answer.status_code >= 500 else None
        if answer.status_code >= 500 and not (told and told.get("code") in EXCUSED):
            self.blame("5xx", asked, answer, "")
        if why := differs(asked.label, answer):
            self.blame("not as described", asked, answer, why)
        schema = body_schema(operations()[asked.label])
        if answer.is_success and schema is not None:
            why = nonsense(schema, asked.content)
            self.score["accepted"] += 1
            if why:
                self.blame("nonsense accepted", asked, answer, why)

    async def repeat(self, who: str, asked: Asked, answer: httpx.Response) -> None:
        """Send the same under the same key: the same answer comes, and says that it is one."""
        if "Idempotency-Key" not in asked.headers:
            return
        again = await self.send(who, asked)
        self.score["repeated"] += 1
        if "`shown_once`" in json.dumps(operations()[asked.label]["responses"]):
            if again.json().get("code") != "shown_once":
                self.blame("shown twice", asked, again, answer.text[:200])
            return
        same = (again.status_code, again.content) == (answer.status_code, answer.content)
        if not same or again.headers.get("idempotent-replayed") != "true":
            self.blame("not the first answer", asked, again, answer.text[:200])

    async def look_up(self, who: str, label: str, made: Any) -> None:
        """See that what was just made is there."""
        for one in made if isinstance(made, list) else [made]:
            made_id = one.get("id") if isinstance(one, dict) else None
            shown = self.shown.get(str(made_id).partition("_")[0])
            if shown is not None and shown.partition("/{")[0][4:] == label.partition(" ")[2]:
                path = re.sub(r"{\w+}", str(made_id), shown.partition(" ")[2])
                asked = Asked(shown, path, {}, None, fit=True)
                answer = await self.send(who, asked)
                self.score["looked_up"] += 1
                if answer.status_code not in {200, 403}:
                    self.blame(f"made by {label} and not there", asked, answer, "")

    def blame(self, kind: str, asked: Asked, answer: httpx.Response, why: str) -> None:
        """Note a fault with its first example; the others are counted."""
        self.score[kind] += 1
        self.faults.setdefault(
            f"{kind}: {asked.label}: {answer.status_code} {why[:80]}",
            f"{asked.url[:300]} {asked.headers} {(asked.content or b'')[:4_000]!r}\n"
            f"    {answer.text[:500]}\n    {why}",
        )

    async def end(self, server: Server) -> None:
        """Prove every ledger of the shop."""
        async with reading(server.verify_url) as reader:
            proofs: Sequence[Any] = [
                await points.verify(reader), await coupons.verify(reader),
                await checkout.verify(reader), await tiers.verify(reader),
            ]  # fmt: skip
        mine = self.town.shop.actor.merchant_id
        for fault in (one for proof in proofs for one in proof.broken):
            if fault.merchant_id == mine:
                self.faults[f"a ledger broke: {fault.promise}"] = repr(fault)
        for client in self.clients.values():
            await client.aclose()


def read(content: bytes | None) -> Any:
    """Return what JSON says, None for what is none."""
    try:
        return json.loads(content or b"null")
    except ValueError:
        return None


def nonsense(schema: dict[str, Any], content: bytes | None) -> str:
    """Return why a body does not fit; nothing if it does."""
    try:
        return fits(schema, json.loads(content or b"", parse_constant=refuse), taken=True)
    except ValueError as fault:
        return str(fault)


def refuse(word: str) -> None:
    """Refuse what JSON does not have: NaN and the infinities."""
    raise ValueError(word)
