"""What is typed wrong is refused in plain words, and no fault is shown for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.surfaces.operator import Operator


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("staff", "add", "Chen X", "陈", "--role", "owner"), "sign_in"),
        (("staff", "add", "chen", "", "--role", "owner"), "name"),
        (("key", "add", "", "--scope", "points.read"), "name"),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(
    operator: Operator, words: tuple[str, ...], field: str
) -> None:
    told = operator.types(*operator.of_shop(*words), fails=True).stderr
    assert '"malformed"' in told
    assert f'"{field}"' in told


def test_a_folder_that_cannot_be_made_is_named(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    folder = str(tmp_path / "taken" / "out")
    assert folder in operator.types(*operator.of_shop("export", folder), fails=True).stderr


def test_an_error_file_that_has_no_folder_is_refused_before_a_row_is_taken(
    operator: Operator, tmp_path: Path
) -> None:
    file = tmp_path / "members.csv"
    file.write_text("phone\n13800138000\n", encoding="utf-8")
    errors = str(tmp_path / "no" / "e.csv")
    typed = operator.of_shop("import", "members", str(file), "--errors", errors)
    assert "no such folder" in operator.types(*typed, fails=None).stderr


def test_what_looks_like_markup_in_a_file_is_shown_as_it_stands(
    operator: Operator, tmp_path: Path
) -> None:
    file = tmp_path / "odd.json"
    file.write_text('{"code": "x", "[/red]": 1}', encoding="utf-8")
    assert "[/red]" in operator.types("programme", "check", str(file), fails=True).stderr
