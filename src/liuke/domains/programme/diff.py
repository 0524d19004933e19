"""Compare two documents: what was added, removed and changed, by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from liuke.domains.programme.values import Change

# A condition is one sentence: half of it says nothing.
WHOLE = frozenset({"when"})


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return the differences, items with a `code` matched by it wherever they stand.

    >>> diff({"tiers": [{"code": "gold", "at": 1}]}, {"tiers": [{"code": "gold", "at": 2}]})
    [Change(path='tiers.gold.at', before=1, after=2)]
    >>> [one.path for one in diff({"when": {"kind": "all"}}, {"when": {"kind": "any"}})]
    ['when']
    """
    return list(_changes("", before, after))


def _changes(path: str, before: Any, after: Any) -> Iterator[Change]:
    before, after = _keyed(before), _keyed(after)
    parted = path.rpartition(".")[2] not in WHOLE
    if parted and isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(k for k in after if k not in before)]:
            name = f"{path}.{key}" if path else str(key)
            yield from _changes(name, before.get(key), after.get(key))
    elif before != after:
        yield Change(path, before, after)


def _keyed(value: Any) -> Any:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return value
    if all(isinstance(item, Mapping) and "code" in item for item in value):
        return {item["code"]: item for item in value}
    return value
