"""A standalone Spark cluster on this machine, from the wheel: one master and two workers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from urllib.error import URLError
from urllib.request import urlopen

import psutil

LOOPBACK = "127.0.0.1"
WAIT_SECONDS = 240
LEAN = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
# What an application on this cluster asks for: one core and little memory on each worker.
OPTIONS = {
    "spark.driver.host": LOOPBACK,
    "spark.driver.bindAddress": LOOPBACK,
    "spark.driver.memory": "700m",
    "spark.driver.extraJavaOptions": LEAN,
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.executor.extraJavaOptions": LEAN,
    "spark.cores.max": "2",
    "spark.sql.shuffle.partitions": "4",
    "spark.locality.wait": "0s",
    # What a dead worker held is asked for once more, then computed anew.
    "spark.shuffle.io.maxRetries": "1",
    "spark.shuffle.io.retryWait": "1s",
}


class Standalone:
    """One master and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        """Keep logs and what workers write in a folder."""
        self.folder = folder
        self.port, self.page = free_port(), free_port()
        self.processes: list[subprocess.Popen[bytes]] = []

    @property
    def master(self) -> str:
        """Return where an application finds the cluster."""
        return f"spark://{LOOPBACK}:{self.port}"

    def start(self, workers: int) -> None:
        """Start the master, then the workers, and wait until it knows them all."""
        self._run("master.Master", f"--port {self.port} --webui-port {self.page}")
        self._until(lambda: self.alive() == 0)
        for number in range(workers):
            place = self.folder / f"worker{number}"
            asked = f"--cores 1 --memory 700m --webui-port 0 --work-dir {place} {self.master}"
            self._run("worker.Worker", asked)
        self._until(lambda: self.alive() == workers)

    def _run(self, kind: str, asked: str) -> None:
        found = find_spec("pyspark")
        assert found is not None, "pyspark is not installed: uv sync --group spark"
        assert found.origin is not None, "pyspark is a package"
        home = Path(found.origin).parent
        environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_SCALA_VERSION": "2.13",
            "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_LOCAL_DIRS": str(self.folder),
            "SPARK_DAEMON_MEMORY": "300m",
            "SPARK_DAEMON_JAVA_OPTS": LEAN,
        }
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}"]
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            self.processes.append(
                subprocess.Popen(  # noqa: S603 - constant commands
                    [*command, "--host", LOOPBACK, *asked.split()],
                    env=environment,
                    stdout=log,
                    stderr=log,
                )
            )

    def _until(self, is_so: object) -> None:
        assert callable(is_so), "a question"
        end = time.monotonic() + WAIT_SECONDS
        while not is_so():
            assert time.monotonic() < end, f"the cluster did not start: see {self.folder}"
            assert all(process.poll() is None for process in self.processes), "a part ended"
            time.sleep(0.2)

    def alive(self) -> int:
        """Return how many workers the master counts on; -1 before it answers."""
        try:
            with urlopen(f"http://{LOOPBACK}:{self.page}/json/", timeout=5) as answer:
                return int(json.load(answer)["aliveworkers"])
        except (URLError, OSError, ValueError):
            return -1

    def kill_worker(self) -> int:
        """Kill the last worker and the executors it runs, at once; return how many processes."""
        worker = psutil.Process(self.processes[-1].pid)
        doomed = [*worker.children(recursive=True), worker]
        for process in doomed:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.processes.pop().wait()
        return len(doomed)

    def stop(self) -> None:
        """End every process that was started, executors too."""
        for process in reversed(self.processes):
            with suppress(psutil.NoSuchProcess):
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def standalone(workers: int = 2) -> Iterator[Standalone]:
    """Yield a running cluster; nothing of it stays."""
    folder = Path(tempfile.mkdtemp(prefix="lk-cluster-"))
    cluster = Standalone(folder)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()
        rmtree(folder, ignore_errors=True)
