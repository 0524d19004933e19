"""The calls of the first page, typed as they stand there, answer what it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from liuke.domains import access, programme, stores
from liuke.domains.access import KeyWish
from liuke.surfaces.cli.shop import TEMPLATES
from liuke.surfaces.cli.trial import lay_out
from tests.surfaces.conftest import Town

ROOT = Path(__file__).parents[2]
ID = re.compile(r"(mem|ord|ret|cpn)_\w+")


class Call(NamedTuple):
    """A call as it is typed, and what the page says is answered."""

    typed: str
    told: str


def calls(page: str) -> Iterator[Call]:
    """Give the calls of a page in order."""
    text = (ROOT / page).read_text("utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        lines = [line for line in block.splitlines() if not line.startswith("O=")]
        typed = [line for line in lines if not line.startswith("#")]
        told = [line.lstrip("# ") for line in lines if line.startswith("#")]
        yield Call("\n".join(typed), "".join(told))


async def ring(till: httpx.AsyncClient, words: list[str]) -> httpx.Response:
    """Do what `curl -s address -H … -d …` does."""
    address, *rest = words[2:]
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in pairs if option == "-H")
    (body,) = [value for option, value in pairs if option == "-d"]
    return await till.post(address, headers=headers, content=body)


def untrue(told: str, answered: str) -> list[str]:
    """Return what a page says, between what it leaves out, that the answer does not say."""
    parts = [ID.sub(r"\1_", part) for part in told.split("…")]
    return [part for part in parts if part not in ID.sub(r"\1_", answered)]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
async def test_the_calls_of_the_first_page_answer_what_it_says(town: Town, page: str) -> None:
    async with town.shop.begin() as tx:
        await stores.settle(tx, "Grocer", time_zone="America/New_York", currency="USD")
    town.shop.database.forget_place(town.shop.actor.merchant_id)
    async with town.shop.begin() as tx:
        drafts = [programme.DraftText(programme.template(code)) for code in TEMPLATES]
        saved = await programme.save(tx, drafts)
        await programme.publish(tx, [programme.Publication(one.id) for one in saved])
        trial = await lay_out(tx)
        (key,) = await access.make_keys(tx, [KeyWish("till", ("checkout.*",))])
    known = dict(part.split("=", 1) for part in shlex.split(trial.typed("", key.key)))
    found = list(calls(page))
    assert len(found) == 3
    async with town.client() as till:
        for call in found:
            words = shlex.split(call.typed.replace("\\\n", " "))
            for name, value in known.items():
                words = [word.replace(f"${name}", value) for word in words]
            answer = await ring(till, words)
            assert answer.is_success, answer.text
            assert untrue(call.told, answer.text) == []
            known |= {"O": answer.json()["id"]} if "id" in answer.json() else {}
