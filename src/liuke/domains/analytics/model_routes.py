"""Models over HTTP: what was fitted and how well, what it says of members, what is set."""

from __future__ import annotations

from liuke.domains.analytics.models import explained, kept
from liuke.domains.analytics.models.described import SettingsDescribed, described
from liuke.domains.analytics.models.explained import MemberValue
from liuke.domains.analytics.models.kept import Share
from liuke.domains.analytics.models.records import Model, Moved, Picks, Series
from liuke.domains.analytics.models.settings import Settings
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import get, put

READ = "models.read"


class Models(Value, frozen=True):
    """The latest model of each kind, and how members are spread over what they say."""

    models: list[Model]
    members: dict[str, list[Share]]


@get("/models", may=READ)
async def list_models(tx: Tx) -> Models:
    """List models: parameters, data-as-of, and errors beside what costs nothing."""
    return Models(await kept.latest_models(tx), dict(await kept.census(tx)))


@get("/models/settings", may=READ)
async def show_model_settings(tx: Tx) -> Settings:
    """Show how members are scored: windows, cuts, weights, borders, layers."""
    return await kept.settings(tx)


@get("/models/settings/fields", may=READ)
async def list_setting_fields(tx: Tx) -> SettingsDescribed:
    """List every number that may be set: value, default, unit, bounds, and what it changes."""
    return described(await kept.settings(tx))


@put("/models/settings", may="models.edit")
async def put_model_settings(tx: Tx, data: Settings, if_match: str = "") -> Settings:
    """Set how members are scored from the next run on; `If-Match` names what was edited.

    Raises:
        InvalidField: names what contradicts the rest, and why.
        ModelSettingsEditedMeanwhile: somebody saved since the editor read them.
    """
    return await kept.change_settings(tx, data, revision=if_match)


@get("/forecasts", may=READ)
async def list_forecasts(tx: Tx) -> list[Series]:
    """Show what is foreseen for the shop, its largest categories and stores, with every error."""
    return await kept.series(tx)


@get("/movements", may=READ)
async def list_movements(tx: Tx) -> list[Moved]:
    """List the regions and categories whose last day left the usual, and what moved them."""
    return await kept.moved(tx)


@get("/members/{member_id}/value", may="members.read")
async def show_member_value(tx: Tx, member_id: MemberId) -> MemberValue:
    """Explain what models say of a member; the parts of the value score add up to it."""
    return await explained.explain(tx, member_id)


@get("/members/{member_id}/picks", may="members.read")
async def show_picks(tx: Tx, member_id: MemberId) -> Picks:
    """Show what to recommend to a member: to buy again, to go with it, the better one."""
    return (await explained.explain(tx, member_id)).score.picks


MODELS = [
    list_models,
    show_model_settings,
    list_setting_fields,
    put_model_settings,
    list_forecasts,
    list_movements,
    show_member_value,
    show_picks,
]
