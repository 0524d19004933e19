"""Settings in force: each with its value, what is secret struck out, and where it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from liuke.kernel.settings import Settings
from liuke.kernel.values import Value

SECRET = re.compile(r"(://[^:/@]*:)[^@]*@|(password=)[^&\s]+", re.IGNORECASE)
SECRET_NAME = re.compile(r"secret|token|password")


class Setting(Value, frozen=True):
    """A setting as it is in force, secrets struck out, and where it came from."""

    name: str
    value: str
    source: str
    description: str
    description_zh: str


def effective(settings: Settings, sources: Mapping[str, str]) -> list[Setting]:
    """Return every setting in force."""
    fields = msgspec.inspect.type_info(Settings).fields  # type: ignore[attr-defined]  # a struct's
    told = {field.name: field.type.extra_json_schema for field in fields}
    values = {name: getattr(settings, name) for name in told}
    return [
        Setting(
            name, shown(name, "" if values[name] is None else str(values[name])), sources[name],
            told[name]["description"], told[name]["description_zh"],
        )
        for name in Settings.__struct_fields__
    ]  # fmt: skip


def shown(name: str, text: str) -> str:
    """Strike out what must not be printed.

    >>> shown("database_url", "postgresql://liuke_app:hunter2@db/liuke?password=x&a=b")
    'postgresql://liuke_app:…@db/liuke?password=…&a=b'
    >>> shown("sms_secret", "hunter2"), shown("sms_secret", "")
    ('…', '')
    """
    if SECRET_NAME.search(name):
        return "…" if text else ""
    return SECRET.sub(lambda found: f"{found[1]}…@" if found[1] else f"{found[2]}…", text)
