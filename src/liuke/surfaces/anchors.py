"""Anchors: one line a day, kept in a file outside the database, of what stands in its books.

A chain inside the database names any entry that was edited; one whose newest entries are gone is
whole again, only shorter, and one that was written anew with its head is whole as well. The file
remembers what they were: for each merchant and ledger (points, what counts towards levels, steps of
coupons) the heads of the chains that grew since the line before, and the last seals of event log
and audit. Its lines are chained too. Copy it to where the database's administrator cannot write.
"""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from liuke.domains import coupons, points, tiers
from liuke.kernel import seals
from liuke.kernel.ids import MerchantId
from liuke.kernel.reader import Reader, reading
from liuke.kernel.spans import Span, moment
from liuke.kernel.values import Value, decode, encode

FILE = "anchors.jsonl"
START = b""
LEDGERS = (points.spans, tiers.spans, coupons.spans)


class Line(Value, frozen=True):
    """One day: what ledgers took in since the line before, and how far logs are sealed."""

    day: date
    cluster: str
    through: int
    spans: tuple[Span, ...]
    seals: tuple[seals.Head, ...]
    link: bytes = START


class Broken(Value, frozen=True):
    """A day whose line and database differ, or whose line does not follow."""

    promise: str
    day: date | None
    merchant_id: MerchantId | None
    found: str


class Proven(Value, frozen=True):
    """How many days were compared, and what is wrong."""

    days: int
    since: date | None
    broken: list[Broken]


def place_of(home: Path) -> Path:
    """Return where the anchors of a home are kept."""
    return home / "anchors" / FILE


async def lay(reader: Reader, place: Path, *, on: date | None = None) -> Line | None:
    """Write the line of a day, today's by the database's clock; None where there is one already.

    It is on disk when this returns.

    Raises:
        msgspec.MsgspecError: the last line is not one of ours.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    with os.fdopen(os.open(place, flags, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        written = whole_lines(file)
        last = decode(written[-1], Line) if written else None
        line = await _newest(reader, last, on)
        # A day that is still to come was written while the clock was wrong.
        if last is not None and last.day == line.day:
            return None
        file.write(encode(line) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return line


def whole_lines(file: BinaryIO) -> list[bytes]:
    """Return the lines of a file; what a crash left half written goes: it was never laid."""
    written = file.read()
    whole = written.rfind(b"\n") + 1
    if whole < len(written):
        file.truncate(whole)
    return written[:whole].splitlines()


async def lay_today(url: str, home: Path) -> None:
    """Write today's line if nobody has, as the role that reads everything.

    Raises:
        DatabaseAway: nothing answers at `url`.
    """
    async with reading(url) as reader:
        await lay(reader, place_of(home))


async def _newest(reader: Reader, last: Line | None, on: date | None) -> Line:
    now = await moment(reader)
    since = last.through if last is not None and last.cluster == now.cluster else 0
    grown = await spans(reader, [now.through], since=since)
    line = Line(
        on or now.day,
        now.cluster,
        now.through,
        tuple([span for span in grown if span.place == 0]),
        tuple(await seals.heads(reader)),
    )
    return replace(line, link=chained(line, last))


async def spans(reader: Reader, moments: Sequence[int], *, since: int = 0) -> list[Span]:
    """Return what every ledger took in before, between and after moments; one statement each."""
    return [span for of in LEDGERS for span in await of(reader, moments, since=since)]


def chained(line: Line, before: Line | None) -> bytes:
    """Return the link of a line after the one before it."""
    bare = encode(replace(line, link=START))
    return sha256((before.link if before else START) + bare).digest()


async def verify(reader: Reader, place: Path) -> Proven:
    """Compare every day's line with the database; name each day that differs."""
    lines, broken = read(place)
    if not lines:
        return Proven(0, None, broken)
    cluster = (await moment(reader)).cluster
    here = [line for line in lines if line.cluster == cluster]
    now = await spans(reader, [line.through for line in here])
    broken += _heads(here, now)
    broken += _lengths(lines, now)
    broken += await _seals(reader, lines)
    return Proven(len(lines), lines[0].day, broken)


def read(place: Path) -> tuple[list[Line], list[Broken]]:
    """Return the lines of a file, and where it was edited."""
    texts = place.read_bytes().splitlines() if place.exists() else []
    lines: list[Line] = []
    for number, text in enumerate(texts, start=1):
        try:
            lines.append(decode(text, Line))
        except (msgspec.MsgspecError, ValueError):
            told = f"line {number} of the anchors cannot be read"
            return lines, [Broken("L10", lines[-1].day if lines else None, None, told)]
    chain = [(None, lines[0]), *pairwise(lines)] if lines else []
    told = "the anchor was edited, or the one before it is missing"
    cut = [line for before, line in chain if line.link != chained(line, before)]
    return lines, [Broken("L10", line.day, None, told) for line in cut]


def _heads(here: Sequence[Line], now: Sequence[Span]) -> list[Broken]:
    """Compare what ledgers took in between two lines of this cluster with what is there now."""
    found = {(span.place, span.merchant_id, span.ledger): span for span in now}
    broken = []
    for number, line in enumerate(here):
        kept = {(number, span.merchant_id, span.ledger): span for span in line.spans}
        for key in sorted(kept.keys() | {key for key in found if key[0] == number}):
            before, after = kept.get(key), found.get(key)
            if before is None or after is None or before.digest != after.digest:
                _, merchant, ledger = key
                told = f"{ledger}: {_told(before, after)}"
                broken.append(Broken("L10", line.day, merchant, told))
    return broken


def _told(before: Span | None, after: Span | None) -> str:
    was, now = (before.entries if before else 0), (after.entries if after else 0)
    heads = before.chains if before else 0
    if was == now:
        return f"the heads of {heads} chains that grew then are others now"
    return f"{was} entries on {heads} chains were written then, {now} are there now"


def _lengths(lines: Sequence[Line], now: Sequence[Span]) -> list[Broken]:
    """Compare how many entries there were, also in a cluster before this one, with what is here."""
    here = Counter[tuple[MerchantId, str]]()
    for span in now:
        here[span.merchant_id, span.ledger] += span.entries
    return [
        Broken("L10", line.day, key[0], f"{key[1]}: {then} entries then, {here[key]} now")
        for line, sums in _grown(lines)
        for key, then in sums.items()
        if here[key] < then
    ]


def _grown(lines: Sequence[Line]) -> Iterator[tuple[Line, Counter[tuple[MerchantId, str]]]]:
    """Say of each line how many entries there were: a cluster's first line counts from zero."""
    sums, cluster = Counter[tuple[MerchantId, str]](), ""
    for line in lines:
        if line.cluster != cluster:
            sums, cluster = Counter(), line.cluster
        for span in line.spans:
            sums[span.merchant_id, span.ledger] += span.entries
        yield line, sums


async def _seals(reader: Reader, lines: Sequence[Line]) -> list[Broken]:
    """Find the seals that were there in the database again."""
    missing = await seals.cut_off(reader, [head for line in lines for head in line.seals])
    first = {head: line.day for line in reversed(lines) for head in line.seals}
    return [
        Broken(
            "L10", first[head], head.merchant_id, f"seal {head.block} of {head.log} is not there"
        )
        for head in dict.fromkeys(missing)
    ]
