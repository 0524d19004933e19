"""Spelling: how Chinese words sound in Latin letters, to be found by wangxm or wxm.

Every reading of a character counts, since a surname often has the rarer one (单 is Shan). The
dictionary is read when it is first needed: the package around it would load the phrases too.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path

READINGS_MAX = 3
INITIALS_MAX = 6
WAYS_MAX = 4
ALTERNATIVES_MAX = 32
TONES = frozenset("\u0300\u0301\u0304\u030c")


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, str]:
    found = find_spec("pypinyin")
    assert found is not None, "the dictionary of readings is not installed"
    assert found.submodule_search_locations, "the dictionary of readings is not a package"
    path = Path(found.submodule_search_locations[0]) / "pinyin_dict.json"
    known: dict[str, str] = json.loads(path.read_text("utf-8"))
    return known


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Return how a character may sound, without tones; ü is typed as v.

    >>> readings("单"), readings("吕"), readings("a")
    (('dan', 'chan', 'shan'), ('lv',), ())
    """
    heard = _dictionary().get(str(ord(character)), "").split(",")
    return tuple(dict.fromkeys(_plain(one) for one in heard if one))[:READINGS_MAX]


def _plain(reading: str) -> str:
    letters = [c for c in unicodedata.normalize("NFD", reading) if c not in TONES]
    spelt = unicodedata.normalize("NFC", "".join(letters)).replace("ü", "v")
    return "".join(c for c in unicodedata.normalize("NFD", spelt) if c.isalpha())


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Return every syllable there is."""
    heard = {one for line in _dictionary().values() for one in line.split(",") if one}
    return frozenset(spelt for one in heard if len(spelt := _plain(one)) > 1)


def spellings(word: str, starts: int | None = None) -> set[str]:
    """Return the Latin texts a Chinese word is found by: its syllables and its initials.

    Initials begin at each of the first `starts` characters, or at every one.

    >>> sorted(spellings("李小明", 2))
    ['li', 'lx', 'lxm', 'meng', 'ming', 'xiao', 'xm']
    """
    sounds = [readings(character) for character in word]
    found = {sound for heard in sounds for sound in heard}
    if sounds:
        found |= {one[:end] for one in sounds[0] for end in range(2, len(one))}
    for start in range(len(word) if starts is None else min(starts, len(word))):
        found.update(_initials(sounds[start : start + INITIALS_MAX]))
    return found


def _initials(sounds: Sequence[tuple[str, ...]]) -> Iterator[str]:
    letters = [sorted({one[0] for one in heard}) or [""] for heard in sounds]
    for drawn in islice(product(*letters), ALTERNATIVES_MAX):
        text = "".join(drawn)
        yield from (text[:end] for end in range(2, len(text) + 1))


def ways(typed: str) -> list[list[str]]:
    """Return what typed letters may stand for: texts of `spellings`, all of which must be there.

    >>> ways("lixm"), ways("lxm")
    ([['li', 'lxm']], [])
    >>> ways("xian")
    [['xia', 'xn'], ['xi', 'an', 'xa']]
    """
    found: list[list[str]] = []
    for parts, rest in islice(_splits(typed), WAYS_MAX):
        if len(parts) + len(rest) > 1:
            initials = "".join(part[0] for part in parts) + rest
            found.append([*dict.fromkeys(parts), initials[:INITIALS_MAX]])
    return found


def _splits(typed: str) -> Iterator[tuple[list[str], str]]:
    """Give the ways to cut letters into syllables, and the initials left over at the end."""
    known = syllables()
    waiting: list[tuple[list[str], str]] = [([], typed[:18])]
    while waiting:
        parts, rest = waiting.pop()
        cuts = [size for size in range(1, min(6, len(rest)) + 1) if rest[:size] in known]
        waiting.extend(([*parts, rest[:size]], rest[size:]) for size in cuts)
        if parts and not (rest and cuts) and _may_be_initials(rest):
            yield parts, rest


def _may_be_initials(rest: str) -> bool:
    return len(rest) <= INITIALS_MAX and not set(rest) & set("aeiouv0123456789")
