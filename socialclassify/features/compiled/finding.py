"""Find all cues of a text in one look at each of its characters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit
from socialclassify.features.compiled import int64
from socialclassify.features.tables import Tables


@jit(inner=True, error_model="numpy")
def count_matches(text: NDArray[np.uint16], tables: Tables, counts: NDArray[np.int64]) -> None:
    """Count the places of a normalised text where a match of each pattern ends.

    Parameters
    ----------
    text : ndarray of uint16
        Places of its characters.
    tables : Tables
        Of the patterns.
    counts : ndarray of int64, shape (n_patterns,)
        Filled in.
    """
    counts[:] = 0
    steps, columns, quiet = tables.steps, tables.columns, tables.quiet
    n_groups = len(quiet)
    states = tables.starts.copy()
    end = len(columns) - 1
    for at in range(len(text) + 1):
        number = int64(tables.classes[text[at]]) if at < len(text) else end
        for group in range(n_groups):
            state = int64(steps[states[group] + columns[number, group]])
            states[group] = state
            if state >= quiet[group]:
                loud = tables.loud[group] + (state - quiet[group]) // tables.widths[group]
                for hit in range(tables.firsts[loud], tables.firsts[loud + 1]):
                    counts[tables.hits[hit]] += 1
