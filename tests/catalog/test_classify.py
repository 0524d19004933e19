"""Categories and brands are read whole, so there are so many at most."""

from __future__ import annotations

from importlib import import_module

import pytest

from liuke.domains import catalog
from liuke.domains.catalog import Brand, Category
from liuke.kernel.db import Tx
from liuke.kernel.problems import TooMany


async def test_no_more_categories_and_brands_are_made_than_a_request_may_name(
    tx: Tx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("liuke.domains.catalog.classify"), "GROUPS_MOST", 2)
    await catalog.classify(tx, [Category("a", "甲"), Category("b", "乙", "a")])
    await catalog.classify(tx, [Category("b", "丙")])
    with pytest.raises(TooMany) as refusal:
        await catalog.classify(tx, [Category("c", "丁")])
    assert (refusal.value.what, refusal.value.most) == ("categories", 2)
    await catalog.name_brands(tx, [Brand("a", "甲"), Brand("b", "乙")])
    await catalog.name_brands(tx, [Brand("b", "丙")])
    with pytest.raises(TooMany) as refusal:
        await catalog.name_brands(tx, [Brand("c", "丁")])
    assert (refusal.value.what, refusal.value.most) == ("brands", 2)
