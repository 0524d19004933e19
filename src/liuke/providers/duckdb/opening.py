"""Connections to DuckDB that can reach nothing but the files they were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from liuke.kernel.lake_sql import Part

# No network, no downloads, nothing of the house's settings; what is too large spills to a folder
# that goes with the connection. What was read is not kept: files may hold whom a later one forgets.
FIXED = (
    "SET TimeZone = 'UTC'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET enable_external_file_cache = false",
)
CLOSED = ("SET enable_external_access = false", "SET lock_configuration = true")


@contextmanager
def opened(
    *, memory_mb: int, threads: int, paths: Sequence[str] = (), folder: Path | None = None
) -> Iterator[Any]:
    """Open a database in memory that may read `paths` and, inside `folder`, write."""
    library = import_module("duckdb")
    with TemporaryDirectory(prefix="lk-duck-") as spill:
        connection = library.connect(
            ":memory:",
            config={
                "threads": threads,
                "memory_limit": f"{memory_mb}MB",
                "temp_directory": spill,
                "max_temp_directory_size": f"{memory_mb * 16}MB",
            },
        )
        try:
            for statement in FIXED:
                connection.execute(statement)
            connection.execute("SET allowed_paths = $paths", {"paths": list(paths)})
            if folder is not None:
                connection.execute("SET allowed_directories = $paths", {"paths": [str(folder)]})
            for statement in CLOSED:
                connection.execute(statement)
            yield connection
        finally:
            connection.close()


def listed(files: Sequence[str]) -> str:
    """Return files as a list in SQL.

    >>> listed(["/a", "/b's"])
    "['/a', '/b''s']"
    """
    return "[" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "]"


def scan(part: Part) -> str:
    """Return what reads the files of a part."""
    return f"read_parquet({listed(part.files)}, hive_partitioning = false)"


def scan_named(part: Part) -> str:
    """Return what reads the files of a part and says which file a row is from."""
    return f"read_parquet({listed(part.files)}, hive_partitioning = false, filename = true)"
