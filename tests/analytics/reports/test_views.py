"""Saved views: as many as anybody finds their way among, each replaced by its name."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from liuke.domains.analytics.reports import views
from liuke.domains.analytics.reports.views import NewView, TooManyViews, save_view
from liuke.kernel.db import Tx


async def test_a_view_is_replaced_by_its_name_however_many_there_are(
    tx: Tx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "VIEWS_MOST", 2)
    first = NewView("sales", "Mine", "?grain=week")
    kept = await save_view(tx, first)
    await save_view(tx, replace(first, report="stores"))

    again = await save_view(tx, replace(first, query="?grain=day"))

    assert (again.id, again.query) == (kept.id, "?grain=day")
    assert len(await views.views(tx)) == 2
    with pytest.raises(TooManyViews):
        await save_view(tx, replace(first, name="Another"))
