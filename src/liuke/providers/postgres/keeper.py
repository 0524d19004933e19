"""The keeper: a small process that runs PostgreSQL for as long as any Liuke process needs it.

It is the server's parent and no Liuke process's child, so a killed Liuke takes nothing down with
it. Users hold a shared lock on one file, which the operating system drops when they die; once the
keeper can take it alone, nobody is left and it shuts the server down cleanly. A server that dies is
started again. If the keeper itself is killed, the server gets SIGINT: a clean, fast shutdown.

Run as a plain script, with nothing but the standard library, so that it starts fast and stays
small: `python -I -S keeper.py '<json of Order>'`.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.1
GIVE_UP_SECONDS = 20.0
SHUT_DOWN_SECONDS = 60.0
SETTLED_SECONDS = 5.0
TAKE_OVER_TRIES = 5
PR_SET_PDEATHSIG = 1
# Nothing of ours: a PG… variable or a locale of the caller must not change the server.
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}


@dataclass(frozen=True)
class Order:
    """What to run, as whom, which files say that it is needed, and how long to try to start."""

    program: str
    data: str
    configuration: str
    log: str
    users_lock: str
    keeper_lock: str
    uid: int
    gid: int
    dropped: bool
    give_up_seconds: float


def main() -> None:
    """Keep the server until nobody needs it; return at once in the process that was called."""
    order = Order(**json.loads(sys.argv[1]))
    keeper = open_lock(order.keeper_lock)
    tries = TAKE_OVER_TRIES
    while not try_lock(keeper):
        # Somebody may merely be looking whether there is a keeper.
        if (tries := tries - 1) == 0:
            return
        time.sleep(POLL_SECONDS)
    # The lock goes with the open file to the child, so the caller knows on our return that the
    # server has its keeper; the child is nobody's and ends with nobody.
    if os.fork() != 0:
        os._exit(0)
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end_orphan(order.data)
    keep(order, open_lock(order.users_lock))


def keep(order: Order, users: int) -> None:
    """Start the server, start it again when it dies, stop it when the last user is gone."""
    failing_since = time.monotonic()
    while True:
        started = time.monotonic()
        server = start(order)
        while (code := server.poll()) is None:
            if try_lock(users):
                shut_down(server)
                return
            time.sleep(POLL_SECONDS)
        # Killed by a signal, or after it had run: a crash, so start again at once. Refusing to
        # start is tried for a while too: children of a killed server may still be ending.
        now = time.monotonic()
        if code < 0 or now - started > SETTLED_SECONDS:
            failing_since = now
        if now - failing_since > order.give_up_seconds or try_lock(users):
            return
        time.sleep(POLL_SECONDS)


def shut_down(server: subprocess.Popen[bytes]) -> None:
    """Stop the server cleanly; if it takes far too long, at once: it recovers at the next start."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        server.send_signal(number)
        try:
            server.wait(SHUT_DOWN_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def start(order: Order) -> subprocess.Popen[bytes]:
    """Start `postgres` as the server's own user."""
    remove_stale_pid_file(order.data)
    drop = order.dropped
    with Path(order.log).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 -- our own copy of the program
            [order.program, "-D", order.data, "-c", f"config_file={order.configuration}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=ENVIRONMENT,
            umask=0o077,
            preexec_fn=follow_parent,  # noqa: PLW1509 -- this process has one thread
            user=order.uid if drop else None,
            group=order.gid if drop else None,
            extra_groups=[] if drop else None,
        )


def follow_parent() -> None:
    """Ask Linux to send the server SIGINT when the keeper dies; hear signals again."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def end_orphan(data: str) -> None:
    """Stop a server of ours that outlived its keeper, and wait for it."""
    while (pid := recorded_pid(data)) is not None and is_our_server(pid, data):
        os.kill(pid, signal.SIGINT)
        time.sleep(POLL_SECONDS)


def remove_stale_pid_file(data: str) -> None:
    """Remove a pid file whose pid is dead or belongs to some other program.

    After a container restarts, that number is often taken again, by anything.
    """
    pid = recorded_pid(data)
    if pid is not None and not is_our_server(pid, data):
        Path(data, "postmaster.pid").unlink(missing_ok=True)


def recorded_pid(data: str) -> int | None:
    """Read the pid that the last server on this folder wrote down."""
    try:
        return int(Path(data, "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def is_our_server(pid: int, data: str) -> bool:
    """Tell whether a pid is a `postgres` that was started on this very folder."""
    words = command_of(pid)
    return len(words) > 2 and Path(words[0]).name == "postgres" and data in words[1:]


def command_of(pid: int) -> list[str]:
    """Return the command line of a process, empty if there is none."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            return []
    asked = ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed
    return told.stdout.split()


def open_lock(path: str) -> int:
    """Open a lock file."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int) -> bool:
    """Take a lock alone, if nobody else holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    main()
