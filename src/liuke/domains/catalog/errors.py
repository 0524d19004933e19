"""What the catalog can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.kernel.problems import Invalid, NotFound, Refused


@dataclass(eq=False)
class UnknownCatalogCodes(Invalid):
    """Categories, brands, products or SKUs that do not exist were named."""

    title = "Some codes do not exist."
    title_zh = "有编码不存在。"
    field: str
    codes: tuple[str, ...]


@dataclass(eq=False)
class UnknownProducts(NotFound):
    """Some products do not exist."""

    title = "Some products do not exist."
    title_zh = "有商品不存在。"
    codes: tuple[str, ...]


@dataclass(eq=False)
class CircularCategories(Invalid):
    """A category would lie inside itself."""

    title = "A category cannot lie inside itself."
    title_zh = "分类不能包含自己。"
    codes: tuple[str, ...]


@dataclass(eq=False)
class SkuOfAnotherProduct(Refused):
    """A SKU code belongs to another product already."""

    title = "Some SKU codes belong to another product."
    title_zh = "有规格编码属于别的商品。"
    skus: tuple[str, ...]


@dataclass(eq=False)
class BarcodeTaken(Refused):
    """A barcode belongs to another SKU already."""

    title = "Some barcodes belong to another SKU."
    title_zh = "有条码属于别的规格。"
    barcodes: tuple[str, ...]
