"""Conditions: a question about facts as a small JSON tree, decided and explained without I/O.

A tree is data, never code: operators come from a closed list, there is no pattern matching, and
depth, nodes, texts and lists are bounded, so neither Python nor endless work can be reached.

**Unknown values.** A fact that is not there (null, or of another kind than the value asked) makes
every positive comparison false. `!=` and `not_in` are exactly the negations of `=` and `in`, so
they are true of an unknown value; `known` and `unknown` ask for presence itself. `not` flips a
plain true or false: there is no third truth value, here or in the SQL that is compiled from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from liuke.kernel.buckets import BUCKETS, bucket_of
from liuke.kernel.did import Did, Sequence, did_faults
from liuke.kernel.operators import (
    CHOICES_MAX,
    WITH_LIST,
    WITHOUT_VALUE,
    Asked,
    Choice,
    Choices,
    Name,
    NodeId,
    Op,
    Text,
    operand_faults,
)
from liuke.kernel.values import Value, decode

__all__ = [
    "BUCKETS",
    "CHOICES_MAX",
    "DEPTH_MAX",
    "NODES_MAX",
    "WITHOUT_VALUE",
    "WITH_LIST",
    "AllOf",
    "AnyOf",
    "Asked",
    "Bucket",
    "Choice",
    "Choices",
    "Condition",
    "Did",
    "FactIs",
    "Fault",
    "InSegment",
    "Leaf",
    "Name",
    "NodeId",
    "Not",
    "Op",
    "Sequence",
    "Text",
    "bucket_of",
    "faults",
    "identified",
    "parse",
    "parts",
    "walk",
]

DEPTH_MAX = 8
NODES_MAX = 200


class AllOf(Value, frozen=True, tag="all", tag_field="kind"):
    """True when every part is; true when there is none."""

    of: Annotated[tuple[Condition, ...], Meta(description="The parts.")]
    id: NodeId = ""


class AnyOf(Value, frozen=True, tag="any", tag_field="kind"):
    """True when one part is; false when there is none."""

    of: Annotated[tuple[Condition, ...], Meta(description="The parts.")]
    id: NodeId = ""


class Not(Value, frozen=True, tag="not", tag_field="kind"):
    """True when its part is false."""

    of: Annotated[Condition, Meta(description="The part.")]
    id: NodeId = ""


class FactIs(Value, frozen=True, tag="fact", tag_field="kind"):
    """Compare one fact with a value: `{"kind": "fact", "name": "tier", "op": "=", …}`."""

    name: Annotated[Name, Meta(description="The fact asked.")]
    op: Annotated[Op, Meta(description="How it is compared.")] = Op.EQ
    value: Annotated[Asked, Meta(description="With what: one value or a list.")] = None
    args: Annotated[tuple[Text, ...], Meta(max_length=4, description="Its arguments.")] = ()
    id: NodeId = ""

    @property
    def key(self) -> str:
        """Return the address of the fact: `tier(diamond)`.

        >>> FactIs("tier", Op.EQ, "gold", args=("diamond",)).key
        'tier(diamond)'
        """
        return f"{self.name}({','.join(self.args)})" if self.args else self.name


class Bucket(Value, frozen=True, tag="bucket", tag_field="kind", rename={"start": "from"}):
    """True for a stable random share of members: buckets `from` ≤ b < `to` of 10,000."""

    salt: Annotated[str, Meta(min_length=1, max_length=80, description="One draw per salt.")]
    start: Annotated[int, Meta(ge=0, le=BUCKETS, description="First bucket.")]
    to: Annotated[int, Meta(ge=0, le=BUCKETS, description="The bucket after the last.")]
    id: NodeId = ""

    @property
    def key(self) -> str:
        """Return the address of the fact that holds the member's bucket for this salt."""
        return f"bucket({self.salt})"


class InSegment(Value, frozen=True, tag="segment", tag_field="kind"):
    """True for the members of a segment."""

    code: Annotated[Text, Meta(description="The segment.")]
    id: NodeId = ""

    @property
    def key(self) -> str:
        """Return the address of the fact that says whether the member is in the segment."""
        return f"segment({self.code})"


Condition: TypeAlias = AllOf | AnyOf | Not | FactIs | Did | Sequence | Bucket | InSegment
Leaf: TypeAlias = FactIs | Did | Sequence | Bucket | InSegment


class Fault(Value, frozen=True):
    """Why a tree is refused, and at which node."""

    node: str
    reason: str
    reason_zh: str


def parts(node: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly below a node."""
    if isinstance(node, AllOf | AnyOf):
        return node.of
    return (node.of,) if isinstance(node, Not) else ()


def walk(tree: Condition) -> Iterator[tuple[str, int, Condition]]:
    """Yield every node with its id and depth, parents first; an id not given is its path.

    >>> [name for name, _, _ in walk(AllOf((FactIs("a"), Not(FactIs("b")))))]
    ['0', '0.0', '0.1', '0.1.0']
    """
    waiting: list[tuple[str, int, Condition]] = [("0", 1, tree)]
    while waiting:
        path, depth, node = waiting.pop()
        yield node.id or path, depth, node
        below = [(f"{path}.{i}", depth + 1, part) for i, part in enumerate(parts(node))]
        waiting.extend(reversed(below))


def identified(tree: Condition, path: str = "0") -> Condition:
    """Return the tree with an id on every node, its path where none was given."""
    name = tree.id or path
    if isinstance(tree, AllOf | AnyOf):
        below = tuple(identified(part, f"{path}.{i}") for i, part in enumerate(tree.of))
        return msgspec.structs.replace(tree, id=name, of=below)
    if isinstance(tree, Not):
        return msgspec.structs.replace(tree, id=name, of=identified(tree.of, f"{path}.0"))
    return msgspec.structs.replace(tree, id=name)


def faults(tree: Condition) -> list[Fault]:
    """Return what is wrong with a tree: limits, ids used twice, operators without their value."""
    found: list[Fault] = []
    seen: set[str] = set()
    for count, (name, depth, node) in enumerate(walk(tree), start=1):
        if depth > DEPTH_MAX:
            return [*found, Fault(name, f"deeper than {DEPTH_MAX}", f"嵌套超过 {DEPTH_MAX} 层")]
        if count > NODES_MAX:
            return [*found, Fault(name, f"over {NODES_MAX} nodes", f"超过 {NODES_MAX} 个节点")]
        if name in seen:
            found.append(Fault(name, "this id is used twice", "节点编号重复"))
        seen.add(name)
        found.extend(leaf_faults(name, node))
    return found


def leaf_faults(name: str, node: Condition) -> Iterator[Fault]:
    """Yield what is wrong with a single leaf in itself; `meaning` knows what is declared."""
    if isinstance(node, Bucket) and node.start > node.to:
        yield Fault(name, "`from` lies after `to`", "起始桶大于结束桶")
    if isinstance(node, FactIs):
        for reason, reason_zh in operand_faults(node.op, node.value):
            yield Fault(name, reason, reason_zh)
    if isinstance(node, Did | Sequence):
        for reason, reason_zh in did_faults(node):
            yield Fault(name, reason, reason_zh)


def parse(data: bytes | str) -> tuple[Condition | None, list[Fault]]:
    """Read a tree from JSON; return it, or what is wrong with it."""
    try:
        tree: Condition = decode(data, Condition)  # type: ignore[arg-type] # a union, not a class
    except RecursionError:
        return None, [Fault("0", f"deeper than {DEPTH_MAX}", f"嵌套超过 {DEPTH_MAX} 层")]
    except msgspec.DecodeError as refusal:
        return None, [Fault("0", str(refusal), "格式有误")]
    found = faults(tree)
    return (None, found) if found else (identified(tree), [])
