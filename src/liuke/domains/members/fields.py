"""Declare what a profile holds, and read the declarations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from liuke.domains.members.errors import BuiltInField
from liuke.domains.members.values import Field, FieldKind
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold_as_seen
from liuke.kernel.problems import TooMany
from liuke.kernel.rows import Sql

BUILT_IN = {
    field.code: field
    for field in (
        Field("name", FieldKind.TEXT, "Name", "姓名", sensitive=True),
        Field("birthday", FieldKind.DATE, "Birthday", "生日"),
        Field("gender", FieldKind.CHOICE, "Gender", "性别", choices=("female", "male", "other")),
        Field("language", FieldKind.CHOICE, "Language", "语言", choices=("zh-CN", "en")),
    )
}
FIELDS = Sql[Field]("""
    SELECT code, kind, label, label_zh, required_in, sensitive, choices
    FROM members_field
    ORDER BY code
""")
# Whether a field is sealed is fixed with its first value: the flag never changes afterwards.
DECLARE = Sql[None]("""
    INSERT INTO members_field AS f (
        code, kind, label, label_zh, required_in, sensitive, choices
    )
    SELECT code, kind, label, label_zh,
        string_to_array(required_in, ' '), sensitive, string_to_array(choices, ' ')
    FROM UNNEST(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[]
    ) AS n (code, kind, label, label_zh, required_in, sensitive, choices)
    ORDER BY code
    ON CONFLICT (merchant_id, code) DO UPDATE SET
        label = EXCLUDED.label, label_zh = EXCLUDED.label_zh,
        required_in = EXCLUDED.required_in, choices = EXCLUDED.choices
""")
COUNT = Sql[int]("SELECT COUNT(*) FROM members_field")
# Nobody fills in a form of more.
FIELDS_MOST = 200


async def declare_fields(tx: Tx, wanted: Sequence[Field], *, revision: str = "") -> None:
    """Declare profile fields, or change labels and choices; kind and secrecy stay.

    Raises:
        ChangedMeanwhile: the fields are not of the `revision` that was edited.
        BuiltInField: name, birthday, gender and language are there already.
        TooMany: there would be more than two hundred.
    """
    if taken := tuple(field.code for field in wanted if field.code in BUILT_IN):
        raise BuiltInField(taken)
    await hold_as_seen(tx, "fields", revision, partial(listed, tx))
    last = list({field.code: field for field in wanted}.values())
    await tx.run(
        DECLARE,
        [f.code for f in last],
        [f.kind.value for f in last],
        [f.label for f in last],
        [f.label_zh for f in last],
        [" ".join(f.required_in) for f in last],
        [f.sensitive for f in last],
        [" ".join(f.choices) for f in last],
    )
    if (await tx.row(COUNT) or 0) > FIELDS_MOST:
        raise TooMany("fields", FIELDS_MOST)


async def listed(tx: Tx) -> list[Field]:
    """Return every field as the list shows them."""
    return list((await fields(tx)).values())


async def fields(tx: Tx) -> dict[str, Field]:
    """Return every field a profile may hold, the built-in ones first."""
    return BUILT_IN | {field.code: field for field in await tx.rows(FIELDS)}
