from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialclassify.text import brand_key, brand_of, clean, mask, normalise


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once or "&" in once
    assert mask(mask(once)) == mask(once)


@given(st.text())
def test_result_is_composed_visible_and_free_of_digits(text: str) -> None:
    result = normalise(text)
    assert not any(unicodedata.category(character) == "Cc" and character != "\n" for character in result)
    assert not any(character.isdecimal() and character != "0" for character in result)
    assert result == result.strip()


def test_umlauts_are_composed_and_not_replaced() -> None:
    assert clean("Gru\u0308ße, neue Feuerwehr") == "Grüße, neue Feuerwehr"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mehr auf https://t.co/AbC1?x=2.", "Mehr auf http://url"),
        ("www.brand.de/shop, jetzt", "http://url jetzt"),
        ("siehe brand.de/a oder bit.ly/x", "siehe http://url oder http://url"),
        ("Das war gut.Und dann kam er", "Das war gut.Und dann kam er"),
        ("Schreib an max.muster@brand.de bitte", "Schreib an mail@mail bitte"),
        ("@max_m danke, @User: ok", "@user danke, @user: ok"),
        ("um 18:30 Uhr für 9,99 €", "um 00:00 Uhr für 0,00 €"),
        ("Nr. <NUM> an <EMAIL>", "Nr. 0 an mail@mail"),
        ("5@home ist kein Name", "0@home ist kein Name"),
    ],
)
def test_masking(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("handle", "brand", "expected"),
    [
        ("@Nordbahn", "Nordbahn", "@brand"),
        ("@nordbahn_hilft", "Nordbahn", "@brand"),
        ("@NB_Nordbahn", "Nordbahn AG", "@brand"),
        ("@lena", "Nordbahn", "@user"),
        ("@USER", "User", "@user"),
        ("@Nordbahn", None, "@user"),
    ],
)
def test_a_brands_own_handle_is_told_from_others(handle: str, brand: str | None, expected: str) -> None:
    assert mask(f"{handle} hallo", brand) == f"{expected} hallo"


def test_styled_letters_are_read_and_control_characters_are_not() -> None:
    assert clean("\U0001d401\U0001d42e\U0001d422ld\x00 to\u202eols") == "Build tools"


def test_emoji_sequences_stay_whole() -> None:
    family = "👨\u200d👩\u200d👧"
    assert clean(family) == family


def test_surrogates_do_not_break() -> None:
    assert clean("a\ud83d b") == "a\ufffd b"


def test_a_brands_name_without_its_legal_form() -> None:
    assert brand_key("Bäckerei Müller GmbH") == brand_key("bäckereimüller")
    assert brand_key(None) == ""
    assert brand_of("Stadtwerke am See").words == ("stadtwerke",)
