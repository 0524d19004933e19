"""Statements made of the lake's declared tables: what is copied out, and how files are read.

Names come from declarations, never from a request. A file's rows carry the run that wrote them in
`lake_run`; a row counts unless a later run replaced or removed it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from liuke.kernel.lake import Kind, LakeTable
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

PartKind = Literal["rows", "changes", "gone"]
RUN = "lake_run"

# The transactions that are over: whatever is written from now on has a higher number.
CUT = Sql[int]("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
# The log's epoch: a restore or a promotion raises the default of the column.
EPOCH = Sql[int]("""
    SELECT pg_get_expr(d.adbin, d.adrelid)::integer
    FROM pg_attrdef d
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE d.adrelid = 'kernel_event'::regclass AND a.attname = 'epoch'
""")
NOTED = Sql[str]("SELECT DISTINCT name FROM kernel_gone WHERE merchant_id = $1::uuid AND xid < $2")
PRUNE = Sql[None]("""
    DELETE FROM kernel_gone WHERE merchant_id = $1::uuid AND name = $2 AND xid < $3
""")
# Keys can hold what a member was known by; files are written anew without it all the same.
SILENCE = Sql[None]("""
    DELETE FROM kernel_gone
    WHERE merchant_id = $1::uuid AND name = ANY ($2::text[]) AND key[1] = ANY ($3::text[])
""")
ROWS = """
    SELECT {columns} FROM {source}
    WHERE t.merchant_id = $1::uuid AND {range}{left_out}
"""
RANGE = "t.xid >= $2::bigint AND t.xid < $3::bigint AND $4::integer IS NOT NULL"
# What earlier epochs wrote is over, whatever their transactions were numbered.
RANGE_OF_EPOCH = """(
    t.epoch = $4::integer AND t.xid >= $2::text::xid8 AND t.xid < $3::text::xid8
    OR $2::text = '0' AND t.epoch < $4::integer
)"""
FORGOTTEN = "t.{whose} IN (SELECT f.member_id FROM {forgotten} f)"
GONE = """
    SELECT DISTINCT {keys} FROM kernel_gone g
    WHERE g.merchant_id = $1::uuid AND g.name = '{name}'
        AND g.xid >= $2::bigint AND g.xid < $3::bigint AND $4::integer IS NOT NULL
"""
# A transaction numbered before the one that removed a row can have written it anew after it.
BACK = "{source} JOIN ({gone}) b ON {on}"
EARLIER = "t.xid < $2::bigint"
SINCE = "t.xid >= $2::bigint"
SINCE_IN_EPOCH = """
    (t.epoch, t.xid) >= ($3::integer, $2::bigint::text::xid8) AND t.kind <> ALL ($4::text[])
"""
TOUCHED = "SELECT {whose} AS member_id FROM {source} WHERE t.merchant_id = $1::uuid AND {since}"
# What a merged member did counts for the one they became. Packed by the server: an id is sixteen
# bytes there, and ten times that as a value of ours.
PACKED = """
    SELECT COALESCE(string_agg(uuid_send(d.member_id), ''::bytea ORDER BY d.member_id), ''::bytea)
    FROM (
        SELECT DISTINCT k.home_id AS member_id
        FROM ({written}) w
        JOIN members_member k ON k.merchant_id = $1::uuid AND k.id = w.member_id
        WHERE k.home_id > $5::uuid ORDER BY k.home_id LIMIT $6::integer
    ) d
"""


class Part(Value, frozen=True):
    """Files of one table with the same columns and of one kind."""

    kind: PartKind
    columns: tuple[str, ...]
    files: tuple[str, ...]


Scan = Callable[[Part], str]


def copied(table: LakeTable, forgotten: str) -> str:
    """Return the PostgreSQL query of a table's rows: $1 merchant, $2 from, $3 to, $4 epoch.

    `forgotten` names the table of the members whose columns are emptied.
    """
    return _copied(table, forgotten, _source(table), RANGE_OF_EPOCH if table.epochs else RANGE)


def copied_back(table: LakeTable, forgotten: str) -> str:
    """Return the query of rows that stand though their key was noted as gone; as `copied`.

    They were copied before, by their number; they have to come again behind the key.
    """
    on = " AND ".join(f'b."{name}" = t."{name}"' for name in table.key)
    source = BACK.format(source=_source(table), gone=copied_gone(table), on=on)
    return _copied(table, forgotten, source, EARLIER)


def _source(table: LakeTable) -> str:
    return table.source or f"{table.name} t"


def _copied(table: LakeTable, forgotten: str, source: str, where: str) -> str:
    whose = FORGOTTEN.format(whose=table.whose, forgotten=forgotten)
    columns = []
    for name in table.columns:
        taken = table.taken.get(name) or f't."{name}"'
        kept = f"CASE WHEN {whose} THEN NULL ELSE {taken} END"
        columns.append(f'{kept if name in table.forget else taken} AS "{name}"')
    return ROWS.format(
        columns=", ".join(columns),
        source=source,
        range=where,
        # What is nobody's yet is not a forgotten member's.
        left_out=f" AND ({whose}) IS NOT TRUE" if table.vanish else "",
    )


def copied_gone(table: LakeTable) -> str:
    """Return the PostgreSQL query of the keys of rows that are gone; parameters as `copied`."""
    keys = [
        f'g.key[{place}]::{table.columns[name]} AS "{name}"'
        for place, name in enumerate(table.key, start=1)
    ]
    return GONE.format(keys=", ".join(keys), name=table.name)


def written(tables: Sequence[LakeTable]) -> Sql[bytes]:
    """Return the PostgreSQL statement of whose rows were written since, or who was told of.

    $1 merchant, $2 transaction, $3 epoch, $4 kinds of events that do not matter, $5 above which
    id, $6 how many: one value, ids in order of sixteen bytes each. A row that is gone is not
    found; what removes rows tells of it as an event.
    """
    parts = [
        TOUCHED.format(
            whose=table.taken.get(table.whose) or f't."{table.whose}"',
            source=_source(table),
            since=SINCE_IN_EPOCH if table.epochs else SINCE,
        )
        for table in tables
    ]
    return Sql[bytes](PACKED.format(written=" UNION ALL ".join(parts)))


def type_of(kind: Kind) -> str:
    """Return a column's type as files hold it.

    >>> type_of("json")
    'VARCHAR'
    """
    return "VARCHAR" if kind in {"json", "text"} else kind.upper()


def view(table: LakeTable, parts: Sequence[Part], scan: Scan, *, run: bool = False) -> str:
    """Return the query of a table's rows as they are, over its files; `scan` reads a part.

    A column that a file was written without is null. With `run` rows tell the run they came by.
    """
    names = [*table.columns, *([RUN] if run else [])]
    rows = [part for part in parts if part.kind != "gone"]
    marks = [part for part in parts if part.kind != "rows"]
    listed = ", ".join(f'r."{name}"' for name in names)
    if not rows:
        nothing = ", ".join(f'CAST(NULL AS {type_of(k)}) AS "{n}"' for n, k in _kinds(table, names))
        return f"SELECT {nothing} WHERE 1 = 0"
    if not marks:
        return _all(table, rows, names, scan)
    inner = _all(table, rows, [*table.columns, RUN], scan)
    on = " AND ".join(f'r."{name}" = d."{name}"' for name in table.key)
    return (
        f"SELECT {listed} FROM ({inner}) r "  # noqa: S608 - as above
        f"LEFT JOIN ({_marks(table, marks, scan)}) d ON {on} "
        f"WHERE d.{RUN} IS NULL OR d.{RUN} <= r.{RUN}"
    )


def _kinds(table: LakeTable, names: Sequence[str]) -> list[tuple[str, Kind]]:
    return [(name, table.columns.get(name, "bigint")) for name in names]


def _all(table: LakeTable, parts: Sequence[Part], names: Sequence[str], scan: Scan) -> str:
    selects = []
    for part in parts:
        there = {*part.columns, RUN}
        cells = ", ".join(
            f'"{name}"' if name in there else f'CAST(NULL AS {type_of(kind)}) AS "{name}"'
            for name, kind in _kinds(table, names)
        )
        selects.append(f"SELECT {cells} FROM {scan(part)}")  # noqa: S608 - as above
    return " UNION ALL ".join(selects)


def _marks(table: LakeTable, parts: Sequence[Part], scan: Scan) -> str:
    keys = ", ".join(f'"{name}"' for name in table.key)
    every = " UNION ALL ".join(f"SELECT {keys}, {RUN} FROM {scan(part)}" for part in parts)  # noqa: S608 - as above
    return f"SELECT {keys}, MAX({RUN}) AS {RUN} FROM ({every}) m GROUP BY {keys}"  # noqa: S608 - as above
