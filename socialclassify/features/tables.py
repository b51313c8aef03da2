"""The tables with which all cues of a text are found in one look at each of its characters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Tables(NamedTuple):
    """What a scan needs.

    Attributes
    ----------
    classes : ndarray of uint8, shape (n_places,)
        Class of each character; the highest class + 1 stands for the end of the text.
    columns : ndarray of uint8, shape (n_classes + 1, n_groups)
        Column of each class in each group's table.
    steps : ndarray of uint32, flat
        The groups' tables one after another. A state is known by the place of its row in here; each row holds the next
        states by column.
    starts : ndarray of int64, shape (n_groups,)
        Each group's first state.
    quiet : ndarray of int64, shape (n_groups,)
        From this state on something is found.
    widths : ndarray of int64, shape (n_groups,)
        Number of columns of each table.
    loud : ndarray of int64, shape (n_groups + 1,)
        Number of states of the groups before at which something is found.
    firsts : ndarray of int64, shape (n_loud + 1,)
        Where the patterns found at each such state begin in ``hits``, and where the last ones end.
    hits : ndarray of int64, flat
        Numbers of the patterns of which a match ended just before the character that led to the state.
    """

    classes: NDArray[np.uint8]
    columns: NDArray[np.uint8]
    steps: NDArray[np.uint32]
    starts: NDArray[np.int64]
    quiet: NDArray[np.int64]
    widths: NDArray[np.int64]
    loud: NDArray[np.int64]
    firsts: NDArray[np.int64]
    hits: NDArray[np.int64]
