from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialclassify.characters import (
    EMOJI_END,
    EMOJI_PLACE,
    EMOJI_START,
    FOREIGN,
    FOREIGN_END,
    FOREIGN_PLACE,
    FOREIGN_START,
    LOW_END,
    N_PLACES,
    characters,
    fold,
    folded,
    folding,
    places,
    simplify,
)

ALL = "".join(map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))))


def kept(point: int) -> bool:
    own = point < LOW_END and not FOREIGN_START <= point < FOREIGN_END
    return own or EMOJI_START <= point < EMOJI_END or point in (0xFE0F, 0xFFFD, ord(FOREIGN))


def test_every_character_stays_or_becomes_the_foreign_one() -> None:
    simple = simplify(ALL)
    assert len(simple) == len(ALL)
    assert all(one == (other if kept(ord(other)) else FOREIGN) for one, other in zip(simple, ALL, strict=True))
    assert simplify(simple) == simple


def test_places_and_characters_are_inverse() -> None:
    known = characters()
    assert len(known) == N_PLACES <= np.iinfo(np.uint16).max + 1
    simple = "".join(sorted(set(simplify(ALL))))
    found = places(simple)
    assert found.dtype == np.uint16
    assert [known[place] for place in found.tolist()] == list(simple)
    assert len(set(found.tolist())) == len(simple)
    assert places("").tolist() == []
    assert places(FOREIGN).tolist() == [FOREIGN_PLACE]
    assert places(chr(EMOJI_START) + chr(EMOJI_END - 1)).tolist() == [EMOJI_PLACE, FOREIGN_PLACE - 1]


def test_small_letters_are_those_of_python_where_they_are_one_character() -> None:
    known = characters()
    for place, small in enumerate(folded().tolist()):
        character, lower = known[place], known[place].lower()
        expected = lower if len(lower) == 1 and ord(lower) < LOW_END and place < LOW_END else character
        assert known[small] == expected
    assert folding() == {ord(c): known[s] for c, s in zip(known, folded().tolist(), strict=True) if known[s] != c}


def test_folding_is_done_once_and_changes_no_kind() -> None:
    known = characters()
    small = folded()
    assert np.array_equal(small[small], small)
    for place in np.flatnonzero(small != np.arange(N_PLACES)).tolist():
        one, other = known[place], known[int(small[place])]
        assert (one.isalnum(), one.isdecimal(), one.isspace()) == (other.isalnum(), other.isdecimal(), other.isspace())


@given(st.text())
def test_folding_is_one_for_one_and_goes_with_places(text: str) -> None:
    simple = simplify(text)
    assert len(fold(simple)) == len(simple)
    assert fold(fold(simple)) == fold(simple)
    assert np.array_equal(places(fold(simple)), folded()[places(simple)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GRÜẞE", "grüße"),
        ("İzmir", "İzmir"),
        ("ΣΑΣ", "σασ"),
        ("ЖУК", "жук"),
        ("ÅÉÑÇ", "åéñç"),
        ("Ǆ", "ǆ"),
        ("Ⅷ", "ⅷ"),
        ("😀Ⓐ", "😀ⓐ"),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize("text", ["שלום", "ไทย", "한국", "ქართ", "ꙮ", "𐐀", "\U0001fb00", "\U000e0067", "\ue000"])
def test_other_scripts_share_one_character(text: str) -> None:
    assert set(simplify(text)) == {FOREIGN}


def test_german_and_its_neighbours_stay() -> None:
    text = "ÄÖÜäöüßẞ éèêëáàâãåæøœçñ łśźżćęą ğış ЖжΩω €§°„“”‚‘’–—…«»›‹·•♻➡❤️👍🏽"
    assert simplify(text) == text
