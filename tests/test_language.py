from __future__ import annotations

import pytest

from socialclassify.language import status_of
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
