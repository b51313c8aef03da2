"""Tell whether two model folders hold the same model: ``python tests/compare_models.py FIRST SECOND``.

Another processor or library rounds the last digits otherwise, so weights may differ by a little; the same machine gives
the same bytes.
"""

from __future__ import annotations

import sys

import numpy as np

from socialclassify import load


def main() -> int:
    first, second = (load(folder) for folder in sys.argv[1:])
    for one, other in zip(first.heads, second.heads, strict=True):
        difference = float(np.abs(one.coef - other.coef).max())
        thresholds = f"{one.confidence}, {other.confidence}"
        print(f"{one.name}: weights differ by {difference:.2g}; thresholds: {thresholds}")
        if difference > 1e-3 or abs(one.confidence - other.confidence) > 0.01:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
