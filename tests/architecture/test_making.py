"""What `make domain`, `make migration` and `make docs` write is right from the start."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import graph, new_domain, new_migration, tidy
from tools.tree import Tree, layers

ROOT = Path(__file__).parents[2]
# None that anybody would take, nor the one that the guide makes.
NOUN = "unheardof"


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "migrations").mkdir()
    return tmp_path


def test_a_new_domain_has_its_place_and_is_tidy(fresh: Path) -> None:
    new_domain.make(NOUN, fresh)
    lines = layers((fresh / "pyproject.toml").read_text())
    assert lines[0] == [NOUN]
    assert lines[1:] == layers((ROOT / "pyproject.toml").read_text())
    assert tidy.check(Tree.read(fresh)) == []


def test_a_new_domain_is_drawn(fresh: Path) -> None:
    new_domain.make(NOUN, fresh)
    assert f"| `{NOUN}` | 中文 |" in graph.draw(fresh)


@pytest.mark.parametrize("name", ["", "points", "Care", "two words"])
def test_a_domain_needs_a_noun_of_its_own(fresh: Path, name: str) -> None:
    with pytest.raises(SystemExit):
        new_domain.make(name, fresh)


def test_the_next_migration_has_the_next_number(fresh: Path) -> None:
    (fresh / "migrations" / "0041_points_ledger.sql").touch()
    assert new_migration.make("points_add_expiry", fresh).name == "0042_points_add_expiry.sql"


@pytest.mark.parametrize("name", ["", "expiry", "nowhere_add_expiry"])
def test_a_migration_is_named_by_its_domain(fresh: Path, name: str) -> None:
    with pytest.raises(SystemExit):
        new_migration.make(name, fresh)
