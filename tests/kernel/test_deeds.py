"""What made-up people did is as varied as what may be asked of it."""

from __future__ import annotations

from liuke.kernel.deeds import DEEDS, fields_of
from tests.kernel.trees import told


def test_plain_python_knows_every_field_of_every_deed_and_people_differ_in_it() -> None:
    alike = [
        f"{deed.name}.{name}"
        for deed in DEEDS.values()
        for name in fields_of(deed)
        if len(told(deed.name, name)) < 2
    ]
    assert alike == []
