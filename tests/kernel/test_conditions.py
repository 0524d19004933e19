"""The condition tree: its limits, and what a hostile one cannot do."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel.conditions import (
    DEPTH_MAX,
    NODES_MAX,
    AllOf,
    AnyOf,
    Bucket,
    Condition,
    FactIs,
    InSegment,
    Leaf,
    Not,
    Op,
    faults,
    identified,
    parse,
    walk,
)
from liuke.kernel.did import Agg, Did
from liuke.kernel.verdicts import evaluate, explain

PAYLOADS = [
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{config.__class__.__init__.__globals__['os'].popen('id').read()}}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    "{{request.application.__globals__.__builtins__.__import__('os')}}",
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "{0.__class__.__mro__}",
    "%(__class__)s",
    "f'{open(\"/etc/passwd\").read()}'",
    "$(cat /etc/passwd)",
    "`id`",
    "'; DROP TABLE members_member; --",
    "1 OR 1=1",
    "../../etc/passwd",
    "T(java.lang.Runtime).getRuntime().exec('id')",
    "(a+)+$",
    "\x00",
    "９９９",
]


def nested(depth: int) -> Condition:
    """Return a tree that many nodes deep."""
    tree: Condition = FactIs("a", value=1)
    for _ in range(depth - 1):
        tree = Not(tree)
    return tree


def text(tree: dict[str, Any]) -> str:
    return json.dumps(tree)


def test_a_node_without_an_id_is_named_by_its_path() -> None:
    tree = identified(AllOf((FactIs("a", id="mine"), AnyOf((Not(FactIs("b")),)))))
    assert [name for name, _, _ in walk(tree)] == ["0", "mine", "0.1", "0.1.0", "0.1.0.0"]
    assert identified(AnyOf((Not(FactIs("b"), id="no"),), id="any")) == AnyOf(
        (Not(FactIs("b", id="0.0.0"), id="no"),), id="any"
    )


def test_a_tree_of_eight_levels_and_two_hundred_nodes_is_read() -> None:
    assert faults(nested(DEPTH_MAX)) == []
    wide = AllOf(tuple(FactIs(f"f{n}", value=n) for n in range(NODES_MAX - 1)))
    assert faults(wide) == []


def test_a_deeper_or_larger_tree_is_refused_by_its_node() -> None:
    (deep,) = faults(nested(DEPTH_MAX + 1))
    assert (deep.node, deep.reason) == ("0.0.0.0.0.0.0.0.0", "deeper than 8")
    wide = AllOf(tuple(FactIs(f"f{n}", value=n) for n in range(NODES_MAX)))
    assert [(fault.node, fault.reason) for fault in faults(wide)] == [("0.199", "over 200 nodes")]


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (FactIs("a"), "`=` needs one value"),
        (FactIs("a", Op.IN, 1), "`in` needs a list"),
        (FactIs("a", Op.GE, (1, 2)), "`>=` needs one value"),
        (FactIs("a", Op.KNOWN, 1), "`known` takes no value"),
        (FactIs("a", Op.BETWEEN, (2, 1)), "`between` needs two values, lower first"),
        (FactIs("a", Op.BETWEEN, (1, "2")), "`between` needs two values, lower first"),
        (FactIs("a", Op.BETWEEN, 2), "`between` needs a list"),
        (Bucket("s", 9, 1), "`from` lies after `to`"),
        (Did("bought", agg=Agg.SUM), "`sum` needs a field"),
    ],
)
def test_a_leaf_that_makes_no_sense_is_refused(node: Condition, reason: str) -> None:
    assert [fault.reason for fault in faults(AllOf((node,)))] == [reason]
    assert faults(AllOf((node,)))[0].node == "0.0"


@pytest.mark.parametrize("leaf", [Bucket("s", 5, 5), Bucket("s", 1, 9), Did("bought")])
def test_a_leaf_that_makes_sense_is_not(leaf: Condition) -> None:
    assert faults(leaf) == []


@pytest.mark.parametrize(
    ("leaf", "key"),
    [
        (FactIs("tier"), "tier"),
        (FactIs("spend", args=("tea", "30")), "spend(tea,30)"),
        (Bucket("pilot", 0, 500), "bucket(pilot)"),
        (InSegment("vip"), "segment(vip)"),
    ],
)
def test_a_leaf_names_the_fact_it_asks(leaf: Leaf, key: str) -> None:
    assert leaf.key == key


def test_a_tree_that_reads_well_and_makes_no_sense_comes_back_as_its_faults() -> None:
    tree, wrong = parse('{"kind": "not", "of": {"kind": "fact", "name": "a"}}')
    assert tree is None
    assert [(fault.node, fault.reason) for fault in wrong] == [("0.0", "`=` needs one value")]


def test_two_nodes_of_one_name_are_refused() -> None:
    twice = AllOf((FactIs("a", value=1, id="x"), FactIs("b", value=1, id="x")))
    (fault,) = faults(twice)
    assert (fault.node, fault.reason) == ("x", "this id is used twice")


def test_a_sound_tree_is_read_with_its_ids() -> None:
    tree, wrong = parse('{"kind": "bucket", "salt": "pilot", "from": 0, "to": 500}')
    assert wrong == []
    assert tree == Bucket("pilot", 0, 500, id="0")
    assert parse('{"kind": "segment", "code": "vip"}')[0] == InSegment("vip", id="0")


@pytest.mark.inv("I8")
@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000,
        '{"kind":"not","of":' * 50_000 + "1",
        text({"kind": "eval", "of": "1"}),
        text({"kind": "fact", "name": "__class__", "value": 1}),
        text({"kind": "fact", "name": "a", "value": {"$gt": ""}}),
        text({"kind": "fact", "name": "a", "value": "x" * 201}),
        text({"kind": "fact", "name": "a", "op": "in", "value": [1] * 1_001}),
        text({"kind": "fact", "name": "a", "op": "matches", "value": "(a+)+$"}),
        text({"kind": "fact", "name": "a", "value": 10**30}),
        '{"kind":"fact","name":"a","value":1e308}',
        '{"kind":"fact","name":"a","value":NaN}',
        text({"kind": "fact", "name": "a", "value": 1, "code": "import os"}),
        "",
    ],
)
def test_a_hostile_document_is_refused_and_named(hostile: str) -> None:
    tree, wrong = parse(hostile)
    assert tree is None
    assert wrong


@pytest.mark.inv("I8")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_a_text_like_any_other_or_is_refused(payload: str) -> None:
    assert parse(text({"kind": "fact", "name": payload, "value": 1}))[0] is None
    tree, _ = parse(text({"kind": "fact", "name": "note", "op": "=", "value": payload}))
    assert tree is not None
    assert evaluate(tree, {"note": payload})
    assert not evaluate(tree, {"note": "49"})
    assert explain(tree, {"note": "49"})[0].asked == payload


@pytest.mark.inv("I8")
def test_the_largest_tree_is_decided_in_bounded_steps() -> None:
    long = tuple(range(1_000))
    leaves = tuple(FactIs(f"f{n}", Op.IN, long) for n in range(NODES_MAX - 1))
    tree = AllOf(leaves)
    assert faults(tree) == []
    started = time.process_time()
    evaluate(tree, {f"f{n}": 5 for n in range(NODES_MAX)})
    explain(tree, {})
    assert time.process_time() - started < 5


LEAVES = st.builds(FactIs, st.sampled_from(["a", "b"]), value=st.integers(0, 2))
TREES: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.builds(AllOf, st.lists(below, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(below, max_size=3).map(tuple)),
        st.builds(Not, below),
    ),
    max_leaves=12,
)
FACTS = st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 2))


def by_hand(tree: Condition, facts: dict[str, int]) -> bool:
    """Decide a tree as its definition reads."""
    if isinstance(tree, AllOf):
        return all(by_hand(part, facts) for part in tree.of)
    if isinstance(tree, AnyOf):
        return any(by_hand(part, facts) for part in tree.of)
    if isinstance(tree, Not):
        return not by_hand(tree.of, facts)
    assert isinstance(tree, FactIs)
    return facts.get(tree.name) == tree.value


@given(TREES, FACTS)
def test_a_compiled_tree_says_what_its_definition_says(
    tree: Condition, facts: dict[str, int]
) -> None:
    assert evaluate(tree, facts) is by_hand(tree, facts)
    assert explain(tree, facts)[0].verdict is by_hand(tree, facts)
    assert len(explain(tree, facts)) == sum(1 for _ in walk(tree))
