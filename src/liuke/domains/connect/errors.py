"""What connect can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.domains.connect.values import ImportId
from liuke.kernel.problems import Forbidden, Invalid, NotFound, Refused


@dataclass(eq=False)
class UnknownSheet(NotFound):
    """Nobody declares a sheet of this name."""

    title = "There is no such kind of data."
    title_zh = "没有这种数据。"
    sheet: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnreadableFile(Invalid):
    """The file is not a table (CSV, XLSX or Parquet), or breaks off as one."""

    title = "The file cannot be read as a table (CSV, XLSX, Parquet)."
    title_zh = "文件不是可读的表格（CSV、XLSX、Parquet）。"
    line: int
    reason: str
    reason_zh: str


@dataclass(eq=False)
class UnknownWorksheet(Invalid):
    """The workbook shows no sheet of this name; a file of another kind has none at all."""

    title = "The workbook shows no sheet of this name."
    title_zh = "工作簿里没有这个名称的可见工作表。"
    worksheet: str
    known: tuple[str, ...]


@dataclass(eq=False)
class ColumnsMissing(Invalid):
    """The header lacks columns that every row needs."""

    title = "The file lacks required columns; name them with --map."
    title_zh = "文件缺少必需的列，可用 --map 指定。"
    missing: tuple[str, ...]
    header: tuple[str, ...]
    worksheet: str = ""


@dataclass(eq=False)
class HeaderUnknown(Invalid):
    """Not one column of the file is known: its first row may be a title."""

    title = (
        "No column of the file is known: its first row must name them, or use --map; "
        "if it is data already, --no-header."
    )
    title_zh = (
        "文件里没有一列认得出来：第一行应该是表头；也可用 --map 指定；"
        "如果第一行就是数据，用 --no-header。"
    )
    header: tuple[str, ...]
    worksheet: str = ""


@dataclass(eq=False)
class PlacesUnnamed(Invalid):
    """The file has no header, and nobody said which of its columns is what."""

    title = "Without a header the columns must be named by their place: --map A=phone."
    title_zh = "没有表头时须按位置指定各列：例如 --map A=phone。"
    header: tuple[str, ...]
    worksheet: str = ""


@dataclass(eq=False)
class HeaderInside(Invalid):
    """A file of this kind names its columns itself: each of its rows is data anyway."""

    title = "A Parquet file names its columns itself: import it without --no-header."
    title_zh = "Parquet 文件自带列名：请不要使用 --no-header（第一行就是数据）。"


@dataclass(eq=False)
class ColumnsDoubled(Invalid):
    """Several columns of the file would fill the same column of ours."""

    title = "Several columns of the file mean the same: name one with --map, or rename the others."
    title_zh = "文件中有多列指向同一项：用 --map 指定其中一列，或改掉其余列的名字。"
    columns: tuple[str, ...]
    header: tuple[str, ...]


@dataclass(eq=False)
class UnknownColumns(Invalid):
    """The mapping names columns that are not in the file, or not ours."""

    title = "The mapping names unknown columns."
    title_zh = "映射中有不存在的列。"
    columns: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownImport(NotFound):
    """There is no such import."""

    title = "There is no such import."
    title_zh = "没有这次导入。"
    import_id: ImportId


@dataclass(eq=False)
class MovedOn(Refused):
    """Somebody else imported these rows of the same file meanwhile."""

    title = "The same file is being imported elsewhere; nothing was done twice."
    title_zh = "同一文件正在别处导入，没有重复。"
    import_id: ImportId
    position: int


@dataclass(eq=False)
class CellUnfit(Invalid):
    """A cell does not hold what its column asks for."""

    title = "The cell does not fit."
    title_zh = "单元格内容不符合要求。"
    reason: str
    reason_zh: str


@dataclass(eq=False)
class TooManyRows(Invalid):
    """One request carries more rows than can be taken at once; `rows` is where we stopped."""

    title = "Too many rows for one request; cut the file, or use `liuke import`."
    title_zh = "一次请求的行数太多：请分割文件，或使用 liuke import。"
    rows: int
    most: int


@dataclass(eq=False)
class WholeMerchantOnly(Forbidden):
    """Files may name any store, and this actor works for some only."""

    title = "Only who works for the whole merchant may move files."
    title_zh = "只有面向整个商户的账号可以导入导出。"
