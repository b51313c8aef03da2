from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialclassify.characters import fold
from socialclassify.text import Brand, brand_key, brand_of, clean, compose, mask, normalise, squeeze


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Brot & K\u0061\u0308se", "Brot & Käse"),
        ("&lt;b&gt; &quot;gut&quot; &euro; &#228;&#xe4;", '<b> "gut" € ää'),
        ("&amp;lt;3", "&lt;3"),
        ("a&#776;", "ä"),
        ("&nbsp;&shy;", "\u00a0\u00ad"),
        ("AT&T &foo; &", "AT&T &foo; &"),
        ("\U0001d406\U0001d42b\U0001d42e\u0308\U0001d7d2", "Grü4"),
        ("ﬁ ² ™", "ﬁ ² ™"),
        ("\u212b \u2126", "Å Ω"),
        ("\ud83d\ude00 &#xd83d;", "\ufffd\ufffd \ufffd"),
        ("e\u200b\u0301", "e\u200b\u0301"),
    ],
)
def test_composing(text: str, expected: str) -> None:
    assert compose(text) == expected


@given(st.text().filter(lambda text: "&" not in text))
def test_composing_twice_changes_nothing_more(text: str) -> None:
    once = compose(text)
    assert unicodedata.is_normalized("NFC", once)
    assert compose(once) == once or "&" in once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a \t\u00a0\u3000 b", "a b"),
        ("a\nb", "a\nb"),
        ("a \n b", "a\nb"),
        ("a\r\nb", "a\nb"),
        ("a\rb\x85c\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("a\n\nb", "a\n\nb"),
        ("a\r\n\r\n \r\n\nb", "a\n\nb"),
        ("a\n\rb", "a\n\nb"),
        ("a\r\u200b\nb", "a\nb"),
        ("a\r \nb", "a\n\nb"),
        ("a\x0bb\x0cc\x1cd", "abcd"),
        ("\n a \n", "a"),
        ("\u200d \u200da\u200d \u200d", "a"),
        ("a\u200db", "a\u200db"),
        ("\ufeffa\u200e\u202b b\u2066", "a b"),
        ("Zu\u00adg", "Zug"),
    ],
)
def test_white_space_and_what_cannot_be_seen(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_cleaned_text_has_no_white_space_but_single_blanks_and_up_to_two_line_breaks(text: str) -> None:
    cleaned = clean(text)
    assert not re.search(r"[^\S \n]| {2}| \n|\n |\n{3}", cleaned)
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (None, Brand("", (), "")),
        ("", Brand("", (), "")),
        ("GmbH", Brand("", (), "")),
        ("Nordbahn", Brand("nordbahn", ("nordbahn",), "")),
        ("Nordbahn AG", Brand("nordbahn", ("nordbahn",), "")),
        ("Wurst-Käse e. V.", Brand("wurstkäse", ("wurst", "käse"), "")),
        ("Müller & Söhne GmbH & Co. KG", Brand("müllersöhne", ("müller", "söhne"), "")),
        ("Agentur Segel", Brand("agentursegel", ("agentur", "segel"), "")),
        ("Rad_Haus", Brand("radhaus", ("haus",), "")),
        ("  4 RÄDER\u200b gmbh ", Brand("4räder", ("räder",), "4 räder")),
        ("1&amp;1", Brand("11", (), "1&1")),
        ("O2", Brand("o2", (), "o2")),
        ("Ka\u0308se24", Brand("käse24", ("käse24",), "käse24")),
        ("東京 7", Brand("一一7", (), "一一 7")),
        ("Bar ²", Brand("bar²", (), "")),
        ("x" * 300, Brand("x" * 200, ("x" * 200,), "")),
    ],
)
def test_a_brand_is_reduced_to_what_posts_hold_of_it(name: str | None, expected: Brand) -> None:
    assert brand_of(name) == expected


@pytest.mark.parametrize(
    ("text", "brand", "expected"),
    [
        ("Bei 1&1 für 9,99", "1&1", "Bei 1&1 für 0,00"),
        ("11&1 und 1&11", "1&1", "00&0 und 0&00"),
        ("a1&1", "1&1", "a0&0"),
        ("1&amp;1 ruft an", "1&1", "1&1 ruft an"),
        ("4 RÄDER, 4 Räder und 5 Räder", "4 Räder GmbH", "4 RÄDER, 4 Räder und 0 Räder"),
        ("44 Räder", "4 Räder", "00 Räder"),
        ("4  Räder", "4 Räder", "4 Räder"),
        ("O2 und o2 und O22", "O2", "O2 und o2 und O00"),
        ("@o2_hilft und @o3", "O2", "@brand und @user"),
        ("Bei 1&1", None, "Bei 0&0"),
        ("Bei 1&1", "Nordbahn", "Bei 0&0"),
        ("http://1und1.de/4", "1und1", "http://url"),
        ("Fiat.500+", "Fiat 500", "Fiat.000+"),
        ("a.7b a+7b", "A.7b", "a.7b a+0b"),
        ("Straẞe 7, STRAßE 7", "Straße 7", "Straẞe 7, STRAßE 7"),
    ],
)
def test_digits_of_a_brands_own_name_stay(text: str, brand: str | None, expected: str) -> None:
    assert normalise(text, brand) == expected


@given(st.text(max_size=30))
def test_what_can_be_known_of_a_brand_is_small_and_squeezed(name: str) -> None:
    found = brand_of(name)
    assert squeeze(found.key) == found.key
    assert fold(found.key) == found.key
    assert all(word in found.key and len(word) >= 4 for word in found.words)
    assert found.numbered == "" or re.search("[0-9]", found.numbered)
    assert mask(found.numbered, name) == found.numbered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.de, b.com. C.DE!", "http://url, http://url. http://url!"),
        ("a.dex a.de-x a.de.x a.de-", "a.dex a.de-x a.de.x http://url-"),
        ('a.de/x<b a.de/x"y', 'http://url<b http://url"y'),
        ("ä.de .de -a.de", "ä.de .de http://url"),
        ("@a.de a@b", "@user a@b"),
        ("www. http://", "www. http://"),
        ("xhttp://a.b", "xhttp://a.b"),
        ("a@b.de, a.b+c@d-e.f.g", "mail@mail, mail@mail"),
        ("@1 @_ @a1 @1a @-a", "@0 @_ @user @user @-a"),
        ("@@a a@a @a@b", "@@a a@a @user@b"),
        ("@lena's @a-b.c.", "@user's @user."),
        ("<num> <ID> <Tel> <nummer> <nr>", "0 0 0 0 <nr>"),
        ("<email> <E-Mail> <mail>", "mail@mail mail@mail <mail>"),
        ("٣ ² 12", "一 ² 00"),
    ],
)
def test_masking_at_the_borders(text: str, expected: str) -> None:
    assert normalise(text) == expected
