"""`liuke …` and `python -m liuke …`."""

from __future__ import annotations

from liuke.bootstrap import main

if __name__ == "__main__":
    main()
