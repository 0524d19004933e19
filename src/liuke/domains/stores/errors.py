"""What stores can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.kernel.ids import StoreId
from liuke.kernel.problems import Invalid, NotFound


@dataclass(eq=False)
class UnknownCodes(Invalid):
    """Brands, regions or entities that do not exist were named."""

    title = "Some codes do not exist."
    title_zh = "有编码不存在。"
    field: str
    codes: tuple[str, ...]


@dataclass(eq=False)
class CircularRegions(Invalid):
    """A region would lie inside itself."""

    title = "A region cannot lie inside itself."
    title_zh = "区域不能包含自己。"
    codes: tuple[str, ...]


@dataclass(eq=False)
class UnknownStores(NotFound):
    """Some stores do not exist."""

    title = "Some stores do not exist."
    title_zh = "有门店不存在。"
    stores: tuple[StoreId | str, ...]


@dataclass(eq=False)
class UnknownTimeZone(Invalid):
    """The name is in no time zone database."""

    title = "There is no such time zone."
    title_zh = "没有这个时区。"
    time_zone: str


@dataclass(eq=False)
class NotOnEarth(Invalid):
    """A geo point is half given, or lies outside the globe."""

    title = "Some coordinates are not on the globe."
    title_zh = "有坐标不合理。"
    stores: tuple[str, ...]
