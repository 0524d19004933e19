"""What code may do, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.tree import Finding, Source, Tree, rule

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "time.time_ns", "time.monotonic", "time.perf_counter", "loop.time",
}  # fmt: skip
TASKS = {"gather", "create_task", "ensure_future", "TaskGroup", "create_task_group"}
INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
BROAD = {"Exception", "BaseException"}
# Request edge, job runner, event delivery, provider call.
MAY_CATCH_ALL = (
    "src/liuke/kernel/web",
    "src/liuke/kernel/jobs",
    "src/liuke/kernel/events",
    "src/liuke/providers/",
)
IMPURE = {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "subprocess", "time"}


def dotted(node: ast.AST) -> str:
    """Return the last two names of `a.b.c`, as `b.c`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value).rpartition('.')[2]}.{node.attr}"
    return ""


def calls(source: Source) -> Iterator[ast.Call]:
    """Give every call in a file."""
    return (node for node in source.nodes if isinstance(node, ast.Call))


@rule
def no_await_in_a_loop(tree: Tree) -> Iterator[Finding]:
    """In a domain no `await` stands inside a loop: one item and a thousand cost the same."""
    for source in tree.business:
        for node in source.nodes:
            if isinstance(node, ast.For | ast.While):
                waits = [w for part in (*node.body, *node.orelse) for w in awaits(part)]
                if isinstance(node, ast.While):
                    waits += awaits(node.test)
            elif isinstance(node, ast.AsyncFor):
                waits = [node]
            elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
                waits = comprehension_awaits(node)
            else:
                continue
            for wait in waits:
                yield source.finding(wait.lineno, "await in a loop: hand the whole batch down")


def comprehension_awaits(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
) -> list[ast.expr | ast.stmt]:
    """Return what a comprehension awaits once per item."""
    first = node.generators[0].iter
    once = {id(n) for n in ast.walk(first)}
    return [n for n in ast.walk(node) if isinstance(n, ast.Await) and id(n) not in once]


def awaits(node: ast.AST) -> list[ast.expr | ast.stmt]:
    """Return every await below a node, not looking into inner functions."""
    if isinstance(node, INNER):
        return []
    here: list[ast.expr | ast.stmt] = [node] if isinstance(node, ast.Await | ast.AsyncWith) else []
    return here + [w for child in ast.iter_child_nodes(node) for w in awaits(child)]


@rule
def no_tasks_in_domains(tree: Tree) -> Iterator[Finding]:
    """A transaction is one connection: no tasks in a domain."""
    for source in tree.business:
        for call in calls(source):
            if (name := dotted(call.func).rpartition(".")[2]) in TASKS:
                yield source.finding(call.lineno, f"{name}: make the batch wider instead")


@rule
def no_clock_in_domains(tree: Tree) -> Iterator[Finding]:
    """Only `tx.now` tells the time."""
    for source in tree.business:
        for call in calls(source):
            if dotted(call.func) in CLOCKS:
                yield source.finding(call.lineno, "a clock: take tx.now, or an argument")


@rule
def rules_are_pure(tree: Tree) -> Iterator[Finding]:
    """A `rules.py` has no async and imports nothing that reads the world."""
    for source in tree.business:
        if source.name != "rules":
            continue
        for node in source.nodes:
            if isinstance(node, ast.AsyncFunctionDef | ast.Await):
                yield source.finding(node.lineno, "async in rules: move it to the capability")
            if isinstance(node, ast.Import | ast.ImportFrom):
                tops = {alias.name.partition(".")[0] for alias in node.names}
                if isinstance(node, ast.ImportFrom):
                    tops = {(node.module or "").partition(".")[0]}
                for name in tops & IMPURE:
                    yield source.finding(node.lineno, f"{name} in rules: pass in what it gives")


@rule
def no_float_in_domains(tree: Tree) -> Iterator[Finding]:
    """Money, points and rates are integers or Decimal."""
    for source in tree.business:
        if source.domain == "analytics":
            continue
        for node in source.nodes:
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            named = isinstance(node, ast.Name) and node.id == "float"
            if literal or named:
                yield source.finding(
                    getattr(node, "lineno", 1), "float: use minor units, basis points or Decimal"
                )


@rule
def catch_all_in_four_places(tree: Tree) -> Iterator[Finding]:
    """`except Exception` stands at the request edge, job runner, event delivery, providers."""
    for source in tree.product:
        if source.path.startswith(MAY_CATCH_ALL):
            continue
        for node in source.nodes:
            if isinstance(node, ast.ExceptHandler) and catches_all(node):
                yield source.finding(node.lineno, "except Exception: catch the state you mean")
            if isinstance(node, ast.Call) and dotted(node.func).endswith("suppress"):
                for argument in node.args:
                    if dotted(argument) in BROAD:
                        yield source.finding(node.lineno, "suppress: name the state you mean")


def catches_all(node: ast.ExceptHandler) -> bool:
    """Whether a handler swallows anything; one that ends by raising does not."""
    if isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None:
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or dotted(kind) in BROAD for kind in kinds)


@rule
def settings_read_the_environment(tree: Tree) -> Iterator[Finding]:
    """Only `kernel/settings.py` reads the environment."""
    for source in tree.product:
        if source.path.startswith("src/liuke/kernel/settings"):
            continue
        for node in source.nodes:
            if dotted(node) in {"os.environ", "os.getenv", "os.environb"}:
                line = getattr(node, "lineno", 1)
                yield source.finding(line, "environment: declare a setting in kernel/settings.py")


@rule
def one_place_commits(tree: Tree) -> Iterator[Finding]:
    """Only `kernel.db` commits; a bare `.commit()` elsewhere breaks the transaction apart."""
    for source in tree.product:
        if source.path.startswith(("src/liuke/kernel/db", "src/liuke/kernel/migrate")):
            continue
        for call in calls(source):
            if dotted(call.func).endswith(".commit") and not call.args and not call.keywords:
                yield source.finding(call.lineno, "commit: begin() commits when it is left")


@rule
def logs_are_names_and_fields(tree: Tree) -> Iterator[Finding]:
    """A log line is an event name and fields."""
    for source in tree.product:
        for call in calls(source):
            if dotted(call.func).rpartition(".")[0] not in {"log", "logger", "LOG", "LOGGER"}:
                continue
            if call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
                yield source.finding(call.lineno, "log: write a name, and the facts as fields")


@rule
def no_mocks(tree: Tree) -> Iterator[Finding]:
    """Tests use fakes and the real database."""
    for source in tree.python:
        for node in source.nodes:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            if any(name.startswith(("unittest.mock", "mock.")) or name == "mock" for name in names):
                line = getattr(node, "lineno", 1)
                yield source.finding(line, "mock: use the fake its port ships, or the real thing")
