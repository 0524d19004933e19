"""The lake's tables: what each domain lets analytics read, named as in PostgreSQL.

Declaring a table here and following it in its migration (`lk_follow`) is all a domain does; the
export, the readers and erasure go by this registry. Nothing that names a person is declared.
"""

from __future__ import annotations

from typing import Literal

from msgspec import field

from liuke.kernel.values import Value

# Types as both PostgreSQL and DuckDB write them; `json` is text in the lake.
Kind = Literal[
    "uuid", "text", "bigint", "integer", "smallint", "boolean", "date", "timestamptz", "json",
    "numeric(9,6)",
]  # fmt: skip
# How rows live: never change; are rewritten all the time; or are many and change now and then.
Kept = Literal["final", "often", "seldom"]


class LakeTable(Value, frozen=True):
    """A table of the lake: its columns in order, and what names one of its rows.

    `key` stays the same when a row moves to another member. `on` is the date or instant whose
    month a file is for. A column that is not the table's own is taken from `source`, a FROM clause
    in which the table is `t`, by the expression in `taken`. `whose` is the column with the member;
    once that member is erased the columns in `forget` are emptied, and with `vanish` the row goes.
    With `epochs` rows tell the epoch they were written in, and `xid` is of PostgreSQL's own type.
    """

    name: str
    columns: dict[str, Kind]
    key: tuple[str, ...]
    kept: Kept = "often"
    on: str = ""
    source: str = ""
    taken: dict[str, str] = field(default_factory=dict)
    whose: str = ""
    forget: tuple[str, ...] = ()
    vanish: bool = False
    epochs: bool = False


TABLES: dict[str, LakeTable] = {}


def declare(*tables: LakeTable) -> None:
    """Let the lake follow tables."""
    for table in tables:
        TABLES[table.name] = table


declare(
    LakeTable(
        "kernel_event",
        {
            "id": "uuid",
            "kind": "text",
            "member_id": "uuid",
            "at": "timestamptz",
            "body": "json",
        },
        key=("id",),
        kept="final",
        on="at",
        whose="member_id",
        forget=("body",),
        epochs=True,
    )
)
