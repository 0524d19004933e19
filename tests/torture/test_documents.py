"""Documents of a stranger: read or refused, in bounded time, and what is read can be decided."""

from __future__ import annotations

import copy
import gc
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.domains import programme
from liuke.domains.programme import FaultyProgramme
from liuke.domains.promotions import compile_rules
from liuke.kernel.conditions import parse
from tests.surfaces.samples import HOSTILE
from tests.torture.figures import Figure

Path: TypeAlias = tuple[str | int, ...]
DOCUMENTS = [programme.template(template.code) for template in programme.templates()]
SECONDS_MAX = 1.0


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """Give the place of every part of a document."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield (*here, key)
        yield from paths(value[key], (*here, key))


PLACES = [list(paths(document)) for document in DOCUMENTS]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below),
    max_leaves=8,
)


def hostile(text: str) -> Any:
    """Return a hostile value, as the text it is if it is no JSON."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return text


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Give a real document with a few parts replaced, by nonsense or by parts from elsewhere."""
    number = draw(st.integers(0, len(DOCUMENTS) - 1))
    document, places = copy.deepcopy(DOCUMENTS[number]), PLACES[number]
    elsewhere = st.sampled_from(places).map(
        lambda place: copy.deepcopy(at(DOCUMENTS[number], place))
    )
    for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        new = draw(st.sampled_from(HOSTILE).map(hostile) | elsewhere | JSON)
        with suppress(KeyError, IndexError, TypeError):  # an earlier change took the place away
            at(document, place[:-1])[place[-1]] = new
    return json.dumps(document).encode("utf-8", "surrogatepass")


def at(document: Any, place: Path) -> Any:
    """Return the part at a place."""
    for key in place:
        document = document[key]
    return document


class Slowest:
    """What took longest, in seconds of this process without the collector of garbage.

    Twenty thousand drawn examples are a heap that takes it seconds to go through.
    """

    def __init__(self) -> None:
        """Start with nothing measured."""
        self.seconds = 0.0
        self.calls = 0
        self.read = 0

    def check(self, raw: bytes) -> None:
        """Read or refuse a document; compile the rules of one that is sound."""
        with self.timed(), suppress(FaultyProgramme):
            draft = programme.check(raw)
            compile_rules(draft.items["rules"], draft.items["groups"])
            self.read += 1

    def condition(self, raw: str) -> None:
        """Read or refuse a condition."""
        with self.timed():
            parse(raw)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Remember how long one takes."""
        self.calls += 1
        gc.disable()
        began = time.process_time()
        yield
        self.seconds = max(self.seconds, time.process_time() - began)
        gc.enable()


@pytest.fixture
def slowest(figure: Figure) -> Iterator[Slowest]:
    """Measure, and publish."""
    found = Slowest()
    yield found
    figure(
        "documents", calls=found.calls, sound=found.read, slowest_seconds=round(found.seconds, 3)
    )
    assert found.seconds < SECONDS_MAX


QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@pytest.mark.inv("I7")
@settings(max_examples=60, suppress_health_check=QUIET)
@given(raw=documents())
def test_a_spoilt_programme_is_read_or_refused(slowest: Slowest, raw: bytes) -> None:
    slowest.check(raw)


@pytest.mark.torture
@pytest.mark.inv("I7", "I8")
@settings(max_examples=20_000, suppress_health_check=QUIET)
@given(raw=documents())
def test_many_spoilt_programmes_are_read_or_refused(slowest: Slowest, raw: bytes) -> None:
    slowest.check(raw)


KINDS = st.sampled_from(["all", "any", "not", "fact", "bucket", "segment", "eval", ""])
NODES = st.recursive(
    st.fixed_dictionaries({"kind": KINDS}, optional={"name": st.text(max_size=9), "value": JSON}),
    lambda below: st.fixed_dictionaries(
        {"kind": KINDS, "of": below | st.lists(below, max_size=4)}, optional={"id": JSON}
    ),
    max_leaves=30,
)


@pytest.mark.torture
@pytest.mark.inv("I7", "I8")
@settings(max_examples=20_000, suppress_health_check=QUIET)
@given(tree=NODES | JSON, depth=st.integers(0, 2_000))
def test_many_strange_conditions_are_read_or_refused(
    slowest: Slowest, tree: Any, depth: int
) -> None:
    slowest.condition(json.dumps(tree))
    slowest.condition('{"kind":"not","of":' * depth + json.dumps(tree) + "}" * depth)
