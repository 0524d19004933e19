"""Values are bound, names come from declared lists: request text never becomes SQL."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.tree import Source, Tree

ROOT = Path(__file__).parents[2]
# Where statements are compiled: facts, conditions and what the lake follows, from what domains
# declare as literals; seals, the same three for either log; and the chain's proof, with its own
# bounds written in.
COMPILERS = {
    "src/liuke/kernel/chain.py",
    "src/liuke/kernel/crowds.py",
    "src/liuke/kernel/facts.py",
    "src/liuke/kernel/lake_sql.py",
    "src/liuke/kernel/seals.py",
    "src/liuke/kernel/selection.py",
}
# Where statements meet the engine: PostgreSQL, also before the merchant is known (jobs, letters),
# and DuckDB.
ENGINES = (
    "src/liuke/kernel/db.py",
    "src/liuke/kernel/letters.py",
    "src/liuke/kernel/tx.py",
    "src/liuke/kernel/jobs",
    "src/liuke/kernel/migrate.py",
    "src/liuke/kernel/reader.py",
    "src/liuke/providers/duckdb/",
    "src/liuke/providers/postgres/",
)
ASKS = {"execute", "executemany", "fetch", "fetchrow", "fetchval", "prepare", "cursor"}


@pytest.fixture(scope="module")
def product() -> list[Source]:
    return Tree.read(ROOT).product


def calls(sources: list[Source]) -> Iterator[tuple[str, ast.Call]]:
    """Give every call of the product with its file."""
    for source in sources:
        for node in source.nodes:
            if isinstance(node, ast.Call):
                yield source.path, node


@pytest.mark.slow
@pytest.mark.inv("A5")
def test_a_statement_is_a_literal_unless_it_is_compiled_from_declarations(
    product: list[Source],
) -> None:
    made = {
        path
        for path, call in calls(product)
        if isinstance(call.func, ast.Subscript)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "Sql"
        and not all(isinstance(argument, ast.Constant) for argument in call.args)
    }
    assert made == COMPILERS


@pytest.mark.inv("A5")
def test_only_the_engines_files_speak_to_the_engine(product: list[Source]) -> None:
    asked = {
        path
        for path, call in calls(product)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ASKS
        and isinstance(call.func.value, ast.Name | ast.Attribute)
        and "connection" in ast.unparse(call.func.value).lower()
    }
    assert [path for path in sorted(asked) if not path.startswith(ENGINES)] == []
