"""DuckDB, in this process: it answers over the lake's files, writes them, reads those handed in.

The library is loaded with the first question, not with the program.
"""

from liuke.providers.duckdb.engine import DuckEngine
from liuke.providers.duckdb.flat import DuckReader
from liuke.providers.duckdb.press import DuckPress

__all__ = ["DuckEngine", "DuckPress", "DuckReader"]
