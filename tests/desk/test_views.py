"""Saved views: as many as anybody finds their way among, each replaced by its name."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from liuke.domains.access import Role
from liuke.domains.desk import views
from liuke.domains.desk.views import NewView, TooManyViews, save_view
from liuke.kernel.db import Tx
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]


async def test_a_view_is_replaced_by_its_name_however_many_there_are(
    tx: Tx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "VIEWS_MOST", 2)
    first = NewView("reports/sales", "Mine", "grain=week")
    kept = await save_view(tx, first)
    await save_view(tx, replace(first, page="orders"))

    again = await save_view(tx, replace(first, query="grain=day"))

    assert (again.id, again.query) == (kept.id, "grain=day")
    assert len(await views.views(tx)) == 2
    with pytest.raises(TooManyViews):
        await save_view(tx, replace(first, name="Another"))


async def test_a_saved_view_is_ones_own_whatever_one_may_do(town: Town) -> None:
    owner, other = await town.signed_in(Role.OWNER), await town.signed_in(Role.GUIDE)
    view = {"page": "orders", "name": "每周", "query": "state=sold"}

    saved = (await owner.post("/v1/views", json=view)).json()
    theirs = (await other.post("/v1/views", json=view)).json()

    path = f"/v1/views/{saved['id']}"
    assert theirs["id"] != saved["id"]
    assert (await other.delete(path)).status_code == 404
    assert [one["name"] for one in (await owner.get("/v1/views")).json()] == ["每周"]
    assert (await owner.delete(path)).status_code == 200
    assert (await owner.get("/v1/views")).json() == []


@pytest.mark.parametrize("page", ["", "Orders", "orders?state=sold", "//elsewhere", "../orders"])
async def test_a_view_of_what_is_no_page_is_refused(town: Town, page: str) -> None:
    owner = await town.signed_in(Role.OWNER)

    refused = await owner.post("/v1/views", json={"page": page, "name": "x"})

    assert refused.status_code == 422
    assert "page" in refused.text


async def test_a_view_has_a_name_that_can_be_kept(town: Town) -> None:
    owner = await town.signed_in(Role.OWNER)
    for name in (" ", "\x00", "a\x00"):
        refused = await owner.post("/v1/views", json={"page": "orders", "name": name, "query": ""})
        assert (refused.status_code, refused.json()["field"]) == (422, "name")
