from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from liuke.domains import programme
from liuke.domains.programme import DraftText, Publication
from liuke.kernel.db import Tx
from tests.conftest import Shop

DOCUMENT = {"code": "spring", "name": "Spring", "name_zh": "春季"}


async def published(tx: Tx, document: dict[str, object] | None = None) -> programme.VersionId:
    (saved,) = await programme.save(tx, [DraftText(document or DOCUMENT)])
    await programme.publish(tx, [Publication(saved.id)])
    return saved.id


async def test_a_published_version_rules_at_once(tx: Tx) -> None:
    version_id = await published(tx)
    assert (await programme.live(tx)).versions == (version_id,)


async def test_a_version_rules_only_from_its_instant(tx: Tx) -> None:
    first = await published(tx)
    (saved,) = await programme.save(tx, [DraftText(DOCUMENT | {"name": "Later"})])
    tomorrow = tx.now + timedelta(days=1)
    await programme.publish(tx, [Publication(saved.id, tomorrow)])
    assert (await programme.live(tx)).versions == (first,)
    assert (await programme.live(tx, tomorrow)).versions == (saved.id,)
    assert [v.state for v in await programme.versions(tx)] == ["scheduled", "live"]


async def test_withdrawing_lets_the_one_before_rule_again(tx: Tx) -> None:
    first, second = await published(tx), await published(tx)
    await programme.withdraw(tx, [second])
    assert (await programme.live(tx)).versions == (first,)


async def test_a_published_version_is_never_edited(tx: Tx) -> None:
    version_id = await published(tx)
    with pytest.raises(programme.AlreadyPublished):
        await programme.save(tx, [DraftText(DOCUMENT, version_id, revision=1)])


async def test_an_editor_who_read_an_older_draft_is_told(tx: Tx) -> None:
    (saved,) = await programme.save(tx, [DraftText(DOCUMENT)])
    await programme.save(tx, [DraftText(DOCUMENT, saved.id, revision=1)])
    with pytest.raises(programme.EditedMeanwhile) as refusal:
        await programme.save(tx, [DraftText(DOCUMENT, saved.id, revision=1)])
    assert (refusal.value.revision, refusal.value.status) == (2, 412)


async def test_a_document_that_does_not_fit_names_the_path(tx: Tx) -> None:
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await programme.save(tx, [DraftText(DOCUMENT | {"name": 7})])
    assert refusal.value.faults[0].path == "$.name"


async def test_an_unknown_section_is_refused(tx: Tx) -> None:
    with pytest.raises(programme.FaultyProgramme) as refusal:
        await programme.save(tx, [DraftText(DOCUMENT | {"magic": []})])
    assert "magic" in refusal.value.faults[0].reason


async def test_two_editors_saving_at_once_get_two_numbers(shop: Shop) -> None:
    async def save() -> int:
        async with shop.begin() as tx:
            (saved,) = await programme.save(tx, [DraftText(DOCUMENT)])
            return saved.number

    assert sorted(await asyncio.gather(*(save() for _ in range(8)))) == list(range(1, 9))
