"""分析 Analytics: the lake, and what is asked of it.

The *lake* 数据湖 is what the shop wrote, as Parquet files a month each; a *run* 批次 brings every
table of it to one moment; the *manifest* 清单 says which files count; an *engine* 引擎 answers.
"""

from liuke.domains.analytics.compact import compact
from liuke.domains.analytics.depot import HERE, Depot, move, written_before
from liuke.domains.analytics.errors import (
    EngineNeedsFolder,
    LakeMovedOn,
    LakeUnavailable,
    QuestionRefused,
    QuestionTooLarge,
    StorageAway,
    StorageClosed,
    StorageRemembers,
)
from liuke.domains.analytics.export import Exported, export
from liuke.domains.analytics.forgetting import forget
from liuke.domains.analytics.freshen import freshen
from liuke.domains.analytics.keep import keep
from liuke.domains.analytics.missed import missed
from liuke.domains.analytics.models.kept import change_settings, latest_models
from liuke.domains.analytics.models.kept import settings as model_settings
from liuke.domains.analytics.models.records import Kind, Model
from liuke.domains.analytics.models.settings import Settings as ModelSettings
from liuke.domains.analytics.nightly import fit_model, score_members, scores_due
from liuke.domains.analytics.opened import Lake, opened, unhurried
from liuke.domains.analytics.reports.worth import Worth, declare_worths
from liuke.domains.analytics.seat import Engine, Order, Press, Seat, furnish
from liuke.domains.analytics.status import LakeState, lakes, state, storage
from liuke.domains.analytics.sweep import shed, sweep
from liuke.domains.analytics.values import Answer, Cut, Pressed, Stored

__all__ = [
    "HERE", "Answer", "Cut", "Depot", "Engine", "EngineNeedsFolder", "Exported", "Kind", "Lake",
    "LakeMovedOn", "LakeState", "LakeUnavailable", "Model", "ModelSettings", "Order", "Press",
    "Pressed", "QuestionRefused", "QuestionTooLarge", "Seat", "StorageAway", "StorageClosed",
    "StorageRemembers", "Stored", "Worth", "change_settings", "compact", "declare_worths",
    "export", "fit_model", "forget", "freshen", "furnish", "keep", "lakes", "latest_models",
    "missed", "model_settings", "move", "opened", "score_members", "scores_due", "shed", "state",
    "storage", "sweep", "unhurried", "written_before",
]  # fmt: skip
