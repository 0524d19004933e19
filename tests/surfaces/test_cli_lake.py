"""An operator brings the lake to now, looks at it, and makes its files fewer."""

from __future__ import annotations

from pathlib import Path

from tests.analytics.lakes import furnished
from tests.surfaces.operator import Operator


def test_an_operator_exports_looks_and_compacts(operator: Operator, tmp_path: Path) -> None:
    with furnished(tmp_path, operator.shop.database):
        before = operator.types(*operator.of_shop("lake", "status"))
        assert "no lake yet" in before.stderr
        exported = operator.asks(*operator.of_shop("lake", "export"))
        assert exported["moment"]["number"] == 1
        said = operator.types(*operator.of_shop("lake", "export"))
        assert "0 rows, as of" in said.stderr
        state = operator.asks(*operator.of_shop("lake", "status"))
        assert state["rows"] == exported["rows"]
        shown = operator.types(*operator.of_shop("lake", "status"))
        assert "generation 1" in shown.stdout
        done = operator.asks(*operator.of_shop("lake", "compact"))
        assert done == {"tables": 0, "files": 0}
