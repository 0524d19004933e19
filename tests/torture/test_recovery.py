"""A crash recovery longer than ten seconds is waited for, with progress shown."""

from __future__ import annotations

import asyncio
import signal
import time

import asyncpg
import psutil
import pytest

from liuke.providers.postgres import Server
from tests.torture.figures import Figure
from tests.torture.rig import kill

HELD_SECONDS = 12
ROWS = 500_000


def postmaster(server: Server) -> psutil.Process:
    return psutil.Process(int((server.folders.data / "postmaster.pid").read_text().split()[0]))


async def hold_recovery(server: Server, dead: int) -> None:
    """Stop the process that recovers, as a slow disk would, and let it go on later."""
    while True:
        await asyncio.sleep(0.005)
        try:
            first = postmaster(server)
            found = [child for child in first.children() if "startup" in "".join(child.cmdline())]
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            continue
        if first.pid != dead and found:
            found[0].send_signal(signal.SIGSTOP)
            await asyncio.sleep(HELD_SECONDS)
            found[0].send_signal(signal.SIGCONT)
            return


@pytest.mark.torture
@pytest.mark.inv("S10")
async def test_a_long_recovery_is_waited_for_and_shown(victim: Server, figure: Figure) -> None:
    load = await asyncpg.connect(victim.admin_url)
    await load.execute("CREATE TABLE load AS SELECT i FROM generate_series(1, $1::int) i", ROWS)
    await load.execute("UPDATE load SET i = i + 1")
    await load.close()
    first = postmaster(victim)
    keeper = first.parent()
    assert keeper is not None
    # The whole machine dies: the keeper, the server, and Liuke's hold on them.
    for process in (keeper, first, *first.children()):
        kill(process)
    await asyncio.to_thread(psutil.wait_procs, [first], 60)
    shown: list[str] = []
    again = Server(victim.folders.home, fast=True, progress=shown.append)
    began = time.monotonic()
    await asyncio.gather(again.start(), hold_recovery(again, first.pid))
    took = time.monotonic() - began
    figure("recovery.long", seconds=round(took, 1), progress_lines=len(shown))
    assert took > HELD_SECONDS
    assert len([line for line in shown if "waiting for PostgreSQL" in line]) >= 3
    check = await asyncpg.connect(again.admin_url)
    assert await check.fetchval("SELECT COUNT(*) FROM load") == ROWS
    await check.close()
    await again.stop()
