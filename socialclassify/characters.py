"""The characters that features tell apart, each with a place in small tables.

Latin, Greek and Cyrillic letters, punctuation, symbols and emoji have places of their own; all letters of other
scripts share one, so that the tables stay small and no feature depends on the Unicode version of a Python release.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

LOW_END = 0x3400
"""Code points below it are their own places."""

EMOJI_START, EMOJI_END = 0x1F000, 0x1FB00
EMOJI_PLACE = LOW_END
FOREIGN = "\u4e00"
"""Stands for every letter of a script that has no place of its own."""

FOREIGN_PLACE = EMOJI_PLACE + EMOJI_END - EMOJI_START
VARIANT_PLACE = FOREIGN_PLACE + 1
REPLACEMENT_PLACE = FOREIGN_PLACE + 2
N_PLACES = FOREIGN_PLACE + 3

FOREIGN_START, FOREIGN_END = 0x0530, 0x1E00
"""Scripts below :data:`LOW_END` that share the place of :data:`FOREIGN`."""

VARIANT, REPLACEMENT = 0xFE0F, 0xFFFD

_OTHERS = re.compile("[^\x00-\u052f\u1e00-\u33ff\U0001f000-\U0001faff\ufe0f\ufffd]")


def simplify(text: str) -> str:
    """Put one character in the place of every letter of another script.

    Examples
    --------
    >>> simplify("Grüße aus 東京 😀")
    'Grüße aus 一一 😀'
    """
    return text if text.isascii() else _OTHERS.sub(FOREIGN, text)


@cache
def characters() -> tuple[str, ...]:
    """The character at each place, length :data:`N_PLACES`."""
    emoji = map(chr, range(EMOJI_START, EMOJI_END))
    return (*map(chr, range(LOW_END)), *emoji, FOREIGN, chr(VARIANT), chr(REPLACEMENT))


def places(text: str) -> NDArray[np.uint16]:
    """The places of a simplified text's characters.

    Parameters
    ----------
    text : str
        Text as :func:`simplify` returns it.

    Returns
    -------
    ndarray of uint16, shape (n_characters,)

    Examples
    --------
    >>> places("Hé😀").tolist()
    [72, 233, 14848]
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    found = points.astype(np.uint16)
    emoji = (points >= EMOJI_START) & (points < EMOJI_END)
    found[emoji] = points[emoji] - EMOJI_START + EMOJI_PLACE
    found[points == ord(FOREIGN)] = FOREIGN_PLACE
    found[points == VARIANT] = VARIANT_PLACE
    found[points == REPLACEMENT] = REPLACEMENT_PLACE
    return found


@cache
def folded() -> NDArray[np.uint16]:
    """The place of each character's small letter, shape (n_places,); its own where it has none of one character."""
    table = np.arange(N_PLACES, dtype=np.uint16)
    for place, character in enumerate(characters()[:LOW_END]):
        lower = character.lower()
        if len(lower) == 1 and ord(lower) < LOW_END:
            table[place] = ord(lower)
    return table


@cache
def folding() -> dict[int, str]:
    """The same as a table for ``str.translate``."""
    known = characters()
    return {place: known[small] for place, small in enumerate(folded().tolist()) if place != small}


def fold(text: str) -> str:
    """Set a simplified text in small letters, one for one.

    Examples
    --------
    >>> fold("GRÜẞE an İzmir")
    'grüße an İzmir'
    """
    return text.translate(folding())
