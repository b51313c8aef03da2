"""The pass that reads posts in machine code; each module does what one beside this folder defines."""

from typing import Any

import numpy as np

int64: Any = np.int64
float64: Any = np.float64
"""Numbers of fixed size: the compiler tells them from the interpreter's, and the type checker need not."""
