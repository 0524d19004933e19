"""The kill rig: tills and a worker under load, a database below them, and what to kill of it."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from liuke.domains import checkout, coupons, points
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import AWAY, LOST, Database, DatabaseAway, begin, connect
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.reader import reading
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from tests import make
from tests.stories.life import Life

HERE = Path(__file__).parent
CLIENTS = 6
MEMBERS = 20
# What a till asked for is there as an entry of points or as an order.
DONE = Sql[str]("""
    SELECT cause FROM points_entry WHERE merchant_id = $1::uuid AND order_id IS NULL
    UNION ALL SELECT external_id FROM checkout_order WHERE merchant_id = $1::uuid
""")
ORDERS = Sql[int]("SELECT COUNT(*) FROM checkout_order WHERE merchant_id = $1::uuid")
AWARDS = Sql[str]("SELECT cause FROM points_entry WHERE merchant_id = $1::uuid AND kind = 'award'")
ANSWERED = Sql[str]("SELECT subject FROM kernel_audit WHERE action = 'award.answered'")
OPEN_JOBS = Sql[int]("SELECT COUNT(*) FROM kernel_job")


@dataclass
class Till:
    """One till's process, and what it has asked and been answered."""

    process: subprocess.Popen[str]
    heard: dict[str, str] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    last_answer: float = 0.0
    listener: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def listen(self) -> None:
        """Follow what the till says until it ends; runs in a thread."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            mark, cause, *answer = line.split()
            if mark == "?":
                self.tried.add(cause)
            elif answer:
                self.heard[cause] = answer[0]
                self.last_answer = time.monotonic()


@dataclass
class Rig:
    """Everything under load, and every answer that a till was given."""

    server: Server
    merchant: MerchantId
    members: Sequence[MemberId]
    tills: list[Till] = field(default_factory=list)
    retired: list[Till] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    unanswered: int = 0
    orders: int = 0

    @classmethod
    async def build(cls, server: Server) -> Rig:
        """Open a café with its ready-made programme and card holders on a migrated server."""
        merchant = MerchantId.new()
        database = await connect(server.app_url, Keys.for_tests(), size=2)
        async with begin(database, system(merchant, "rig")) as tx:
            await make.merchant(tx)
            cafe = Life(tx)
            await cafe.apply("coffee-stars")
            await cafe.stock({"latte": ("drinks", 30), "mug": ("goods", 250)})
            members = [await cafe.join(f"会员{number}") for number in range(MEMBERS)]
            for member in members:
                await cafe.card(member, "stars")
        await database.close()
        return cls(server, merchant, members)

    def open_till(self, left_open: Sequence[str] = ()) -> None:
        """Start a till, which first tries again what a killed one left open."""
        name = f"till{len(self.tills) + len(self.retired)}"
        arguments = [self.server.app_url, str(self.merchant), name, str(CLIENTS)]
        process = subprocess.Popen(
            [sys.executable, str(HERE / "till_script.py"), *arguments, *map(str, self.members)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        till = Till(process)
        assert process.stdin is not None
        process.stdin.write("\n".join(left_open))
        process.stdin.close()
        self.tills.append(till)

    def start_worker(self) -> None:
        """Start a worker that answers every award."""
        command = [sys.executable, str(HERE / "worker_script.py"), self.server.worker_url]
        self.workers.append(subprocess.Popen(command))

    def kill_till(self) -> None:
        """Kill a till and start another in its place; the first one stays, to time the others."""
        till = self.tills.pop()
        end(till)
        self.retired.append(till)
        left_open = till.tried - set(till.heard)
        self.unanswered += len(left_open)
        self.open_till(sorted(left_open))

    def kill_worker(self) -> None:
        """Kill the worker and start another."""
        worker = self.workers.pop(0)
        worker.kill()
        worker.wait()
        self.start_worker()

    def postmaster(self) -> psutil.Process:
        """Return the server's first process."""
        file = self.server.folders.data / "postmaster.pid"
        return psutil.Process(int(file.read_text().split()[0]))

    def kill_database(self) -> None:
        """Kill the postmaster and every child."""
        first = self.postmaster()
        for victim in (first, *first.children()):
            kill(victim)

    def kill_postmaster(self) -> None:
        """Kill the postmaster alone; its children notice by themselves."""
        kill(self.postmaster())

    def kill_backend(self) -> None:
        """Kill one of the server's children, any of them."""
        kill(random.choice(self.postmaster().children()))  # noqa: S311 -- load

    async def answered_after(self, instant: float, *, seconds: float = 60) -> float:
        """Wait for the first answer that any till gets after an instant; return how long it took.

        An answer within the first moments may still have been under way.
        """
        async with asyncio.timeout(seconds):
            while True:
                latest = max(till.last_answer for till in self.tills)
                if latest > instant:
                    return latest - instant
                await asyncio.sleep(0.01)

    def answers(self) -> dict[str, str]:
        """Return every answer that any till was given."""
        return {
            cause: answer
            for till in (*self.retired, *self.tills)
            for cause, answer in till.heard.items()
        }

    def tried(self) -> set[str]:
        """Return every cause that any till asked for."""
        return set[str]().union(*(till.tried for till in (*self.retired, *self.tills)))

    async def settle(self) -> None:
        """Stop the tills, trying again what is open, so that every cause is answered."""
        while self.tills:
            till = self.tills.pop()
            end(till)
            self.retired.append(till)
        left_open = sorted(self.tried() - set(self.answers()))
        self.open_till(left_open)
        async with asyncio.timeout(60):
            while not set(left_open) <= set(self.answers()):  # noqa: ASYNC110 -- a process answers
                await asyncio.sleep(0.05)
        end(self.tills[0])

    async def judge(self) -> Counter[str]:
        """Compare what was answered with what is there; nothing lost, nothing double."""
        database = await connect(self.server.app_url, Keys.for_tests(), size=2)
        async with begin(database, system(self.merchant, "rig")) as tx:
            there = Counter(await tx.rows(DONE, self.merchant))
            (self.orders,) = await tx.rows(ORDERS, self.merchant)
        await database.close()
        posted = {cause for cause, answer in self.answers().items() if answer == "done"}
        assert posted <= set(there), "an acknowledged change is lost"
        under_way = self.tried() - set(self.answers())
        assert set(there) <= posted | under_way, "a change was made that was said to be refused"
        assert set(there.values()) <= {1}, "a change was made twice"
        await self.prove()
        return Counter(self.answers().values())

    async def prove(self) -> None:
        """Prove every ledger, as `liuke verify` does."""
        async with reading(self.server.verify_url) as reader:
            of_points = await points.verify(reader)
            of_coupons = await coupons.verify(reader)
            of_orders = await checkout.verify(reader)
        assert [*of_points.broken, *of_coupons.broken, *of_orders.broken] == []

    async def prove_once_up(self, *, seconds: float = 60) -> None:
        """Prove as soon as the server takes connections: its children outlive a postmaster."""
        async with asyncio.timeout(seconds):
            while True:
                try:
                    await self.prove()
                except (DatabaseAway, *LOST, *AWAY):
                    await asyncio.sleep(0.1)
                else:
                    return

    async def jobs_done(self, *, seconds: float = 150) -> int:
        """Wait until every award was answered by the worker, once; return how many."""
        database = await connect(self.server.app_url, Keys.for_tests(), size=2)
        async with asyncio.timeout(seconds):
            while await self.open_work(database):  # noqa: ASYNC110 -- a process does it
                await asyncio.sleep(0.2)
        async with begin(database, system(self.merchant, "rig")) as tx:
            awards = Counter(await tx.rows(AWARDS, self.merchant))
            answered = Counter(await tx.rows(ANSWERED))
        await database.close()
        assert answered == awards
        return answered.total()

    async def open_work(self, database: Database) -> bool:
        """Tell whether the worker has something left to do."""
        async with begin(database, system(self.merchant, "rig")) as tx:
            awards = len(await tx.rows(AWARDS, self.merchant))
            open_jobs = await tx.rows(OPEN_JOBS)
            return len(await tx.rows(ANSWERED)) < awards or open_jobs != [0]

    def close(self) -> None:
        """End every process."""
        for till in self.tills:
            end(till)
        for worker in self.workers:
            worker.kill()
            worker.wait()


def end(till: Till) -> None:
    """Kill a till, and hear out what it had still said."""
    till.process.kill()
    till.process.wait()
    till.listener.join()
    assert till.process.stdout is not None
    till.process.stdout.close()


def kill(process: psutil.Process) -> None:
    """Kill a process that may be gone already."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def any_of(rig: Rig) -> Callable[[], None]:
    """Choose what to kill."""
    kills = [rig.kill_database, rig.kill_database, rig.kill_postmaster, rig.kill_backend]
    return random.choice([*kills, rig.kill_till, rig.kill_worker])  # noqa: S311 -- load
