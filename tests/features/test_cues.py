from __future__ import annotations

import numpy as np
import pytest

from socialclassify.features.cues import CUE_NAMES, CUES, cue_values
from socialclassify.text import normalise

EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "du": (["Kannst du das prüfen?", "dein Paket"], ["Der Duft", "Produkt"]),
    "ihr": (["Habt ihr noch auf?", "Euer Laden"], ["Ihrem Mann", "Führung"]),
    "sie": (["Können Sie das?", "Bitte nennen Sie Ihre Nummer"], ["Sie ist da", "ob sie kommt"]),
    "ich": (["Ich warte", "mein Paket"], ["Licht", "Der Preis"]),
    "wir": (["Wir prüfen das", "in unserem Laden"], ["Wirbel", "Du bist"]),
    "mention_first": (["@lena ja", "Re: @lena gern", ".@lena schau"], ["Danke @lena"]),
    "brand_mention": (["@brand was ist los"], ["@lena was ist los"]),
    "mention_inside": (["Danke @lena"], ["@lena danke"]),
    "name_first": (["Hallo Lena, gern", "Jonas Weber, das geht"], ["hallo zusammen", "Das geht so nicht"]),
    "greeting": (["Hallo zusammen", "@lena Moin", "Guten Morgen Herr P."], ["Wir grüßen", "Das ist gut"]),
    "sign_off": (["Wir schauen nach ^jk", "Melde dich. VG Anke", "Grüße, dein Team"], ["Danke dir.", "Heute 20 %"]),
    "thanks": (["Danke dir", "Vielen Dank"], ["Gedanken", "Schade"]),
    "apology": (["Das tut uns leid", "Sorry", "leider nein"], ["Leid der Welt", "gern"]),
    "question_end": (["Wann?", "Wer kommt? 😀 #fest http://a.de/x"], ["Wann? Morgen", "Nein."]),
    "question_inside": (["Hunger? Jetzt bestellen"], ["Jetzt bestellen?", "Nein"]),
    "question_word": (["Hallo. Warum fehlt das?", "Wo ist es?"], ["Wo ich bin, ist gut.", "Das ist was?"]),
    "verb_question": (["Habt ihr auf?", "@lena Gibt es das noch?"], ["Das habt ihr gesagt.", "Ihr habt auf?"]),
    "request": (["Schick uns eine DM", "Melde dich bitte"], ["Das Schicksal", "Wir senden"]),
    "case_detail": (["Nenn die Kundennummer", "per DM"], ["Kunden lieben das", "Nummer eins"]),
    "handed_on": (["Wir geben das weiter", "Techniker kommt"], ["Der Geber", "Weiter so"]),
    "hedge": (["Das ist ja echt so"], ["Lieferung am Montag"]),
    "answer_word": (["Ja, gern", "@lena nein das geht"], ["Jahr für Jahr", "Wir haben auf"]),
    "link": (["Siehe https://a.de/b"], ["Siehe dort"]),
    "link_last": (["Neu: https://a.de/b"], ["https://a.de/b ist neu"]),
    "hashtag": (["Los #sommer"], ["Nummer # eins"]),
    "hashtag_last": (["Neu #sommer", "Neu #a http://a.de/x"], ["#sommer ist da"]),
    "retweet": (["RT @lena: hallo", "♻ Schau"], ["Start @lena"]),
    "truncated": (["Das ist ein langer Te…", "und dann..."], ["Das… war es"]),
    "prize": (["Gewinnt einen Korb", "Wir verlosen"], ["Losfahren", "Der Preis"]),
    "winner": (["Herzlichen Glückwunsch", "Die Gewinner sind"], ["Glück gehabt", "Gewinn"]),
    "reaction_prompt": (["Like und teile", "markiert eure Freunde"], ["Die Linie", "Markt"]),
    "call_to_action": (["Jetzt im Shop entdecken", "Mehr Infos:"], ["Jetzt ist gut", "Mehr nicht"]),
    "discover": (["Entdecke den Herbst", "Neu! Bestellt hier"], ["Ich entdecke", "Das Holz"]),
    "offer": (["20 % Rabatt", "ab sofort", "Neu im Laden"], ["Prozess", "Neulich war ich da"]),
    "price": (["nur 9,99 €", "CHF 12"], ["9 Stück", "Europa"]),
    "date": (["am 12.3. um", "am 3. Mai"], ["Version 1.2", "3 Mal"]),
    "clock": (["um 18 Uhr", "ab 9:30"], ["18 Leute", "Uhr kaputt"]),
    "job_ad": (["Verkäufer (m/w/d) gesucht", "Wir suchen dich"], ["Ich suche Schuhe", "mw"]),
    "wish": (["Schönes Wochenende", "Guten Morgen", "Frohe Ostern"], ["Schöne Schuhe", "Am Wochenende"]),
    "news": (["Bahnhof in Soest bekommt Dach - Bau ab Mai", "+++ Störung +++"], ["Ja - nein", "Das ist gut."]),
    "everyone": (["Liebe Fans", "Hallo zusammen"], ["Freundlich", "Fanta"]),
    "emoji": (["Toll 😀", "❤"], ["Toll", "ärgerlich ß"]),
    "emoticon": (["Toll :-)", "naja ;)"], ["Zeit: 12", "Liste (a)"]),
    "emoji_only": (["😀😀", "!!!", "❤ 🎉"], ["😀 ja"]),
    "names_only": (["Lena Weber", "@lena @tom", "Jannis"], ["Lena kommt mit", "danke"]),
    "exclamation": (["Ja!!"], ["Ja."]),
    "shouting": (["Das ist UNMÖGLICH"], ["Die ICE fährt", "Das ist gut"]),
    "ellipsis": (["naja... mal sehen"], ["naja. mal sehen", "Ende..."]),
    "quote": (["„Gut“ sagt er"], ["Gut sagt er"]),
    "bullet_list": (["Neu:\n- Brot\n- Käse"], ["Neu - Brot"]),
    "line_break": (["Neu\nBrot"], ["Neu Brot"]),
    "fault": (["Das geht nicht", "schon wieder Verspätung"], ["Das geht gut"]),
    "trade": (["Wo ist meine Bestellung", "im Laden"], ["Laderaum ist weg"]),
    "length": (["ein Wort"], ["😀"]),
}


def values_of(texts: list[str], name: str) -> list[float]:
    normalised = [text.replace("@brand", "@Nordbahn") for text in texts]
    return cue_values([normalise(text, "Nordbahn") for text in normalised])[:, CUE_NAMES.index(name)].tolist()


def test_each_cue_has_examples_a_name_and_a_reason() -> None:
    assert set(EXAMPLES) == set(CUE_NAMES)
    assert len(set(CUE_NAMES)) == len(CUES)
    assert all(cue.why for cue in CUES)


@pytest.mark.parametrize("name", CUE_NAMES)
def test_cue_is_found_where_it_is_and_only_there(name: str) -> None:
    present, absent = EXAMPLES[name]
    assert all(values_of(present, name)), present
    assert not any(values_of(absent, name)), absent


def test_counted_cues_grow_with_the_logarithm() -> None:
    assert values_of(["!", "!!!"], "exclamation") == pytest.approx(np.log([2, 4]))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "? " * 50_000,
        "@a " * 33_000,
        "#" * 100_000,
        "A " * 50_000,
        "a\n" * 50_000,
        "\n" * 90_000 + "a",
        "?😊" * 30_000 + "x",
        "." * 90_000 + " x",
        "-" * 90_000,
        "." * 90_000,
        "w" * 50_000 + "?",
        "ruf " * 25_000,
    ],
)
def test_hostile_texts_take_no_more_than_a_moment(text: str) -> None:
    import time

    start = time.perf_counter()
    cue_values([normalise(text)])
    assert time.perf_counter() - start < 5
