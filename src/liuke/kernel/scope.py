"""Scope: an actor of some stores cannot name another store, in whatever part of a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from liuke.kernel.actor import Actor
from liuke.kernel.ids import Id, StoreId
from liuke.kernel.problems import Forbidden

N = TypeVar("N", bound=Id)


@dataclass(eq=False)
class OutsideStores(Forbidden):
    """The actor works for other stores."""

    title = "This store is not one of yours."
    title_zh = "这家门店不在你的权限范围内。"
    store_ids: tuple[StoreId, ...]


@dataclass(eq=False)
class SomeStoresOnly(Forbidden):
    """The actor works for some stores, and this decides which stores are whose."""

    title = "You work for some stores; only who works for the whole merchant may do this."
    title_zh = "你只负责部分门店；此操作须由面向整个商户的账号来做。"


def check_whole(actor: Actor) -> None:
    """Refuse whoever works for some stores only.

    Raises:
        SomeStoresOnly: the actor does.
    """
    if actor.stores is not None:
        raise SomeStoresOnly


def check_stores(actor: Actor, store_ids: Iterable[StoreId | None]) -> None:
    """Refuse stores outside the actor's scope, and naming none; some actors have them all.

    Raises:
        OutsideStores: names those that are not theirs.
    """
    if actor.stores is None:
        return
    asked = set(store_ids)
    if strange := asked - actor.stores:
        raise OutsideStores(tuple(sorted(store for store in strange if store is not None)))


def named(value: Any, kind: type[N]) -> Iterator[N]:
    """Give every id of a kind that a request names, however deep."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from named(getattr(value, name), kind)
    elif isinstance(value, dict):
        for part in value.values():
            yield from named(part, kind)
    elif isinstance(value, list | tuple | frozenset | set):
        for part in value:
            yield from named(part, kind)
