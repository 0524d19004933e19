"""Throttle: how many requests a minute, by who asks; a token bucket each, in this process.

Attempts at passwords are counted in the database as well (`access.attempt`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from time import monotonic

from liuke.kernel.problems import Problem

# Requests a minute, all of which may come at once. The one table of limits.
LIMITS: Mapping[str, int] = {
    "anonymous": 300,  # by address, everything without a sign-in
    "sign_in": 30,  # by address, tries at a password or one-time token
    "staff": 3_000,  # by person, over all their sessions
    "member": 600,  # by member, over all their phones
    "key": 600_000,  # by API key: a chain of tills
    "browser": 3_000,  # by address, events with a key that everybody may know
    "miss": 120,  # by person or key, codes that nobody holds
}
BUCKETS_MOST = 20_000


@dataclass(eq=False)
class Throttled(Problem):
    """This client asks too often; the header Retry-After says when to go on.

    `limit` is how many a minute it may, where a minute's were used up.
    """

    status = 429
    title = "Too many requests; wait a moment."
    title_zh = "请求过于频繁，请稍候。"
    retry_after_seconds: int
    limit: int | None = None


class Bucket:
    """What one client has left."""

    __slots__ = ("at", "left")

    def __init__(self, left: float, at: float) -> None:
        """Start full."""
        self.left = left
        self.at = at


class Throttle:
    """Every client's bucket."""

    def __init__(
        self, limits: Mapping[str, int] = LIMITS, clock: Callable[[], float] = monotonic
    ) -> None:
        """Take the limits of each kind of client, by the minute."""
        self.limits = {**LIMITS, **limits}
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def take(self, kind: str, name: str) -> list[tuple[bytes, bytes]]:
        """Take one request from a bucket and return the headers that say what is left.

        Raises:
            Throttled: nothing is left.
        """
        limit = self.limits[kind]
        bucket = self._bucket(kind, name, limit)
        if bucket.left < 1:
            raise Throttled(ceil((1 - bucket.left) * 60 / limit), limit)
        bucket.left -= 1
        return headers(limit, int(bucket.left), ceil((limit - bucket.left) * 60 / limit))

    def check(self, kind: str, name: str) -> None:
        """Refuse a client that has nothing left, taking nothing.

        Raises:
            Throttled: nothing is left.
        """
        limit = self.limits[kind]
        bucket = self._bucket(kind, name, limit)
        if bucket.left < 1:
            raise Throttled(ceil((1 - bucket.left) * 60 / limit), limit)

    def _bucket(self, kind: str, name: str, limit: int) -> Bucket:
        now = self._clock()
        bucket = self._buckets.get((kind, name))
        if bucket is None:
            if len(self._buckets) >= BUCKETS_MOST:
                self._forget_idle(now)
            bucket = self._buckets[kind, name] = Bucket(limit, now)
        bucket.left = min(limit, bucket.left + (now - bucket.at) * limit / 60)
        bucket.at = now
        return bucket

    def _forget_idle(self, now: float) -> None:
        # A bucket untouched for a minute is full again; if none is, all start anew.
        kept = {who: b for who, b in self._buckets.items() if now - b.at < 60}
        self._buckets = kept if len(kept) < BUCKETS_MOST else {}


def headers(limit: int, left: int, reset_seconds: int) -> list[tuple[bytes, bytes]]:
    """Write what is left as `X-Rate-Limit-…` headers."""
    return [
        (b"x-rate-limit-limit", b"%d" % limit),
        (b"x-rate-limit-remaining", b"%d" % left),
        (b"x-rate-limit-reset", b"%d" % reset_seconds),
    ]
