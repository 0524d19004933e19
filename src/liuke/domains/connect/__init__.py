"""对接 Connect: data that comes in from files, and goes out to them.

A *sheet* 表 is a kind of data that a domain declares; a *plan* 列对应 says which column of a file
fills which of ours; an *import* 导入 goes through a file once, an *export* 导出 page by page.
"""

from liuke.domains.connect.errors import (
    ColumnsDoubled,
    ColumnsMissing,
    MovedOn,
    UnknownColumns,
    UnknownImport,
    UnknownSheet,
    UnknownWorksheet,
    UnreadableFile,
)
from liuke.domains.connect.events import ImportFinished
from liuke.domains.connect.export import body, export_page, head
from liuke.domains.connect.parquet import ParquetReader, ParquetTable, read_parquet_with
from liuke.domains.connect.plan import Group, Plan, chunks, make_plan
from liuke.domains.connect.rules import escaped
from liuke.domains.connect.run import begin_import, faults_of, get_import, go_on, imports
from liuke.domains.connect.sheet import SHEETS, Sheet, all_columns, declare, find_sheet
from liuke.domains.connect.survey import records, survey, worksheets
from liuke.domains.connect.take import Taken, rehearse, take
from liuke.domains.connect.values import (
    Column,
    Fault,
    ImportId,
    Kind,
    Leaf,
    Progress,
    Record,
    RowFault,
    Survey,
    Weight,
    Wish,
    Worksheet,
)

__all__ = [
    "SHEETS", "Column", "ColumnsDoubled", "ColumnsMissing", "Fault", "Group", "ImportFinished",
    "ImportId", "Kind", "Leaf", "MovedOn", "ParquetReader", "ParquetTable", "Plan", "Progress",
    "Record", "RowFault", "Sheet", "Survey", "Taken", "UnknownColumns", "UnknownImport",
    "UnknownSheet", "UnknownWorksheet", "UnreadableFile", "Weight", "Wish", "Worksheet",
    "all_columns", "begin_import", "body", "chunks", "declare", "escaped", "export_page",
    "faults_of", "find_sheet", "get_import", "go_on", "head", "imports", "make_plan",
    "read_parquet_with", "records", "rehearse", "survey", "take", "worksheets",
]  # fmt: skip
