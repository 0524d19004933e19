"""Scopes: which goods a rule is about, as data."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta

from liuke.kernel.values import Value

Code: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80)]
Codes: TypeAlias = Annotated[tuple[Code, ...], Meta(max_length=2_000)]
Minor: TypeAlias = Annotated[int, Meta(ge=0, le=10**12, description="Minor units (fen).")]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=1_000_000)]


class Match(Value, frozen=True):
    """Goods that match every kind named here, by any of the codes of that kind."""

    products: Annotated[Codes, Meta(description="Product codes.")] = ()
    skus: Annotated[Codes, Meta(description="SKU codes.")] = ()
    brands: Annotated[Codes, Meta(description="Brand codes.")] = ()
    categories: Annotated[Codes, Meta(description="Category codes, at any depth.")] = ()
    tags: Annotated[Codes, Meta(description="Product tags or labels.")] = ()
    price_from_minor: Annotated[Minor | None, Meta(description="Unit list price at least.")] = None
    price_to_minor: Annotated[Minor | None, Meta(description="Unit list price at most.")] = None


class Scope(Value, frozen=True):
    """Goods that match one of `include` (all goods when empty) and none of `exclude`."""

    include: Annotated[
        tuple[Match, ...], Meta(max_length=50, description="Alternatives; empty is everything.")
    ] = ()
    exclude: Annotated[tuple[Match, ...], Meta(max_length=50, description="Except these.")] = ()
