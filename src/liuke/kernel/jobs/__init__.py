"""Jobs: what is done after the fact, in a transaction of its own, never lost and never twice.

`@after(PointsAwarded)` reacts to the event log; `@daily("points.expire", after="02:00")` runs once
per merchant and business day. A till enqueues nothing: the dispatcher reads the log behind every
open transaction and hands out jobs in batches.
"""

from liuke.kernel.jobs.declared import (
    Daily,
    Declared,
    Regular,
    Subscription,
    after,
    daily,
    regular,
)
from liuke.kernel.jobs.held import (
    DailyRun,
    HeldJob,
    JobId,
    JobNotHeld,
    Queue,
    dismiss,
    held_jobs,
    last_runs,
    queues,
    release,
)

__all__ = [
    "Daily",
    "DailyRun",
    "Declared",
    "HeldJob",
    "JobId",
    "JobNotHeld",
    "Queue",
    "Regular",
    "Subscription",
    "after",
    "daily",
    "dismiss",
    "held_jobs",
    "last_runs",
    "queues",
    "regular",
    "release",
]
