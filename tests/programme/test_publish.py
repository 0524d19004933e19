from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from liuke.domains import programme
from liuke.domains.programme import DraftText, Publication
from liuke.kernel.db import Tx
from tests import make
from tests.conftest import Shop

DOCUMENT = {"code": "spring", "name": "Spring", "name_zh": "春季"}


async def published(tx: Tx, document: Mapping[str, str] = DOCUMENT) -> programme.VersionId:
    (saved,) = await programme.save(tx, [DraftText(dict(document))])
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


async def test_a_version_is_withdrawn_once_however_often_it_is_asked_for(tx: Tx) -> None:
    only = await published(tx, {**DOCUMENT, "name": "Once"})
    first = await programme.withdraw(tx, [only, only])
    assert [event.version_id for event in first] == [only]
    assert await programme.withdraw(tx, [only]) == []
    assert len(await make.audited(tx, "programme.withdrawn")) == 1


async def test_withdrawing_lets_the_one_before_rule_again(tx: Tx) -> None:
    first, second = await published(tx), await published(tx, DOCUMENT | {"name": "Later"})
    await programme.withdraw(tx, [second])
    assert (await programme.live(tx)).versions == (first,)


async def test_a_published_version_is_never_edited(tx: Tx) -> None:
    version_id = await published(tx)
    with pytest.raises(programme.AlreadyPublished):
        await programme.save(tx, [DraftText(DOCUMENT, version_id, revision=1)])


async def again(tx: Tx, **more: Any) -> tuple[programme.InForce, int]:
    """Publish the same once more; return the answer, and how many events and versions came."""
    before, told = len(await programme.versions(tx)), len(tx.events)
    (saved,) = await programme.save(tx, [DraftText(DOCUMENT)])
    (answer,) = await programme.publish(tx, [Publication(saved.id, **more)])
    after = len(await programme.versions(tx))
    assert after - before == len(tx.events) - told
    return answer, after - before


async def test_what_changes_nothing_is_answered_with_the_version_in_force(tx: Tx) -> None:
    first, since = await published(tx), tx.now
    tx.now += timedelta(days=1)
    for later in (None, tx.now + timedelta(days=1)):
        answer, made = await again(tx, effective_from=later)
        assert (answer.version_id, answer.unchanged, made) == (first, True, 0)
        assert (answer.number, answer.effective_from) == (1, since)
    assert (await programme.live(tx)).versions == (first,)


async def test_the_same_is_published_anew_where_it_makes_a_difference(tx: Tx) -> None:
    await published(tx)
    yesterday, tomorrow = tx.now - timedelta(days=1), tx.now + timedelta(days=1)
    assert (await again(tx, effective_from=yesterday))[1] == 1
    (later,) = await programme.save(tx, [DraftText(DOCUMENT | {"name": "Later"})])
    await programme.publish(tx, [Publication(later.id, tomorrow)])
    assert (await again(tx))[1] == 0
    assert (await again(tx, effective_from=tomorrow))[1] == 1
    await programme.withdraw(tx, [later.id])
    assert (await again(tx, effective_from=tomorrow))[1] == 0


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
