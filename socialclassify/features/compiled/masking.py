"""Mask links, mail addresses, mentions and digits as :func:`socialclassify.text.mask` does.

Each function that ends in ``_end`` tells where something that begins at ``at`` ends, or ``at`` where nothing does.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import places
from socialclassify.compiled import jit
from socialclassify.features.compiled import int64
from socialclassify.features.compiled.naming import Brands, Words, is_own
from socialclassify.features.compiled.reading import LETTER, WORD, Alphabet
from socialclassify.text import BRAND_MENTION, MAIL, MENTION, TOP_LEVEL_DOMAINS, URL

EXPANSION, MARGIN = 3, 16
"""A masked text is at most ``EXPANSION`` times as long as the text and ``MARGIN``."""

_AT, _DOT, _DASH, _PLUS, _SLASH, _QUOTE, _LESS, _MORE, _ZERO, _NINE = map(ord, '@.-+/"<>09')
_BLANK, _NEWLINE = map(ord, " \n")
_LETTER_H, _LETTER_W = map(ord, "hw")


class Signs(NamedTuple):
    """What masking looks for and puts in its place.

    Attributes
    ----------
    placeholders : Words
        For a link, a mail address, another's mention, the brand's own.
    domains : Words
        Top-level domains.
    numbers : Words
        Placeholders for numbers in texts that were masked before.
    links : Words
        What links begin with.
    mails : Words
        Placeholders for mail addresses.
    user : ndarray of uint16
        The handle that stands for anybody.
    """

    placeholders: Words
    domains: Words
    numbers: Words
    links: Words
    mails: Words
    user: NDArray[np.uint16]


_LINK, _MAIL, _MENTION, _OWN = range(4)


@cache
def signs() -> Signs:
    """The signs, made once."""
    return Signs(
        Words.of([URL, MAIL, MENTION, BRAND_MENTION]),
        Words.of(list(TOP_LEVEL_DOMAINS)),
        Words.of(["<num>", "<id>", "<nummer>", "<tel>"]),
        Words.of(["http://", "https://", "www."]),
        Words.of(["<email>", "<e-mail>"]),
        places("user"),
    )


@jit(inner=True, error_model="numpy")
def _begins(text: NDArray[np.uint16], at: int, word: NDArray[np.uint16], small: NDArray[np.uint16]) -> bool:
    """Whether the word stands there, in letters of any case."""
    if at + len(word) > len(text):
        return False
    for place in range(len(word)):
        if small[text[at + place]] != word[place]:
            return False
    return True


@jit(inner=True, error_model="numpy")
def _one_of(text: NDArray[np.uint16], at: int, words: Words, small: NDArray[np.uint16]) -> int:
    """Where the first of the words that stands there ends."""
    for number in range(len(words.starts) - 1):
        first, length = words.starts[number], words.starts[number + 1] - words.starts[number]
        if at + length > len(text):
            continue
        place = 0
        while place < length and small[text[at + place]] == words.points[first + place]:
            place += 1
        if place == length:
            return at + length
    return at


@jit(inner=True, error_model="numpy")
def _holds_place(text: NDArray[np.uint16], wanted: int) -> bool:
    for place in text:
        if place == wanted:
            return True
    return False


@jit(inner=True, error_model="numpy")
def _may_hold_link(text: NDArray[np.uint16]) -> bool:
    """Whether there is a dot with something behind it, or two slashes."""
    for at in range(1, len(text) - 1):
        if (text[at] == _DOT and text[at + 1] != _BLANK and text[at + 1] != _NEWLINE) or (
            text[at] == _SLASH and text[at + 1] == _SLASH
        ):
            return True
    return False


@jit(inner=True, error_model="numpy")
def _is_link_part(place: int) -> bool:
    return not (place == _BLANK or place == _NEWLINE or place == _LESS or place == _MORE or place == _QUOTE)


@jit(inner=True, error_model="numpy")
def _is_plain(place: int) -> bool:
    """Whether it may stand in a domain's label: a letter of ASCII, a digit or a dash."""
    return ord("a") <= place <= ord("z") or ord("A") <= place <= ord("Z") or _ZERO <= place <= _NINE or place == _DASH


@jit(inner=True, error_model="numpy")
def _is_dotted(text: NDArray[np.uint16], at: int) -> bool:
    """Whether something like a domain's label and a dot stand there."""
    here = at
    while here < len(text) and _is_plain(text[here]):
        here += 1
    return at < here < len(text) and text[here] == _DOT


@jit(inner=True, error_model="numpy")
def _mail_end(text: NDArray[np.uint16], at: int, kinds: NDArray[np.uint8]) -> int:
    here = at
    while here < len(text) and (
        kinds[text[here]] & WORD or text[here] == _DOT or text[here] == _PLUS or text[here] == _DASH
    ):
        here += 1
    if here == at or here == len(text) or text[here] != _AT:
        return at
    end, labels = at, 0
    here += 1
    while True:
        begin = here
        while here < len(text) and (kinds[text[here]] & WORD or text[here] == _DASH):
            here += 1
        if here == begin:
            break
        labels += 1
        end = here
        if here == len(text) or text[here] != _DOT:
            break
        here += 1
    return end if labels > 1 else at


@jit(inner=True, error_model="numpy")
def _link_end(text: NDArray[np.uint16], at: int, links: Words, small: NDArray[np.uint16]) -> int:
    begun = _one_of(text, at, links, small)
    end = begun
    while begun > at and end < len(text) and _is_link_part(text[end]):
        end += 1
    return end if end > begun else at


@jit(inner=True, error_model="numpy")
def _domain_end(
    text: NDArray[np.uint16], at: int, domains: Words, kinds: NDArray[np.uint8], small: NDArray[np.uint16]
) -> int:
    run = at
    while run < len(text) and (
        _is_plain(text[run]) or (text[run] == _DOT and run + 1 < len(text) and _is_plain(text[run + 1]))
    ):
        run += 1
    for label in range(run - 1, at, -1):
        if text[label - 1] != _DOT:
            continue
        end = _one_of(text, label, domains, small)
        if end == label:
            continue
        after = end
        if after < len(text) and text[after] == _SLASH:
            while after < len(text) and _is_link_part(text[after]):
                after += 1
            return after
        while after < len(text) and (text[after] == _DOT or text[after] == _DASH):
            after += 1
        if after == len(text) or not kinds[text[after]] & WORD:
            return end
    return at


@jit(inner=True, error_model="numpy")
def _mention_end(text: NDArray[np.uint16], at: int, kinds: NDArray[np.uint8]) -> int:
    here = at + 1
    if here == len(text) or not kinds[text[here]] & WORD:
        return at
    lettered = False
    while here < len(text) and (kinds[text[here]] & WORD or text[here] == _DASH):
        lettered = lettered or kinds[text[here]] & LETTER != 0
        here += 1
    if not lettered:
        return at
    while here + 1 < len(text) and text[here] == _DOT and kinds[text[here + 1]] & WORD:
        here += 1
        while here < len(text) and kinds[text[here]] & WORD:
            here += 1
    return here


@jit(error_model="numpy")
def masked(
    text: NDArray[np.uint16],
    brand: int,
    brands: Brands,
    signs: Signs,
    alphabet: Alphabet,
    out: NDArray[np.uint16],
) -> int:
    """Mask a cleaned text into ``out``; its length.

    ``brand`` is -1 where it is not known.
    """
    kinds, small = alphabet.kinds, alphabet.small
    numbered = brands.numbered.points[:0]
    if brand >= 0:
        numbered = brands.numbered.points[brands.numbered.starts[brand] : brands.numbered.starts[brand + 1]]
    length = at = int64(0)
    zero = np.uint16(_ZERO)
    has_mail, has_link = _holds_place(text, _AT), _may_hold_link(text)
    before = False  # whether the character before belongs to a word
    joined = False  # whether it may stand in a mail address
    while at < len(text):
        place = text[at]
        kind = kinds[place]
        if (before and kind & WORD) or place == _BLANK:
            out[length] = zero if _ZERO <= place <= _NINE else place
            before = joined = place != _BLANK
            length += 1
            at += 1
            continue
        end, sign = at, -1
        if len(numbered) and not before and _begins(text, at, numbered, small):
            after = at + len(numbered)
            if after == len(text) or not kinds[text[after]] & WORD:
                for here in range(at, after):
                    out[length] = text[here]
                    length += 1
                before = kinds[text[after - 1]] & WORD != 0
                joined = before or text[after - 1] == _DOT or text[after - 1] == _PLUS or text[after - 1] == _DASH
                at = after
                continue
        if place == _LESS:
            end, sign = _one_of(text, at, signs.mails, small), _MAIL
            if end == at:
                end = _one_of(text, at, signs.numbers, small)
                if end > at:
                    out[length] = zero
                    length += 1
                    before = joined = False
                    at = end
                    continue
        elif place == _AT:
            if not before and (at == 0 or text[at - 1] != _AT):
                end = _mention_end(text, at, kinds)
                sign = _MENTION
        elif kind & WORD or place == _DOT or place == _PLUS or place == _DASH:
            if has_mail and not joined:
                end, sign = _mail_end(text, at, kinds), _MAIL
            if has_link and end == at and not before:
                sign = _LINK
                if small[place] == _LETTER_H or small[place] == _LETTER_W:
                    end = _link_end(text, at, signs.links, small)
                if (
                    end == at
                    and _is_dotted(text, at)
                    and (at == 0 or (text[at - 1] != _AT and text[at - 1] != _DOT and text[at - 1] != _DASH))
                ):
                    end = _domain_end(text, at, signs.domains, kinds, small)
        if end > at:
            if sign == _MENTION and is_own(text[at:end], brand, brands, signs.user, alphabet, out[length + 8 :]):
                sign = _OWN
            points = signs.placeholders.points[signs.placeholders.starts[sign] : signs.placeholders.starts[sign + 1]]
            for point in points:
                out[length] = point
                length += 1
            at = end
        else:
            out[length] = zero if _ZERO <= place <= _NINE else place
            length += 1
            at += 1
        before = kinds[text[at - 1]] & WORD != 0
        joined = before or text[at - 1] == _DOT or text[at - 1] == _PLUS or text[at - 1] == _DASH
    return length
