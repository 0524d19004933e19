"""Mutants: the same module with one thing changed in one of its functions."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

COMPARED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
Place = tuple[tuple[ast.AST, str, int | None], ast.AST]


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, how it reads, and the module's tree with it."""

    line: int
    was: str
    becomes: str
    tree: ast.Module


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Give every other node that may stand where `node` does."""
    yield from _of_operators(node)
    yield from _of_values(node)
    yield from _of_flow(node)


def _of_operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield _with(node, ops=[COMPARED[type(op)]()])
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.AugAssign(op=op) if type(op) in COUNTED:
            yield _with(node, op=COUNTED[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand


def _of_values(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool() as value):
            yield _with(node, value=not value)
        case ast.Constant(value=int() as value):
            yield _with(node, value=value + 1)
        case ast.Call(func=ast.Name(id=name) as func) if name in CALLED:
            yield _with(node, func=_with(func, id=CALLED[name]))


def _of_flow(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[first, *others]):
            yield _with(node, ifs=[ast.UnaryOp(ast.Not(), first), *others])
        case ast.Return(value=ast.AST() as value) if ast.unparse(value) != "None":
            yield _with(node, value=ast.Constant(None))
        case ast.Raise() | ast.Continue() | ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _with(node: Any, **fields: Any) -> Any:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def mutants(text: str) -> list[Mutant]:
    """Return every mutant of a module's functions, in the order of its lines."""
    places = list(_places(ast.parse(text)))
    found = []
    for at, (path, node) in enumerate(places):
        for number in range(len(list(changes(node)))):
            tree = ast.parse(text)
            parent, field, index = list(_places(tree))[at][0]
            again = list(changes(_held(parent, field, index)))[number]
            ast.copy_location(again, node)
            _put(parent, field, index, again)
            was = ast.unparse(node) if hasattr(node, "lineno") else ast.unparse(node.target)  # type: ignore[attr-defined] # a comprehension
            line = getattr(node, "lineno", getattr(path[0], "lineno", 0))
            found.append(Mutant(line, _short(was), _short(ast.unparse(again)), tree))
    return sorted(found, key=lambda mutant: mutant.line)


def _places(tree: ast.Module) -> Iterator[Place]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for at, statement in enumerate(function.body):
                yield (function, "body", at), statement
                yield from _below(statement)


def _below(node: ast.AST) -> Iterator[Place]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Assert | ast.JoinedStr):
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if isinstance(child, ast.AST):
                yield (node, field, index), child
                yield from _below(child)


def _held(parent: ast.AST, field: str, index: int | None) -> ast.AST:
    value = getattr(parent, field)
    held: ast.AST = value if index is None else value[index]
    return held


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _short(text: str) -> str:
    return text.partition("\n")[0][:70]
