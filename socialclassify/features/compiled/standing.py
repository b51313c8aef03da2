"""How a text stands to its brand, as in :mod:`socialclassify.features.context`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from socialclassify.compiled import jit
from socialclassify.features.compiled import int64
from socialclassify.features.compiled.naming import Brands, holds, holds_word_of, key_of
from socialclassify.features.compiled.reading import WORD
from socialclassify.features.context import PAGE_CHARACTERS

BY_NOBODY, BY_BRAND, BY_USER = range(3)
"""Who wrote a post, as a number."""

_R, _E, _COLON, _BLANK, _NEWLINE, _AT, _UNDERLINE = map(ord, "re: \n@_")


@jit(inner=True, error_model="numpy")
def stand(
    small: NDArray[np.uint16],
    kinds: NDArray[np.uint8],
    author: int,
    answers: bool,
    brand: int,
    brands: Brands,
    room: NDArray[np.uint16],
    values: NDArray[np.float32],
) -> None:
    """Fill in the values of the context features of a normalised text in small letters; ``room`` is as long as it."""
    values[:] = 0
    values[0] = author == BY_BRAND
    values[1] = author == BY_USER
    values[6] = answers
    if brand >= 0:
        length, squeezed = _without_handles(small, kinds, room)
        key = key_of(brand, brands)
        values[2] = len(key) > 1 and holds(room[len(small) : len(small) + squeezed], key)
        values[3] = values[2] == 0 and holds_word_of(room[:length], brand, brands)
    begin, end = _page(small)
    if end > begin:
        values[4] = brand >= 0 and holds_word_of(small[begin:end], brand, brands)
        values[5] = values[4] == 0


@jit(inner=True, error_model="numpy")
def _without_handles(small: NDArray[np.uint16], kinds: NDArray[np.uint8], room: NDArray[np.uint16]) -> tuple[int, int]:
    """Put the text with a blank for each handle into the room, behind it its letters and digits; both lengths."""
    length = squeezed = at = int64(0)
    while at < len(small):
        place = small[at]
        if place == _AT and at + 1 < len(small) and kinds[small[at + 1]] & WORD:
            at += 1
            while at < len(small) and kinds[small[at]] & WORD:
                at += 1
            room[length] = _BLANK
            length += 1
            continue
        room[length] = place
        length += 1
        if kinds[place] & WORD and place != _UNDERLINE:
            room[len(small) + squeezed] = place
            squeezed += 1
        at += 1
    return length, squeezed


@jit(inner=True, error_model="numpy")
def _page(small: NDArray[np.uint16]) -> tuple[int, int]:
    """Where the page's name stands in a text that begins with 'Re: <page>'."""
    if len(small) < 4 or small[0] != _R or small[1] != _E or small[2] != _COLON:
        return 0, 0
    begin = int64(3)
    if small[3] == _BLANK and len(small) > 4 and small[4] != _NEWLINE:
        begin = int64(4)
    end = begin
    while end < len(small) and end - begin < PAGE_CHARACTERS and small[end] != _NEWLINE:
        end += 1
    return begin, end
