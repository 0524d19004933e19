"""Requests at random from the description: fit ones, spoilt ones, and what was answered before.

It is fast, where Schemathesis takes half a second a request of ours, and it remembers: every id,
code and cursor that an answer or a fitting request held may stand in the next, so that a walk of
many requests gets somewhere.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from liuke.kernel.samples import WORDS
from tests.surfaces.conformance import SCHEMAS, body_schema, operations
from tests.surfaces.samples import BROKEN, HOSTILE

DEPTH_MAX = 6
REMEMBERED = 200
IDS = re.compile(r"\^([a-z]+)_\[0-9a-f\]\{32\}\$")
ID = re.compile(r"^([a-z]+)_[0-9a-f]{32}$")
NUMBERS = (0, 1, 2, 3, 7, 100, 4_500, 9_900, 10**6, 2**31, 2**53, 2**63 - 1, -1, -100, -(2**63))
TEXTS = {
    "date-time": ("2026-03-01T12:00:00Z", "2026-11-22T00:00:00+08:00", "1999-12-31T23:59:59.9Z"),
    "date": ("2026-03-01", "2026-11-22", "2024-02-29", "1990-01-31"),
    "decimal": ("1.5", "0", "99.99"),
}
MORE = (
    "stars", "coins", "tee", "cap", "ten", "cash", "card", "sms", "marketing", "male", "zh-CN",
    "order:1", "王小明", "13800138000", "00:00", "23:59", "0512", "a", "1", "till", "=1+1",
    "' OR 1=1", "2026-03", "ann@example.com", "ABC", "AAAA2222BBBB3333CCCC4444DDDD5555", "02-29",
    "12:30",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One request, ready to be sent; `fit` says whether its body fits as far as we know."""

    label: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    fit: bool


class Asker:
    """Makes requests; the same seed and the same answers make the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin without any memory."""
        self.chance = random.Random(seed)  # noqa: S311 -- load
        self.seen: dict[str, deque[Any]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self.keys: deque[str] = deque(maxlen=REMEMBERED)

    def hear(self, value: Any, name: str = "") -> None:
        """Remember what an answer, or a body that was accepted, holds."""
        if isinstance(value, dict):
            for key, part in value.items():
                self.hear(part, key)
        elif isinstance(value, list):
            for part in value[:20]:
                self.hear(part, name)
        elif isinstance(value, str) and (found := ID.match(value)):
            self.seen[found[1]].append(value)
        elif isinstance(value, str | int) and not isinstance(value, bool) and name:
            self.seen[f".{name}"].append(value)

    def ask(self, label: str) -> Asked:
        """Make one request to a route."""
        operation = operations()[label]
        path = label.partition(" ")[2]
        query, headers = {}, {}
        for parameter in operation["parameters"]:
            name, place = parameter["name"], parameter["in"]
            if place != "path" and not parameter["required"] and self.chance.random() < 0.6:
                continue
            text = self.parameter(parameter)
            if place == "path":
                path = path.replace("{" + name + "}", quote(text, safe="") or "%20")
            elif place == "query":
                query[name] = text
            elif text.isascii() and text.isprintable():
                headers[name] = self.key(text) if name == "Idempotency-Key" else text
        asked = "&".join(f"{quote(n)}={quote(t, safe='')}" for n, t in query.items())
        content, fit = self.content(body_schema(operation))
        return Asked(label, path + (f"?{asked}" if asked else ""), headers, content, fit)

    def key(self, text: str) -> str:
        """Return a key: mostly a new one, at times one used before or a hostile one."""
        dice = self.chance.random()
        if dice < 0.05 and self.keys:
            return self.chance.choice(self.keys)
        made = text if dice < 0.1 else f"k{self.chance.getrandbits(64):x}"
        self.keys.append(made)
        return made

    def parameter(self, parameter: dict[str, Any]) -> str:
        """Return the text of one parameter, hostile one time in six."""
        if self.chance.random() < 0.17:
            given = self.hostile()
            text = given if isinstance(given, str) else json.dumps(given)
        else:
            made = self.value(parameter["schema"], parameter["name"])
            text = made if isinstance(made, str) else json.dumps(made)
        return text.encode("utf-8", "replace").decode()[:2_000]

    def hostile(self) -> Any:
        """Return something that nobody should send."""
        text = self.chance.choice([*HOSTILE, *(json.dumps(one) for one in MORE)])
        try:
            return json.loads(text, strict=False)
        except ValueError:
            return text

    def content(self, schema: dict[str, Any] | None) -> tuple[bytes | None, bool]:
        """Return a body and whether it is meant to fit."""
        if schema is None:
            return (None, True) if self.chance.random() < 0.95 else (b"{", True)
        if self.chance.random() < 0.04:
            return self.chance.choice(BROKEN), False
        made = self.value(schema)
        if fit := self.chance.random() < 0.5:
            return encoded(made), fit
        for _ in range(self.chance.choice((1, 1, 2))):
            made = self.spoil(made)
        return encoded(made), fit

    def spoil(self, body: Any) -> Any:
        """Replace, drop or add one part of a body."""
        places = list(holders(body))
        if not places:
            return self.hostile()
        holder, key = self.chance.choice(places)
        dice = self.chance.random()
        if dice < 0.15 and isinstance(holder, dict):
            del holder[key]
        elif dice < 0.25 and isinstance(holder, dict):
            holder["no_such_field"] = self.hostile()
        else:
            holder[key] = self.hostile()
        return body

    def value(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """Return a value that fits a schema, with what was seen before where it may stand."""
        if "$ref" in schema:
            return self.value(SCHEMAS[schema["$ref"].rpartition("/")[2]], name, depth)
        if "const" in schema or "enum" in schema:
            return self.chance.choice(schema.get("enum") or [schema.get("const")])
        if "default" in schema and self.chance.random() < 0.4:
            return deepcopy(schema["default"])  # a body is spoilt, its description is not
        if choices := schema.get("anyOf"):
            return self.value(self.one_of(choices, depth), name, depth + 1)
        makers: dict[str, Callable[[dict[str, Any], str, int], Any]] = {
            "object": self.object, "array": self.array, "string": self.text,
            "integer": self.number, "number": self.number,
        }  # fmt: skip
        kind = schema.get("type")
        if kind == "boolean":
            return self.chance.random() < 0.5
        return makers[kind](schema, name, depth) if kind in makers else None

    def one_of(self, choices: list[dict[str, Any]], depth: int) -> dict[str, Any]:
        """Choose, nothing now and then and where it has gone deep."""
        null = [one for one in choices if one.get("type") == "null"]
        solid = [one for one in choices if one.get("type") != "null"]
        if null and (depth > DEPTH_MAX or self.chance.random() < 0.2):
            return null[0]
        flat = [one for one in solid if "$ref" not in one]
        return self.chance.choice(flat if flat and depth > DEPTH_MAX else solid)

    def object(self, schema: dict[str, Any], _name: str, depth: int) -> dict[str, Any]:
        """Return every field that must be there, and some of the others."""
        fields, needed = schema.get("properties", {}), set(schema.get("required", ()))
        most = 0.15 if depth > DEPTH_MAX else 0.5
        made = {
            name: self.value(of, name, depth + 1)
            for name, of in fields.items()
            if name in needed or self.chance.random() < most
        }
        more = schema.get("additionalProperties")
        if isinstance(more, dict) and self.chance.random() < 0.7:
            made[self.text(schema.get("propertyNames", {}), "code", depth)] = self.value(
                more, "", depth + 1
            )
        return made

    def array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        """Return a few items, one mostly."""
        first = [self.value(one, name, depth + 1) for one in schema.get("prefixItems", ())]
        items = schema.get("items")
        if not isinstance(items, dict):
            return first
        least = schema.get("minItems", 0)
        count = max(least, 0 if depth > DEPTH_MAX else self.chance.choice((0, 1, 1, 1, 2, 3)))
        return first + [self.value(items, name, depth + 1) for _ in range(count)]

    def number(self, schema: dict[str, Any], name: str, _depth: int) -> int:
        """Return a number within its bounds, its bounds themselves often."""
        least, most = schema.get("minimum"), schema.get("maximum")
        known = [n for n in self.seen.get(f".{name}", ()) if isinstance(n, int)]
        wanted = [*NUMBERS, *known, *(n for n in (least, most) if n is not None)]
        bounded = [
            n for n in wanted if (least is None or n >= least) and (most is None or n <= most)
        ]
        return int(self.chance.choice(bounded or [least or most or 0]))

    def text(self, schema: dict[str, Any], name: str, _depth: int) -> str:
        """Return a text that fits, one seen before where there is any."""
        pattern = schema.get("pattern", "")
        if found := IDS.match(pattern):
            known = self.seen.get(found[1])
            fresh = not known or self.chance.random() < 0.1
            return (
                f"{found[1]}_{self.chance.getrandbits(128):032x}" if fresh else self.any_of(known)
            )
        if made := TEXTS.get(schema.get("format", "")):
            return self.chance.choice(made)
        seen = [one for one in self.seen.get(f".{name}", ()) if isinstance(one, str)]
        wanted = seen if seen and self.chance.random() < 0.6 else [*seen, *WORDS, *MORE]
        least, most = schema.get("minLength", 0), schema.get("maxLength", 10**9)
        fitting = [w for w in wanted if least <= len(w) <= most and re.search(pattern, w)]
        return self.chance.choice(fitting or WORDS)

    def any_of(self, known: Any) -> str:
        """Return one of those remembered, the newest most often."""
        newest = list(known)
        return str(newest[-1] if self.chance.random() < 0.3 else self.chance.choice(newest))


def holders(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every part of a body as what holds it and where."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield value, key
        yield from holders(value[key])


def encoded(body: Any) -> bytes:
    """Return a body as it is sent, lone surrogates and all."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
