"""A document is read as people keep it, and what cannot be read says why in both languages."""

from __future__ import annotations

import json
from codecs import BOM_UTF8

import pytest

from liuke.domains import programme
from liuke.domains.programme import FaultyProgramme

DOCUMENT = {"code": "spring", "name": "Spring", "name_zh": "春季"}


def reason(text: bytes) -> tuple[str, str]:
    """Return why a text is no document, in both languages."""
    with pytest.raises(FaultyProgramme) as faulty:
        programme.parse(text)
    (fault,) = faulty.value.faults
    assert fault.path == "$"
    return fault.reason, fault.reason_zh


def test_the_mark_of_an_editor_is_passed_over() -> None:
    assert programme.parse(BOM_UTF8 + json.dumps(DOCUMENT).encode()).code == "spring"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_said_by_name(encoding: str) -> None:
    text = json.dumps(DOCUMENT, ensure_ascii=False).encode(encoding)
    assert reason(text) == (
        "the text is not UTF-8: save the file as UTF-8",
        "文字不是 UTF-8 编码，请另存为 UTF-8",
    )


def test_what_is_nested_beyond_reason_is_refused_and_no_bug() -> None:
    when = '{"kind":"not","of":' * 9_000 + "{}" + "}" * 9_000
    rule = f'{{"code":"r","effects":[{{"kind":"amount_off","off_minor":1}}],"when":{when}}}'
    text = f'{{"code":"x","name":"X","name_zh":"X","rules":[{rule}]}}'
    assert reason(text.encode()) == ("nested too deeply", "嵌套太深")


@pytest.mark.parametrize("field", ["name", "description"])
def test_a_text_no_database_keeps_is_a_fault_before_it_is_published(field: str) -> None:
    said, said_zh = reason(json.dumps(DOCUMENT | {field: "a\0b"}).encode())
    assert (said, said_zh) == (
        "a text holds a character that cannot be kept (NUL)",
        "文字中含有无法保存的空字符",
    )
    assert programme.parse(DOCUMENT | {field: "a\\u0000b"}).code == "spring"


def test_every_field_of_a_document_is_described_in_its_schema() -> None:
    silent = [
        f"{kind}.{name}"
        for kind, shape in programme.schema()["$defs"].items()
        for name, field in shape.get("properties", {}).items()
        if name != "kind" and not field.get("description")
    ]
    assert silent == []
