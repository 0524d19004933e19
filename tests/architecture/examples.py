"""For every rule of tidy one tree it must refuse and one it must accept."""

from __future__ import annotations

from typing import NamedTuple

POST = "src/liuke/domains/points/post.py"
RULES = "src/liuke/domains/points/rules.py"
DOOR = "src/liuke/domains/points/__init__.py"
KERNEL = "src/liuke/kernel/money.py"
FIRST = "migrations/0070_points_ledger.sql"
HEAD = "-- The ledger of points: what was earned and spent.\n-- deploy: pre\n"


class Example(NamedTuple):
    """Files that break a rule, and files that keep it."""

    bad: dict[str, str]
    good: dict[str, str]


def one(path: str, bad: str, good: str) -> Example:
    """Make an example of one file."""
    return Example({path: bad}, {path: good})


def sql(bad: str, good: str) -> Example:
    """Make an example of one statement."""
    return one(POST, f'POST = Sql[int]("""{bad}""")', f'POST = Sql[int]("""{good}""")')


def migration(bad: str, good: str) -> Example:
    """Make an example of one migration."""
    return one(FIRST, HEAD + bad, HEAD + good)


LONG = "\n".join(f"    a = {n}" for n in range(51))
TABLE = {FIRST: HEAD + "CREATE TABLE points_entry (id uuid);"}
OTHER = 'READ = Sql[int]("""SELECT id FROM points_entry""")'
TWO_DOORS = {DOOR: '__all__ = ["post"]', "src/liuke/domains/points/post.py": ""}

EXAMPLES = {
    "files_are_short": one(KERNEL, "a = 1\n" * 301, "a = 1\n" * 300),
    "functions_are_short": one(
        KERNEL, f"def f():\n{LONG}", f'def f():\n    """{"x" * 9}\n    y\n    """\n{LONG[:-22]}'
    ),
    "front_doors_are_short": one(DOOR, "a = 1\n" * 61, "a = 1\n" * 60),
    "the_root_is_small": Example(
        {f"{n}.md": "" for n in range(17)}, {f"docs/{n}.md": "" for n in range(17)}
    ),
    "no_drawers": Example(
        {"src/liuke/kernel/utils.py": ""}, {"src/liuke/kernel/usefulness.py": ""}
    ),
    "whole_words": one(KERNEL, "def f(ctx): ...", "def f(context): ..."),
    "errors_are_states": one(
        KERNEL, "class PointsError(Refused): ...", "class InsufficientPoints(Refused): ..."
    ),
    "events_are_past": one(
        "src/liuke/domains/points/events.py",
        "class PointsPost(Event): ...",
        "class PointsClawedBack(Event): ...",
    ),
    "ids_are_types": one(
        POST, "def f(member_ids: list[UUID]): ...", "def f(external_id: str, at: MemberId): ..."
    ),
    "no_await_in_a_loop": one(
        POST,
        "async def f(items):\n    for item in items:\n        await g(item)",
        "async def f(items):\n    for item in await g(items):\n        item()",
    ),
    "no_tasks_in_domains": one(POST, "asyncio.gather(a, b)", "gathered(a, b)"),
    "no_clock_in_domains": one(POST, "at = datetime.now(UTC)", "at = tx.now"),
    "rules_are_pure": one(RULES, "import random", "import math"),
    "no_float_in_domains": one(POST, "rate = 0.5", "rate = Decimal('0.5')"),
    "catch_all_in_four_places": one(
        KERNEL,
        "try:\n    f()\nexcept Exception:\n    pass",
        "try:\n    f()\nexcept BaseException:\n    g()\n    raise",
    ),
    "settings_read_the_environment": one(KERNEL, "a = os.environ['A']", "a = settings.a"),
    "one_place_commits": one(POST, "tx.commit()", "checkout.commit(tx, baskets)"),
    "logs_are_names_and_fields": one(
        KERNEL, 'log.info(f"posted {n}")', 'log.info("points.posted", n=n)'
    ),
    "no_mocks": one(
        "tests/points/test_post.py", "from unittest.mock import Mock", "from unittest import skip"
    ),
    "domains_open_in_chinese": one(
        DOOR, '"""What members have earned."""', '"""积分 Points: what members have earned."""'
    ),
    "front_doors_list_what_they_offer": one(DOOR, '"""积分"""', "__all__ = []"),
    "docstrings_add_to_the_name": one(
        POST,
        'def post_points():\n    """Post the points."""',
        'def post_points():\n    """Post all, or refuse by name."""',
    ),
    "raises_is_complete": one(
        POST,
        'def post():\n    """Post."""\n    raise InsufficientPoints(1)',
        'def post():\n    """Post.\n\n    Raises:\n        InsufficientPoints: below.\n    """\n'
        "    raise InsufficientPoints(1)",
    ),
    "front_doors_only": Example(
        TWO_DOORS
        | {"src/liuke/domains/tiers/rise.py": "from liuke.domains import points\npoints.lots()"},
        TWO_DOORS
        | {"src/liuke/domains/tiers/rise.py": "from liuke.domains import points\npoints.post()"},
    ),
    "tests_mirror_files": Example(
        {"tests/points/test_lots.py": "", POST: ""},
        {"tests/points/test_post_races.py": "", POST: ""},
    ),
    "statements_are_plain": sql("SELECT * FROM a", "SELECT COUNT(*) FROM a -- where, offset"),
    "arrays_are_cast": sql("SELECT UNNEST($1)", "SELECT UNNEST($1::uuid[], $2::numeric(5, 2)[])"),
    "sql_stands_in_constants": one(
        POST, 'tx.run("DELETE FROM points_entry")', 'POST = Sql[None]("DELETE FROM points_entry")'
    ),
    "sql_is_one_literal": one(
        POST, 'POST = Sql[None](f"DELETE FROM {table}")', 'POST = Sql[None]("DELETE FROM a")'
    ),
    "own_tables_only": Example(
        TABLE | {"src/liuke/domains/tiers/rise.py": OTHER}, TABLE | {POST: OTHER}
    ),
    "migrations_are_numbered": Example(
        {"migrations/70_points.sql": HEAD, POST: ""}, {FIRST: HEAD, POST: ""}
    ),
    "migrations_say_why": one(FIRST, "CREATE TABLE a (b int);", HEAD),
    "migrations_are_safe": migration(
        "ALTER TABLE points_entry ADD at timestamp;",
        "CREATE FUNCTION lk_now() RETURNS timestamptz AS $$ SELECT clock_timestamp() $$;",
    ),
    "tables_carry_their_domain": migration(
        "CREATE TABLE entry (id uuid);", "CREATE TABLE points_entry (id uuid);"
    ),
    "no_open_ends": one(KERNEL, "# TODO: later", "# TODO(#12): with the wallet"),
    "silence_has_a_reason": one(
        KERNEL, "a = 1  # noqa: S608", "a = 1  # noqa: S608 - only constants"
    ),
    "nothing_of_this_machine": one(
        "docs/guide.md", "cd /home/anna/liuke", "GET /home_pages, see docs/home/list"
    ),
}
