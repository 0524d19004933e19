"""The screens are served from known files only, under a strict policy."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from liuke.surfaces.pages import screens
from tests.surfaces.conftest import Town


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assets = tmp_path / "console" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "console" / "index.html").write_text(
        '<meta name="style-nonce" content="{{style-nonce}}">'
    )
    (assets / "main-1a2b.js").write_bytes(b"let a = 1;")
    (assets / "main-1a2b.js.gz").write_bytes(gzip.compress(b"let a = 1;"))
    (tmp_path / "secret.js").write_text("no")
    monkeypatch.setattr(screens, "BUILT", tmp_path)
    screens.known.cache_clear()


async def test_a_page_carries_a_nonce_of_its_own_and_no_inline_script(town: Town) -> None:
    first, second = (
        await town.client().get("/console/members/x?tab=1"),
        await town.client().get("/console"),
    )
    policy = first.headers["content-security-policy"]
    nonce = first.text.split('content="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert nonce not in second.text
    assert first.headers["cache-control"] == "no-cache"


async def test_a_hashed_file_is_kept_for_ever_and_comes_packed(town: Town) -> None:
    found = await town.client().get(
        "/console/assets/main-1a2b.js", headers={"Accept-Encoding": "gzip"}
    )
    assert found.text == "let a = 1;"
    assert found.headers["content-encoding"] == "gzip"
    assert "immutable" in found.headers["cache-control"]
    assert found.headers["content-type"].startswith("text/javascript")
    plain = await town.client().get(
        "/console/assets/main-1a2b.js", headers={"Accept-Encoding": "identity"}
    )
    assert "content-encoding" not in plain.headers
    assert plain.text == "let a = 1;"


@pytest.mark.parametrize("path", ["/console/../secret.js", "/console/%2e%2e/secret.js"])
async def test_no_path_leaves_the_folder(town: Town, path: str) -> None:
    assert (await town.client().get(path)).text != "no"


async def test_a_file_of_an_older_release_is_missing_and_no_document(town: Town) -> None:
    found = await town.client().get("/console/assets/main-0000.js")
    assert (found.status_code, found.json()["code"]) == (404, "no_such_path")


async def test_a_screen_that_was_not_built_says_how(town: Town) -> None:
    found = await town.client().get("/m")
    assert found.status_code == 503
    assert "make web" in found.text


async def test_the_root_shows_three_doors(town: Town) -> None:
    text = (await town.client().get("/")).text
    assert all(f'href="{door}"' in text for door in ("/console", "/till/app", "/m"))


async def test_the_root_of_a_fresh_clone_says_how_to_build(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "BUILT", tmp_path / "nothing")
    found = await town.client().get("/")
    assert found.status_code == 503
    assert "make web" in found.text
