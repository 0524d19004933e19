"""Spark, a cluster or this machine: it answers over the same files as DuckDB, in the same words.

The library and its Java are started with the first question, not with the program.
"""

from liuke.providers.spark.engine import SparkEngine
from liuke.providers.spark.session import Cluster, options_of

__all__ = ["Cluster", "SparkEngine", "options_of"]
