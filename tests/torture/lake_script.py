"""An exporter in a process of its own, until it is killed: `lake_script.py URL FOLDER MERCHANT`.

With `s3://bucket/prefix ENDPOINT REGION KEY SECRET` behind, the lake is in that bucket.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from liuke.bootstrap import load_parts
from liuke.domains import analytics
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Contended, DatabaseAway, connect
from liuke.kernel.ids import MerchantId
from liuke.providers.duckdb import DuckEngine, DuckPress
from liuke.providers.s3 import Account, Bucket, Copies, S3Depot


async def main() -> None:
    url, folder, merchant, *far = sys.argv[1:]
    load_parts()
    database = await connect(url, Keys.for_tests(), size=4)
    depot: analytics.Depot = analytics.HERE
    if far:
        depot = S3Depot(Bucket(far[0], Account(*far[1:])), Copies(Path(folder), 1 << 30))
    press = DuckPress(memory_mb=512, threads=1, depot=depot)
    engine = DuckEngine(depot=depot)
    analytics.furnish(analytics.Seat(Path(folder), engine, press, database, depot))
    sys.stdout.write("up\n")
    sys.stdout.flush()
    merchant_id, number = MerchantId.parse(merchant), 0
    while True:
        try:
            await analytics.keep(database, merchant_id)
            if (number := number + 1) % 3 == 0:
                await analytics.compact(database, merchant_id, whole=True)
        except (Contended, DatabaseAway):
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main())
