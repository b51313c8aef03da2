"""Score one file and print its rows and the peak memory in bytes: ``python benchmarks/score_file.py IN.csv OUT.csv``.

A process of its own for ``benchmarks/speed.py``, because a process' peak memory never falls again.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from pathlib import Path

from socialclassify import score


def main() -> None:
    """Score and print."""
    summary = score(sys.argv[1], sys.argv[2])
    print(json.dumps({"rows": summary.rows, "peak": peak()}))


def peak() -> int:
    """Peak memory of this process, with that of its largest child where it started any.

    ``ru_maxrss`` would do, but on Linux it starts at the memory of the process that started this one.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"), re.MULTILINE)
        own = int(found[1]) if found else own
    return (own + children) * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
