"""Metrics: what a monitoring system asks of this process."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from liuke.kernel.db import Database

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        """Start every figure at zero."""
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "liuke_request_seconds", "Time to answer.", ("method", "route", "status"),
            buckets=BUCKETS, registry=self.registry,
        )  # fmt: skip
        self.commits = Counter(
            "liuke_commits", "Writes that were committed and answered.", registry=self.registry
        )
        self.refusals = Counter(
            "liuke_refusals", "Problems answered, by code.", ("code",), registry=self.registry
        )
        self.pool = Gauge(
            "liuke_pool_connections", "Connections by state.", ("state",), registry=self.registry
        )
        self.lag = Gauge(
            "liuke_event_log_lag_seconds",
            "How long the oldest open write holds the readers of the event log back.",
            registry=self.registry,
        )

        self.lake_age = Gauge(
            "liuke_lake_age_seconds",
            "How far the merchant's lake that is furthest behind is behind.",
            registry=self.registry,
        )
        self.lake_size = Gauge(
            "liuke_lake_bytes", "Files of every lake that count.", registry=self.registry
        )

    def text(self, database: Database, lag_seconds: float) -> bytes:
        """Write every figure in the text format of Prometheus."""
        idle = database.pool.get_idle_size()
        self.pool.labels("idle").set(idle)
        self.pool.labels("busy").set(database.pool.get_size() - idle)
        self.pool.labels("most").set(database.pool.get_max_size())
        self.lag.set(lag_seconds)
        return generate_latest(self.registry)
