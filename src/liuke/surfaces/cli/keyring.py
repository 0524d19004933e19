"""`liuke keyring`: the keys that protect what names members; not the API keys of programs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from liuke.domains import access, members, stores
from liuke.kernel import keyring
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.keyring import KeyRing
from liuke.kernel.problems import Refused
from liuke.kernel.reader import reading
from liuke.kernel.values import Value
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, run, show

PASSES_MAX = 20


class Rotated(Value, frozen=True):
    """How many keys the file holds, how many keys and secrets were sealed anew, how many are left.

    What they seal are members' own keys, and the secrets of second factors of staff.
    """

    keys: int
    rewrapped: int
    on_old_keys: int


@dataclass(eq=False)
class OldKeysInUse(Refused):
    """Members' keys or second factors are still sealed by a key that would be thrown away."""

    title = "Old keys still protect members or second factors; run `liuke keyring rotate` first."
    title_zh = "仍有会员的密钥或员工的第二因素由旧密钥保护，请先运行 liuke keyring rotate。"
    left: int


@click.group()
def command() -> None:
    """The keys that protect what names members (API keys: `liuke key`)."""


@command.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def rotate(context: click.Context, *, as_json: bool) -> None:
    """Put a new key in front and wrap every member's key with it, while tills go on.

    One that broke off goes on where it stopped, without another new key.
    """
    show(run(context, turn, upgrade=False), as_json=as_json)


@command.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def retire(context: click.Context, *, as_json: bool) -> None:
    """Throw the old keys away once they protect nobody: older backups can no longer be read."""
    show(run(context, forget, upgrade=False), as_json=as_json)


async def turn(running: Running) -> Rotated:
    """Rotate the key file, then wrap until nobody is left on an old key."""
    place = keyring.place_of(running.settings)
    ring = _ring(running, place)
    left = await _count(running)
    if not left or len(ring.keks) == 1:
        keyring.rotate(place)
        ring = _ring(running, place)
        # Others read the file once a second; wrapping before they do costs another round.
        await asyncio.sleep(keyring.STALE_SECONDS)
        left = await _count(running)
    rewrapped = await _rewrap(running, left)
    return Rotated(len(ring.keks), rewrapped, await _count(running))


async def forget(running: Running) -> Rotated:
    """Leave only the newest key in the file.

    Raises:
        OldKeysInUse: an old one still protects members.
    """
    place = keyring.place_of(running.settings)
    _ring(running, place)
    if left := await _count(running):
        raise OldKeysInUse(left)
    keyring.retire(place)
    return Rotated(len(_ring(running, place).keks), 0, 0)


def _ring(running: Running, place: Path) -> KeyRing:
    """Read the file as it is now, for every transaction from here on."""
    ring = KeyRing(place)
    running.database.keys = ring
    return ring


async def _rewrap(running: Running, left: int) -> int:
    done = 0
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=SAY, transient=True) as shown:
        task = shown.add_task("密钥轮换", total=left)
        # Whoever began before the new key was there may still commit with the old one.
        for _ in range(PASSES_MAX):
            before = done
            done += await _reseal(running)
            async for merchant_id, page in _pages(running):
                async with running.begin(merchant_id, "keyring") as tx:
                    done += await members.rewrap(tx, page)
                shown.update(task, completed=done, total=max(left, done))
            if done == before:
                break
    return done


async def _reseal(running: Running) -> int:
    """Seal second factors anew, merchant by merchant, a thousand a transaction."""
    done = 0
    for merchant_id in await _merchants(running):
        while True:
            async with running.begin(merchant_id, "keyring") as tx:
                sealed = await access.reseal_factors(tx)
            if not sealed:
                break
            done += sealed
    return done


async def _count(running: Running) -> int:
    left = sum([len(page) async for _, page in _pages(running)])
    for merchant_id in await _merchants(running):
        async with running.begin(merchant_id, "keyring") as tx:
            left += await access.factors_on_old_keys(tx)
    return left


async def _pages(running: Running) -> AsyncIterator[tuple[MerchantId, list[MemberId]]]:
    """Give members on old keys, merchant by merchant, a thousand at a time."""
    for merchant_id in await _merchants(running):
        last: MemberId | None = None
        while True:
            async with running.begin(merchant_id, "keyring") as tx:
                page = await members.members_on_old_keys(tx, last)
            if not page:
                break
            yield merchant_id, page
            last = page[-1]


async def _merchants(running: Running) -> list[MerchantId]:
    async with reading(running.urls.verify) as reader:
        return [merchant.id for merchant in await stores.merchants(reader)]
