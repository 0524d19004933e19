"""A disk that fails on write or sync: no false success, nothing lost, back by itself."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time

import pytest

from tests.torture.figures import Figure
from tests.torture.rig import Rig

FAULTS = 5
STRACE = shutil.which("strace")


async def fail_the_disk(rig: Rig, fault: str) -> None:
    """Inject a fault into the calls of every process of the server until it has gone down."""
    first = rig.postmaster()
    call, _, _ = fault.partition(":")
    traced = [part for process in (first, *first.children()) for part in ("-p", str(process.pid))]
    options = ["-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={fault}"]
    tracer = subprocess.Popen([STRACE or "strace", *options, *traced])  # noqa: ASYNC220 -- brief
    try:
        await asyncio.to_thread(first.wait, 60)
    finally:
        tracer.terminate()
        tracer.wait()


@pytest.mark.torture
@pytest.mark.skipif(STRACE is None, reason="needs strace")
@pytest.mark.inv("S2")
@pytest.mark.parametrize(
    "fault", ["fdatasync:error=EIO:when=20+20", "pwrite64:error=ENOSPC:when=40+40"]
)
async def test_a_failing_disk_gives_no_false_success(rig: Rig, figure: Figure, fault: str) -> None:
    await rig.answered_after(time.monotonic())
    waits = []
    for _ in range(FAULTS):
        await fail_the_disk(rig, fault)
        waits.append(await rig.answered_after(time.monotonic()))
        await asyncio.sleep(0.5)
    await rig.settle()
    answers = await rig.judge()
    jobs = await rig.jobs_done()
    panics = rig.server.folders.log.read_text().count("PANIC:")
    assert panics >= FAULTS
    figure(
        "disk.faults",
        fault=fault,
        faults=FAULTS,
        acknowledged=answers.total(),
        lost=0,
        doubled=0,
        jobs_done_once=jobs,
        recovery_seconds_max=round(max(waits), 2),
    )
