"""Every declared sheet hangs together: its columns are fields, and no two share a name."""

from __future__ import annotations

from collections import Counter

import pytest

from liuke.domains import connect
from liuke.domains.connect import SHEETS, Sheet, UnknownSheet
from liuke.domains.connect.rules import spellings


def test_the_domains_declare_what_moves_between_systems() -> None:
    assert set(SHEETS) >= {"members", "products", "balances", "orders"}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))
def test_columns_are_fields_of_their_row_and_found_by_names_of_their_own(sheet: Sheet) -> None:
    assert {column.name for column in sheet.columns} <= set(sheet.kind.__struct_fields__)
    names = Counter(name for column in sheet.columns for name in set(spellings(column)))
    assert [name for name, times in names.items() if times > 1] == []
    assert not sheet.group or sheet.group in {column.name for column in sheet.columns}


def test_an_unknown_sheet_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownSheet) as refused:
        connect.find_sheet("nonsense")
    assert "members" in refused.value.known
