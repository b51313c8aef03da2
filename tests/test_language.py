from __future__ import annotations

import pytest

from socialclassify.characters import fold
from socialclassify.language import LANGUAGES, status_of
from socialclassify.text import MAX_CHARACTERS


@pytest.mark.parametrize(
    "text",
    [
        "Moin",
        "Gerne",
        "Ok thanks",
        "Mega cooles Update, love it so much!",
        "Des is a rechter Schmarrn mit dene Fahrkartn",
        "Hani au scho gha, isch nöd so schlimm gsi",
        "😀😀😀😀😀😀😀😀",
        "RT @USER: Störung auf der Strecke Hamburg - Bremen http://t.co/x",
        "#Gewinnspiel #Sommer #Urlaub #Strand #Meer #Sonne #Spaß",
    ],
)
def test_german_and_doubtful_texts_are_not_flagged(text: str) -> None:
    assert status_of(text) == "ok"


@pytest.mark.parametrize(
    "text",
    [
        "When will you open the new store in our town?",
        "J'ai acheté le produit hier et il ne marche pas du tout",
        "Quiero saber cuando abre la tienda que está en el centro",
        "Bu ürün ne zaman tekrar stokta olacak çok merak ediyorum ve bekliyorum",
        "Когда откроется новый магазин в нашем городе, очень ждём",
        "Ik heb het pakket nog niet ontvangen en ik wil mijn geld terug",
    ],
)
def test_other_languages_are_flagged(text: str) -> None:
    assert status_of(text) == "not_german"


@pytest.mark.parametrize("text", [None, "", "   ", "\n\t ", "\u200b\u200d\ufeff", "\x00"])
def test_nothing_visible_is_empty(text: str | None) -> None:
    assert status_of(text) == "empty"


@pytest.mark.parametrize("text", ["a" * (MAX_CHARACTERS + 1), "\ufffd\ufffd\ufffda"])
def test_what_no_post_can_be_is_unreadable(text: str) -> None:
    assert status_of(text) == "unreadable"


ENGLISH = "the of and is that with"


@pytest.mark.parametrize(
    "text",
    [
        "#the #of #and #is #that #with #from #have",
        "@the @of @and @is @that @with @from @have",
        "#a-the #a-of #a-and #a-is #a-that #a-with",
        "#it's #it’s #it's #it’s #it's #it’s that",
        "@lena's @tom's @mia's @jo's @al's @bo's of and",
        "https://a.de/the https://b.de/of the.de of.de and.de is.de that.de",
        "the@of.de and@is.de that@with.de from@have.de or@had.de by@but.de",
        "the of and is that",
        "the 1 of 2 and 3 is 4 that 5 6 7 _ __ 8_9",
        "the-of-and-is-that-with the-of the-and the-is the-that the-with",
    ],
    ids=lambda text: text[:12],
)
def test_mentions_hashtags_links_and_numbers_are_no_words(text: str) -> None:
    assert status_of(text) == "ok"


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        ENGLISH.replace(" ", ", "),
        ENGLISH.replace(" ", "\n\n"),
        ENGLISH.replace(" ", "&nbsp;"),
        f"@lena {ENGLISH} #neu",
        "a#the #b of and is that with have",
        "it's i'm don't about get like",
        "it's, i'm - don't (about) \"get\" like!",
        "the-of the-and is that with from have",
    ],
    ids=lambda text: text[:12],
)
def test_words_are_told_by_what_stands_around_them(text: str) -> None:
    assert status_of(text) == "not_german"


@pytest.mark.parametrize(
    ("german", "foreign", "expected"),
    [(0, 1, "ok"), (0, 2, "not_german"), (1, 2, "ok"), (1, 3, "not_german"), (2, 4, "ok"), (2, 5, "not_german")],
)
def test_foreign_words_outweigh_twice_as_many_german_ones(german: int, foreign: int, expected: str) -> None:
    text = " ".join(["nicht"] * german + ["which"] * foreign + ["xyz"] * 6)
    assert status_of(text) == expected
    assert status_of(text.replace("nicht", "größ")) == expected, "letters that only German has are as good as words"
    assert status_of(text.replace("which", "avec")) == expected


@pytest.mark.parametrize(("latin", "expected"), [(4, "ok"), (3, "ok"), (2, "not_german")])
def test_a_text_of_other_letters_is_not_german(latin: int, expected: str) -> None:
    assert status_of(" ".join(["xxx"] * latin + ["жжж"] * (6 - latin))) == expected
    assert status_of(" ".join(["xxx"] * latin + ["東東東"] * (6 - latin))) == expected


def test_words_that_german_has_are_no_evidence_for_another_language() -> None:
    german, *others = (words for _, words in LANGUAGES)
    assert not any(german & words for words in others)
    assert all(fold(word) == word for words in (german, *others) for word in words)
    assert status_of("was man die die die die") == "ok"


def test_lost_characters_count_by_what_is_visible() -> None:
    assert status_of("\ufffd a") == "ok"
    assert status_of("\ufffd\ufffd a") == "ok"
    assert status_of("\ufffd\ufffd\ufffd a") == "unreadable"
    assert status_of("\ufffda\u200b") == "ok"


def test_the_length_is_that_of_the_export() -> None:
    assert status_of("a" * MAX_CHARACTERS) == "ok"
    assert status_of(" " * MAX_CHARACTERS) == "empty"
    assert status_of(" " * (MAX_CHARACTERS + 1)) == "unreadable"
    assert status_of("&amp;" * (MAX_CHARACTERS // 5) + "a") == "unreadable"
