"""The lake on S3-compatible storage: the bucket has every file, this machine copies of some.

Its library comes with `pip install liuke[s3]` and is loaded with the first file.
"""

from liuke.providers.s3.bucket import Account, Bucket
from liuke.providers.s3.copies import Copies
from liuke.providers.s3.depot import S3Depot

__all__ = ["Account", "Bucket", "Copies", "S3Depot"]
