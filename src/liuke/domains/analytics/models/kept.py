"""What is kept of models and scores, and what a shop set about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from liuke.domains.analytics.errors import ModelSettingsEditedMeanwhile, UnknownModel
from liuke.domains.analytics.models.records import Fit, Kind, Model, Moved, Score, Series
from liuke.domains.analytics.models.settings import Settings
from liuke.domains.analytics.models.sound import check
from liuke.kernel import audit
from liuke.kernel.audit import Act
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

KEEP_DAYS = 400

SAVE = Sql[None]("""
    INSERT INTO analytics_model (
        kind, through_on, version, state, data_as_of, fitted_at, reason, reason_zh, parameters,
        evaluation, body
    )
    VALUES ($1, $2::date, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb)
    ON CONFLICT (merchant_id, kind, through_on) DO UPDATE SET
        state = EXCLUDED.state, data_as_of = EXCLUDED.data_as_of, fitted_at = EXCLUDED.fitted_at,
        reason = EXCLUDED.reason, reason_zh = EXCLUDED.reason_zh,
        parameters = EXCLUDED.parameters, evaluation = EXCLUDED.evaluation, body = EXCLUDED.body
""")
PRUNE = Sql[None]("""
    DELETE FROM analytics_model WHERE kind = $1 AND through_on < $2::date - $3::integer
""")
LATEST = Sql[Model]("""
    SELECT DISTINCT ON (kind) kind, version, state, through_on, data_as_of, fitted_at, reason,
        reason_zh, parameters, evaluation
    FROM analytics_model
    ORDER BY kind, through_on DESC
""")
SERIES = Sql[list[Series]]("""
    SELECT body FROM analytics_model WHERE kind = 'demand' ORDER BY through_on DESC LIMIT 1
""")
MOVED = Sql[list[Moved]]("""
    SELECT body FROM analytics_model WHERE kind = 'movements' ORDER BY through_on DESC LIMIT 1
""")


class Chosen(Value, frozen=True):
    """What a shop set, and who did it when."""

    body: Settings
    changed_at: datetime
    changed_by: str


SETTINGS = Sql[Chosen]("SELECT body, changed_at, changed_by FROM analytics_setting")
# One editor at a time: there may be no row yet that the second could wait for.
EDITING = Sql[None]("""
    SELECT pg_advisory_xact_lock(hashtextextended('models ' || lk_merchant()::text, 0))
""")
SET = Sql[None]("""
    INSERT INTO analytics_setting (body, changed_at, changed_by) VALUES ($1::jsonb, $2, $3)
    ON CONFLICT (merchant_id) DO UPDATE SET
        body = EXCLUDED.body, changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by
""")
WRITE = Sql[None]("""
    INSERT INTO analytics_score (
        member_id, rfm_recency, rfm_frequency, rfm_monetary, rfm_class, rfm_before, rfm_moved,
        life_stage, rhythm_days, layer, layer_code, rank_percent, value_score, value_purchases,
        value_referrals, value_participation, alive_pm, orders_pm, clv_minor, churn_pm,
        next_order_on, picks, through_on, version, scored_at
    )
    SELECT s.*, $23::date, $24, $25
    FROM UNNEST(
        $1::uuid[], $2::smallint[], $3::smallint[], $4::smallint[], $5::text[], $6::text[],
        $7::smallint[], $8::text[], $9::integer[], $10::smallint[], $11::text[], $12::smallint[],
        $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::integer[],
        $18::bigint[], $19::bigint[], $20::integer[], $21::date[], $22::jsonb[]
    ) AS s
    ON CONFLICT (merchant_id, member_id) DO UPDATE SET
        rfm_recency = EXCLUDED.rfm_recency, rfm_frequency = EXCLUDED.rfm_frequency,
        rfm_monetary = EXCLUDED.rfm_monetary, rfm_class = EXCLUDED.rfm_class,
        rfm_before = EXCLUDED.rfm_before, rfm_moved = EXCLUDED.rfm_moved,
        life_stage = EXCLUDED.life_stage, rhythm_days = EXCLUDED.rhythm_days,
        layer = EXCLUDED.layer, layer_code = EXCLUDED.layer_code,
        rank_percent = EXCLUDED.rank_percent, value_score = EXCLUDED.value_score,
        value_purchases = EXCLUDED.value_purchases, value_referrals = EXCLUDED.value_referrals,
        value_participation = EXCLUDED.value_participation, alive_pm = EXCLUDED.alive_pm,
        orders_pm = EXCLUDED.orders_pm, clv_minor = EXCLUDED.clv_minor,
        churn_pm = EXCLUDED.churn_pm, next_order_on = EXCLUDED.next_order_on,
        picks = EXCLUDED.picks, through_on = EXCLUDED.through_on, version = EXCLUDED.version,
        scored_at = EXCLUDED.scored_at
""")
SCORES = Sql[Score]("""
    SELECT member_id, rfm_recency, rfm_frequency, rfm_monetary, rfm_class, rfm_before, rfm_moved,
        life_stage, rhythm_days, layer, layer_code, rank_percent, value_score, value_purchases,
        value_referrals, value_participation, alive_pm, orders_pm, clv_minor, churn_pm,
        next_order_on, picks
    FROM analytics_score WHERE member_id = ANY ($1::uuid[])
    ORDER BY member_id
""")
FORGET = Sql[None]("DELETE FROM analytics_score WHERE member_id = ANY ($1::uuid[])")


class Scored(Value, frozen=True):
    """As of when a member was scored, and by which model."""

    through_on: date
    version: int
    scored_at: datetime


SCORED = Sql[Scored]("""
    SELECT through_on, version, scored_at FROM analytics_score WHERE member_id = $1::uuid
""")


class Share(Value, frozen=True):
    """How many members stand somewhere, and with what value to come."""

    what: str
    code: str
    members: int
    clv_minor: int


CENSUS = Sql[Share]("""
    SELECT w.what, w.code, COUNT(*) AS members,
        COALESCE(SUM(s.clv_minor), 0)::bigint AS clv_minor
    FROM analytics_score s
    CROSS JOIN LATERAL (VALUES
        ('rfm', s.rfm_class), ('life', s.life_stage), ('layer', s.layer_code)
    ) AS w (what, code)
    WHERE w.code <> ''
    GROUP BY w.what, w.code
    ORDER BY w.what, w.code
""")


def version_of(day: date) -> int:
    """Return a day as a number, as versions are written.

    >>> version_of(date(2026, 1, 31))
    20260131
    """
    return day.year * 10_000 + day.month * 100 + day.day


async def save(tx: Tx, kind: Kind, through_on: date, data_as_of: datetime, fit: Fit) -> None:
    """Keep a fitted model as of its day; fitted again, it is replaced."""
    await _write(tx, kind, through_on, data_as_of, ("fitted", "", ""), fit)


async def save_sparse(
    tx: Tx, kind: Kind, through_on: date, data_as_of: datetime, reasons: tuple[str, str]
) -> None:
    """Keep that there is too little data, and what is missing, in both languages."""
    await _write(tx, kind, through_on, data_as_of, ("sparse", *reasons), Fit({}, []))


async def _write(
    tx: Tx,
    kind: Kind,
    through_on: date,
    data_as_of: datetime,
    told: tuple[str, str, str],
    fit: Fit,
) -> None:
    state, reason, reason_zh = told
    await tx.run(
        SAVE, kind.value, through_on, version_of(through_on), state, data_as_of, tx.now, reason,
        reason_zh, fit.parameters, fit.evaluation, fit.body,
    )  # fmt: skip
    await tx.run(PRUNE, kind.value, through_on, KEEP_DAYS)


async def latest_models(tx: Tx) -> list[Model]:
    """Return the latest of each kind, in the order in which they are fitted."""
    found = {model.kind: model for model in await tx.rows(LATEST)}
    return [found[kind] for kind in Kind if kind in found]


async def series(tx: Tx) -> list[Series]:
    """Return the latest forecasts; none where data are too sparse.

    Raises:
        UnknownModel: demand was never fitted.
    """
    found = await tx.row(SERIES)
    if found is None:
        raise UnknownModel(Kind.DEMAND.value)
    return found


async def moved(tx: Tx) -> list[Moved]:
    """Return what left the usual on the last whole day, the farthest first.

    Raises:
        UnknownModel: movements were never looked for.
    """
    found = await tx.row(MOVED)
    if found is None:
        raise UnknownModel(Kind.MOVEMENTS.value)
    return found


async def settings(tx: Tx) -> Settings:
    """Return what the shop set about models, or what holds without."""
    chosen = await tx.row(SETTINGS)
    return chosen.body if chosen else Settings()


async def change_settings(tx: Tx, changed: Settings, *, revision: str = "") -> Settings:
    """Set how members are scored from the next run on; `revision` is of those that were edited.

    Raises:
        InvalidField: names what contradicts the rest, and why.
        ModelSettingsEditedMeanwhile: somebody saved since the editor read them.
    """
    check(changed)
    await tx.run(EDITING)
    chosen = await tx.row(SETTINGS)
    before = chosen.body if chosen else Settings()
    if revision and revision != before.revision:
        by, at = (chosen.changed_by, chosen.changed_at) if chosen else ("", None)
        raise ModelSettingsEditedMeanwhile(before.revision, by, at)
    await tx.run(SET, changed, tx.now, tx.actor.name)
    plain = [msgspec.to_builtins(one) for one in (before, changed)]
    await audit.record(tx, [Act("models.set", str(tx.merchant_id), *plain)])
    return changed


async def write(tx: Tx, scored: Sequence[Score], through_on: date) -> None:
    """Write scores of up to a thousand members in one statement."""
    await tx.run(WRITE, *columns(Score, scored), through_on, version_of(through_on), tx.now)


async def scores(tx: Tx, member_ids: Sequence[MemberId]) -> dict[MemberId, Score]:
    """Return the scores of members; who was never scored is left out."""
    return {row.member_id: row for row in await tx.rows(SCORES, list(member_ids))}


async def forget_scores(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Delete what was estimated of members."""
    await tx.run(FORGET, list(member_ids))


async def census(tx: Tx) -> Mapping[str, list[Share]]:
    """Count members by class of RFM, stage of life and layer."""
    rows = await tx.rows(CENSUS)
    kinds = Counter(row.what for row in rows)
    return {kind: [row for row in rows if row.what == kind] for kind in kinds}
