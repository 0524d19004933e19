"""What the documents name is there: pages, pictures, paths, commands, settings, documents."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from liuke.bootstrap import load_parts, running
from liuke.domains import programme
from liuke.kernel.settings import Settings, load
from liuke.surfaces.cli.main import build

ROOT = Path(__file__).parents[2]
PAGES = {
    str(path.relative_to(ROOT)): path.read_text("utf-8")
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
}
README, CHINESE = "README.md", "README.zh-CN.md"
OPENAPI = json.loads((ROOT / "docs/reference/openapi.json").read_text("utf-8"))["paths"]
INTERFACE = [
    (method.upper(), re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))))
    for path, methods in OPENAPI.items()
    for method in methods
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
ASSIGNED = re.compile(r"LIUKE_\w+=.*|export")


class Named(NamedTuple):
    """Something that a page names."""

    page: str
    name: str


def outside_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def links(page: str) -> Iterator[tuple[str, str]]:
    """Give the file and the heading of every link that stays in this house."""
    for link in LINK.findall(outside_code(PAGES[page])):
        if "://" not in link:
            file, _, heading = link.partition("#")
            there = (ROOT / page).parent / file if file else ROOT / page
            yield str(there.resolve().relative_to(ROOT)), heading


def headings(page: str) -> set[str]:
    found = re.findall(r"^#+ (.*)$", PAGES.get(page, ""), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.strip().lower()).replace(" ", "-") for one in found}


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_link_leads_somewhere(page: str) -> None:
    lost = [
        f"{file}#{heading}"
        for file, heading in links(page)
        if not (ROOT / file).exists() or (heading and heading not in headings(file))
    ]
    assert lost == []


def test_every_page_and_picture_is_found_from_the_first() -> None:
    found, ahead = {README}, [README]
    while ahead:
        new = {file for file, _ in links(ahead.pop())} - found
        found |= new
        ahead += [file for file in new if file in PAGES]
    pictures = {str(path.relative_to(ROOT)) for path in ROOT.glob("docs/pictures/*")}
    assert sorted((set(PAGES) | pictures) - found) == []


def test_both_first_pages_lead_to_the_same_pages() -> None:
    english = {file for file, _ in links(README)} - {CHINESE}
    chinese = {file.replace(".zh-CN", "") for file, _ in links(CHINESE)} - {README}
    assert chinese == english


def called() -> Iterator[tuple[Named, str, str]]:
    """Give every path that is called or named with its method, if that is said."""
    for page, text in PAGES.items():
        for method, path in re.findall(r"`(GET|POST|PUT|DELETE) (/[^`\s?]*)", text):
            yield Named(page, f"{method} {path}"), method, path
        for path in re.findall(r"(?:\$B|localhost:8420)(/[^\s'\"?]*)", text):
            yield Named(page, path), "", re.sub(r"/[^/]*[…$][^/]*", "/x", path)
        for path in re.findall(r"`(/(?:v1|till)/[^`\s?…]*)`", text):
            if path != "/till/app":
                yield Named(page, path), "", path


def test_every_guide_has_a_text_in_chinese() -> None:
    guides = {page for page in PAGES if page.startswith("docs/guide/")}
    english = {page for page in guides if not re.search("^#.*[一-鿿]", PAGES[page], re.MULTILINE)}
    assert [page for page in sorted(english) if page[:-3] + ".zh-CN.md" not in guides] == []


def test_every_path_is_one_of_the_interface() -> None:
    lost = [
        named
        for named, method, path in called()
        if not any(
            method in ("", known) and pattern.fullmatch(re.sub(r"{[^}]*}", "x", path))
            for known, pattern in INTERFACE
        )
    ]
    assert lost == []


def lines() -> Iterator[Named]:
    """Give every command that stands in a block or in a sentence."""
    for page, text in PAGES.items():
        for language, block in re.findall(r"```(\w*)\n(.*?)```", text, re.DOTALL):
            if language in ("", "sh"):
                yield from (Named(page, line) for line in block.splitlines())
        yield from (Named(page, line) for line in re.findall(r"`((?:liuke|make) [^`…]+)`", text))


def typed(program: str) -> Iterator[tuple[Named, list[str]]]:
    """Give the words that are typed behind a program's name, wherever it is run."""
    for named in lines():
        if program not in named.name.split("#")[0].split():
            continue
        words = shlex.split(named.name, comments=True)
        while words and ASSIGNED.fullmatch(words[0]):
            words = words[1:]
        if words[:1] == [program]:
            rest = words[1:]
            yield named, rest[: rest.index(">")] if ">" in rest else rest


def misread(words: list[str]) -> str:
    """Return what the command line does not know among some words."""
    command: click.Command = build(load, running, load_parts)
    context = click.Context(command, info_name="liuke")
    try:
        while isinstance(command, click.Group) and words:
            name, found, words = command.resolve_command(context, words)
            assert found is not None
            command, context = found, click.Context(found, info_name=name, parent=context)
        command.make_parser(context).parse_args(list(words))
    except click.UsageError as refused:
        return refused.format_message()
    return ""


def test_every_command_is_one_of_the_command_line() -> None:
    found = list(typed("liuke"))
    assert len(found) > 40
    assert [(named, said) for named, words in found if (said := misread(words))] == []


def test_what_is_made_has_its_target() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = {words[0] for _, words in typed("make") if words}
    assert {"demo", "test", "check", "domain", "migration", "bench"} <= asked
    assert asked - targets == set()


def test_every_setting_is_told_with_its_default() -> None:
    rows = re.findall(r"^\| (`LIUKE_.*?) \| (.*?) \|", PAGES["docs/guide/operate.md"], re.MULTILINE)
    told = [(re.findall(r"`LIUKE_(\w+)`", names), default) for names, default in rows]
    names = [name.lower() for row, _ in told for name in row]
    assert sorted(names) == sorted(Settings.__struct_fields__)
    for row, default in told:
        if re.fullmatch(r"(`[^`]+`(, )?)+", default):
            values = [str(getattr(Settings(), name.lower())) for name in row]
            assert re.findall(r"`([^`]+)`", default) == values


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_block_of_json_is_json(page: str) -> None:
    for block in re.findall(r"```json\n(.*?)```", PAGES[page], re.DOTALL):
        json.loads(block)


def test_the_programme_of_the_guide_may_be_published() -> None:
    (whole,) = re.findall(r"```json\n(.*?)```", PAGES["docs/guide/programme.md"], re.DOTALL)
    assert {"books", "cards", "tiers", "coupons", "groups", "rules"} < set(json.loads(whole))
    programme.check(whole.encode())


def test_every_template_is_told_in_the_guide() -> None:
    text = PAGES["docs/guide/programme.md"]
    told = set(re.findall(r"`([a-z-]+)`", text.partition("## Templates")[2]))
    assert {template.code for template in programme.templates()} == told
