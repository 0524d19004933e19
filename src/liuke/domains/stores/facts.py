"""What facts of other domains stand on: stores by their codes."""

from __future__ import annotations

from liuke.kernel.facts import Ground, declare_ground

declare_ground(Ground("shop", sql="SELECT s.id, s.code FROM stores_store s"))
