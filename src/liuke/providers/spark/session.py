"""Sessions: one Spark a process, started with the first question; a session for each question."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from threading import Lock
from typing import Any

from liuke.domains.analytics import LakeUnavailable
from liuke.kernel import log

LOG = log.logger("spark")
LOOPBACK = "127.0.0.1"
FIXED: Mapping[str, str] = {
    "spark.app.name": "liuke",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.catalogImplementation": "in-memory",
    # What questions mean rests on these.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    # `${…}` in a text is a text.
    "spark.sql.variable.substitute": "false",
    # Cuts a column of bytes in two where it is no UTF-8: ids are no texts.
    "spark.sql.parquet.binaryAsString": "false",
}

# A task in the middle of a long join hears of no cancellation: its executor is ended with it. Only
# a `local` master has no executor of its own; there the core is busy until the task is through.
ENDED: Mapping[str, str] = {
    "spark.task.reaper.enabled": "true",
    "spark.task.reaper.killTimeout": "30s",
    "spark.task.reaper.threadDump": "false",
}


@dataclass
class Cluster:
    """Where Spark runs: `local[*]` is this machine, `spark://host:7077` a standalone cluster.

    `options` are Spark's own, `spark.executor.memory` and the like; none of them can change what
    a question means.
    """

    master: str = "local[*]"
    options: Mapping[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _started: Any = field(default=None, repr=False)

    @contextmanager
    def session(self) -> Iterator[Any]:
        """Yield a session whose views nobody else sees.

        Raises:
            LakeUnavailable: Spark, its Java or the cluster cannot be started.
        """
        one = self._running().newSession()
        try:
            yield one
        finally:
            for name in [view.name for view in one.catalog.listTables() if view.isTemporary]:
                one.catalog.dropTempView(name)

    def _running(self) -> Any:
        with self._lock:
            if self._started is None:
                self._started = self._start()
            return self._started

    def _start(self) -> Any:
        """Start Spark's Java and take a part of the cluster.

        Raises:
            LakeUnavailable: as above.
        """
        try:
            with warnings.catch_warnings():
                # It warns of a library that may be there and is not used here.
                warnings.simplefilter("ignore", FutureWarning)
                builder = import_module("pyspark.sql").SparkSession.builder.master(self.master)
            faults = import_module("pyspark.errors").PySparkException
            lost = import_module("py4j.protocol").Py4JError
        except ImportError as missing:
            raise LakeUnavailable from missing
        folder = tempfile.mkdtemp(prefix="lk-spark-")
        given = {"spark.local.dir": folder, "spark.sql.warehouse.dir": folder}
        if self.master.startswith("local"):
            given |= {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}
        for name, value in {**given, **ENDED, **self.options, **FIXED}.items():
            builder = builder.config(name, value)
        try:
            return builder.getOrCreate()
        except (faults, lost, OSError) as fault:
            LOG.info("spark_away", master=self.master, kind=type(fault).__name__)
            raise LakeUnavailable from fault

    def stop(self) -> None:
        """Give the cluster back."""
        with self._lock:
            if self._started is not None:
                self._started.stop()
                self._started = None


def options_of(text: str) -> dict[str, str]:
    """Read options as a setting has them.

    >>> options_of("spark.cores.max=4, spark.executor.memory=2g")
    {'spark.cores.max': '4', 'spark.executor.memory': '2g'}
    """
    parts = [part.partition("=") for part in text.split(",") if part.strip()]
    return {name.strip(): value.strip() for name, _, value in parts}
