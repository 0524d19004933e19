"""Deeds: what members did, as rows that `did` and `sequence` count.

A deed is declared by the domain whose tables hold it: where its rows come from, which instant and
business date they carry, and the fields a condition may ask. Fields are never null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from liuke.kernel.problems import Invalid
from liuke.kernel.values import Value


class Field(Value, frozen=True):
    """Something a deed carries: int, money, text, date or bool, as an expression over `d`."""

    kind: str
    label: str
    label_zh: str
    sql: str


class Facet(Value, frozen=True):
    """What the rows of another domain add to deeds that name one: `join` brings them in.

    It is left out where no field of the facet is asked.
    """

    name: str
    join: str
    fields: Mapping[str, Field]


class Deed(Value, frozen=True):
    """A kind of deed: `rows` is a FROM item called `d` with a `member_id`.

    `lake` is the same item where the lake keeps the rows in another shape. `where` leaves out
    what does not count. `at` is the instant and `on_` the business date, as expressions over `d`.
    """

    name: str
    label: str
    label_zh: str
    rows: str
    fields: Mapping[str, Field]
    facets: tuple[str, ...] = ()
    where: str = ""
    at: str = "d.at"
    on_: str = "d.on_"
    lake: str = ""


DEEDS: dict[str, Deed] = {}
FACETS: dict[str, Facet] = {}


@dataclass(eq=False)
class NoSuchDeed(Invalid):
    """A condition asks for a deed that no domain declares."""

    title = "There is no such deed."
    title_zh = "没有这种行为。"
    deed: str


@dataclass(eq=False)
class NoSuchDeedField(Invalid):
    """A condition asks for something that deeds of this kind do not carry."""

    title = "Deeds of this kind have no such field."
    title_zh = "这种行为没有这个字段。"
    deed: str
    field: str


def declare(*declared: Deed | Facet) -> None:
    """Offer deeds to conditions, and what deeds of other domains may carry."""
    for one in declared:
        if isinstance(one, Facet):
            FACETS[one.name] = one
        else:
            DEEDS[one.name] = one


def find(name: str) -> Deed:
    """Return a deed by its name.

    Raises:
        NoSuchDeed: no domain declares it.
    """
    if name not in DEEDS:
        raise NoSuchDeed(name)
    return DEEDS[name]


def fields_of(deed: Deed) -> dict[str, Field]:
    """Return every field of a deed, its own and those of its facets."""
    more = {name: field for facet in facets_of(deed) for name, field in facet.fields.items()}
    return more | dict(deed.fields)


def facets_of(deed: Deed) -> list[Facet]:
    """Return the facets of a deed, in the order it names them."""
    return [FACETS[name] for name in deed.facets if name in FACETS]


def field_of(deed: Deed, name: str) -> Field:
    """Return a field of a deed.

    Raises:
        NoSuchDeedField: the deed does not carry it.
    """
    fields = fields_of(deed)
    if name not in fields:
        raise NoSuchDeedField(deed.name, name)
    return fields[name]


def joined(deed: Deed, names: Iterable[str]) -> str:
    """Return the joins that some fields of a deed need."""
    asked = set(names) - set(deed.fields)
    needed = [facet.join for facet in facets_of(deed) if asked.intersection(facet.fields)]
    return " ".join(needed)
