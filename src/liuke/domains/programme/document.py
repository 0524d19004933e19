"""The programme document: one JSON whose sections the domains above declare."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import GenericAlias
from typing import Annotated, Any, Protocol, TypeAlias, TypeVar

import msgspec

from liuke.domains.programme.errors import FaultyProgramme
from liuke.domains.programme.values import Code, Fault
from liuke.kernel.db import Tx
from liuke.kernel.ids import from_wire
from liuke.kernel.nearest import unknown
from liuke.kernel.unfit import in_chinese, in_english
from liuke.kernel.values import Value, encode

T = TypeVar("T")
# The one character that no database keeps, as JSON writes it; after a backslash it is plain text.
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
NOT_UTF8 = ("the text is not UTF-8: save the file as UTF-8", "文字不是 UTF-8 编码，请另存为 UTF-8")
TOO_DEEP = ("nested too deeply", "嵌套太深")
HOLDS_NUL = ("a text holds a character that cannot be kept (NUL)", "文字中含有无法保存的空字符")


class Draft(Value, frozen=True):
    """A parsed document: its head, and its items by section."""

    code: str
    name: str
    name_zh: str
    items: dict[str, tuple[Any, ...]]

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """Return the items of one kind, in document order."""
        name = next(s.name for s in SECTIONS.values() if s.kind is kind)
        return self.items.get(name, ())

    def codes(self, kind: type[Any]) -> set[str]:
        """Return the codes of one kind."""
        return {item.code for item in self.of(kind)}


class Others(Protocol):
    """What the other live programmes hold, by kind."""

    def items(self, kind: type[T], /) -> tuple[T, ...]:
        """Return every live item of a kind."""
        ...


Look: TypeAlias = Callable[[Tx, Draft], Awaitable[Sequence[Fault]]]


class Section(Value, frozen=True):
    """A part of the document that a domain declares: a list of `kind`, each with a `code`.

    `check` sees the whole draft and returns what is wrong with this section; `across` sees the
    other live programmes as well, when the draft is published; `lost` looks in the database for
    what the section names beyond programmes. Only what is `by_store` may differ in a pilot:
    members, their books and levels are the same in every store.
    """

    name: str
    kind: type
    label: str
    label_zh: str
    check: Callable[[Draft], Sequence[Fault]] | None = None
    across: Callable[[Draft, Others], Sequence[Fault]] | None = None
    lost: Look | None = None
    by_store: bool = False


SECTIONS: dict[str, Section] = {}


def declare(section: Section) -> None:
    """Offer a section; its items are Values with a `code`."""
    SECTIONS[section.name] = section
    document_type.cache_clear()


@lru_cache(maxsize=1)
def document_type() -> type[msgspec.Struct]:
    """Return the struct of a whole document, made of the sections declared so far."""
    head: list[Any] = [
        ("code", Code),
        ("name", Annotated[str, msgspec.Meta(min_length=1, description="Name in English.")]),
        ("name_zh", Annotated[str, msgspec.Meta(min_length=1, description="中文名称。")]),
        (
            "description",
            Annotated[str, msgspec.Meta(description="What it is for, in English.")],
            "",
        ),
        ("description_zh", Annotated[str, msgspec.Meta(description="中文说明。")], ""),
    ]
    body = [_field(section) for section in SECTIONS.values()]
    return msgspec.defstruct("Document", head + body, frozen=True, forbid_unknown_fields=True)


def _field(section: Section) -> tuple[str, Any, Any]:
    told = msgspec.Meta(description=f"{section.label}. {section.label_zh}。")
    items: Any = Annotated[GenericAlias(list, (section.kind,)), told]
    return section.name, items, msgspec.field(default_factory=list)


def parse(document: bytes | Mapping[str, Any]) -> Draft:
    """Read a document, strictly.

    Raises:
        FaultyProgramme: it does not fit the schema; the fault names the path.
    """
    try:
        if isinstance(document, bytes):
            document = document.removeprefix(BOM_UTF8)
            document.decode()
            read: Any = msgspec.json.decode(document, type=document_type(), dec_hook=from_wire)
        else:
            read = msgspec.convert(document, document_type(), dec_hook=from_wire)
    except UnicodeDecodeError as fault:
        raise FaultyProgramme((Fault("$", *NOT_UTF8),)) from fault
    except RecursionError as fault:
        raise FaultyProgramme((Fault("$", *TOO_DEEP),)) from fault
    except msgspec.DecodeError as fault:
        reason, _, path = str(fault).partition(" - at `")
        told = unknown(reason, document_type(), path)
        text, text_zh = told or (in_english(reason), f"内容不符合格式：{in_chinese(reason)}")
        found = Fault(path.rstrip("`") or "$", text, text_zh)
        raise FaultyProgramme((found,)) from fault
    if NUL.search(encode(read)):
        raise FaultyProgramme((Fault("$", *HOLDS_NUL),))
    items = {name: tuple(getattr(read, name)) for name in SECTIONS}
    return Draft(read.code, read.name, read.name_zh, items)


def faults(draft: Draft) -> list[Fault]:
    """Return everything wrong with a parsed document, section by section."""
    found: list[Fault] = []
    for section in SECTIONS.values():
        found += _repeated(section.name, (item.code for item in draft.items[section.name]))
        if section.check:
            found += section.check(draft)
    return found


def _repeated(section: str, codes: Iterable[str]) -> list[Fault]:
    return [
        Fault(f"$.{section}", f"code {code!r} stands {times} times", f"代码 {code} 重复了")
        for code, times in Counter(codes).items()
        if times > 1
    ]


async def lost(tx: Tx, drafts: Sequence[Draft]) -> list[Fault]:
    """Return what parsed documents name that this shop does not have."""
    looks = [section.lost for section in SECTIONS.values() if section.lost]
    return await _look(tx, [(look, draft) for look in looks for draft in drafts])


async def _look(tx: Tx, left: Sequence[tuple[Look, Draft]]) -> list[Fault]:
    if not left:
        return []
    look, draft = left[0]
    return [*await look(tx, draft), *await _look(tx, left[1:])]


def check(document: bytes | Mapping[str, Any]) -> Draft:
    """Read a document and prove it publishable.

    Raises:
        FaultyProgramme: names every fault with its path.
    """
    draft = parse(document)
    if found := faults(draft):
        raise FaultyProgramme(tuple(found))
    return draft


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a document, every field described."""
    return msgspec.json.schema(document_type())
