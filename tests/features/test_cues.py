from __future__ import annotations

import time

import numpy as np
import pytest

from socialclassify.features.cues import CUE_NAMES, CUES, MATCH_WEIGHT, cue_values
from socialclassify.text import normalise

EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "du": (
        ["Kannst du mir die Filiale nennen?", "Deinem Paket fehlt noch der Aufkleber"],
        ["Der Duft ist wieder im Regal", "Das Studio dirigiert die Lieferung um"],
    ),
    "ihr": (
        ["Habt ihr am Samstag noch auf?", "Euer Laden in Hof war heute zu"],
        ["Ihrem Mann hat es geschmeckt", "Die Führung durch die Brauerei"],
    ),
    "sie": (
        ["Können Sie das bitte prüfen?", "Bitte nennen Sie uns Ihre Kundennummer"],
        ["Sie ist seit Montag da. Sie bleibt", "Ob sie noch kommt, weiß keiner"],
    ),
    "ich": (
        ["Seit Montag warte ich auf den Rückruf", "Hab gestern bestellt, mein Rad fehlt noch"],
        ["Das Licht am Rad flackert", "Wir warten einfach ab, ob sich was tut"],
    ),
    "wir": (
        ["Wir prüfen das gerade", "Kommt in unserem neuen Laden vorbei"],
        ["Ein Wirbel um die neue Linie", "Du bist ein Unsympath, sagt die Kasse"],
    ),
    "mention_first": (
        ["@lena ja, das geht", "Re: @tom_k gern", ".@jonas schau mal"],
        ["Danke @lena", "Re: Nordbahn @lena war dabei"],
    ),
    "brand_mention": (
        ["@Nordbahn was ist da los?", "Liebe Grüße an @nordbahn_hilft"],
        ["@lena was ist da los?", "Die Nordbahn fährt wieder"],
    ),
    "mention_inside": (
        ["Danke @lena für das Foto", "Schon gesehen?\n@tom das ist was für dich"],
        ["@lena danke dir", ".@lena schaut mal alle her", "Mail an a@user.de"],
    ),
    "name_first": (
        ["Hallo Lena, das schauen wir uns an", "Jonas Weber, das geht leider nicht", "Lieber Tom! Danke dir"],
        ["hallo zusammen, heute ist zu", "Das geht so nicht, Lena", "Lena,wo bist du"],
    ),
    "greeting": (
        ["Hallo zusammen, hat wer den Fahrplan?", "@lena Moin, alles klar", "Guten Morgen Herr Pöhl"],
        ["Wir grüßen aus Soest", "Hinterm Bahnhof ist zu", "Guten Appetit"],
    ),
    "sign_off": (
        ["Wir schauen nach ^jk", "Melde dich einfach. VG Anke", "Bis morgen! Grüße, dein Team", "Alles gut - lena"],
        [
            "Das ist gut, danke dir.",
            "Heute 20 % auf alles",
            "Viele Grüße. Bis Montag",
            "2^10 Teile",
            "Mehr: https://a.de/b",
            "Probier das E-Bike",
            "Fahrer/in",
        ],
    ),
    "thanks": (
        ["Danke dir für die Antwort", "Vielen Dank, das Rad läuft", "Vergelt's Gott!"],
        ["Ich mache mir Gedanken", "Die Bedankung ist raus"],
    ),
    "apology": (
        ["Das tut uns wirklich leid", "Sorry für die Panne", "Leider ist die Linie ausverkauft"],
        ["Das Leid der anderen", "Die Leidenschaft fürs Backen", "Tut uns gut"],
    ),
    "question_end": (
        ["Wann macht ihr auf?", "Wer kommt mit? 😀 #fest http://a.de/x", "Und der Preis? ^jk"],
        ["Wann? Morgen früh", "Das fragt sich jeder.", "Wer weiß? Ich nicht"],
    ),
    "question_inside": (
        ["Hunger? Jetzt im Markt vorbeischauen", "Warum? Weil es\nschmeckt"],
        ["Jetzt vorbeischauen?", "Nein, danke", "Wirklich??? 😀"],
    ),
    "question_word": (
        ["Hallo. Warum fehlt mein Paket?", "Wo ist die Haltestelle?", "Frage: wann fährt der Bus?"],
        ["Wo ich wohne, ist es gut.", "Das kostet was?", "Worte helfen da?"],
    ),
    "verb_question": (
        ["Habt ihr am Sonntag auf?", "@lena Gibt es das noch?", "Moin! Kann man das umtauschen?"],
        ["Das habt ihr gesagt?", "Ist da. Wirklich?", "Istanbul ist auch dabei?"],
    ),
    "request": (
        ["Schick uns eine Nachricht", "Bitte melde dich dort", "Schau mal in die Tour"],
        ["Das Schicksal uns lassen", "Sendung mir unbekannt", "Schau einfach rein"],
    ),
    "case_detail": (
        ["Nenn uns die Kundennummer", "Schreib uns per DM", "Die Auftrags-Nr steht oben"],
        ["Unsere Kunden sind die Nummer eins", "Nummer eins der Region", "Direktnachrichten lesen wir gern"],
    ),
    "handed_on": (
        ["Wir geben das an den Fahrdienst weiter", "Ein Techniker kommt am Montag", "Das klären die Kollegen"],
        ["Der Geber war ein anderer", "Weiter so!", "Eine Prüfung der Sache"],
    ),
    "hedge": (
        ["Das ist ja echt so", "Ach, halt ein bisschen spät"],
        ["Lieferung am Montag im Januar", "Machen wir, haltbar bis Mai"],
    ),
    "answer_word": (
        ["Ja, gern", "@lena @tom nein, das geht nicht", "Re: aber sicher"],
        ["Jahr für Jahr das Gleiche", "Wir sagen ja", "Okayama liegt in Japan"],
    ),
    "link": (
        ["Siehe https://a.de/b", "Mehr auf www.nordbahn.example"],
        ["Siehe dort: a.b", "Das war gut.Danke"],
    ),
    "link_last": (
        ["Neu im Netz: https://a.de/b", "Zum Fahrplan (bit.ly/x) #nordbahn"],
        ["https://a.de/b ist neu", "Mehr: a.de/b 😀"],
    ),
    "hashtag": (
        ["Los geht's #sommer", "Neu (#brot) im Regal"],
        ["Wir sind die Nummer # eins", "Zimmer a#b"],
    ),
    "hashtag_last": (
        ["Neu im Regal #sommer", "Neu #a #b http://a.de/x"],
        ["#sommer ist da", "Neu #sommer 😀"],
    ),
    "retweet": (
        ["RT @lena: hallo", "♻ Schau dir das an", "Schönes Bild via @tom", "„Der Zug kommt“ – so die Ansage"],
        ["Start @lena: hallo", "Er sagt „gut“ - oder", "Rtl läuft"],
    ),
    "truncated": (
        ["Das ist ein langer Te…", "und dann... http://a.de/x"],
        ["Das… war es", "Das war es.."],
    ),
    "prize": (
        ["Gewinnt einen Korb", "Wir verlosen drei Räder", "Zwei Tickets für Samstag", "Teilnahmebedingungen im Netz"],
        ["Losfahren um acht", "Der Preis stimmt", "Ticketschalter zu", "Lostag"],
    ),
    "winner": (
        ["Herzlichen Glückwunsch, Lena!", "Die Gewinner stehen fest", "Wir gratulieren"],
        ["Glück gehabt", "Der Gewinn stieg", "Ein Beglückwünscher"],
    ),
    "reaction_prompt": (
        ["Like den Beitrag und teile ihn", "Markiert eure Freunde", "Daumen hoch für Lena"],
        ["Die Linie fällt aus", "Der Markt hat auf", "Ein Teil fehlt", "Das Ziel verfolgen"],
    ),
    "call_to_action": (
        ["Jetzt die neuen Räder im Shop entdecken", "Mehr Infos: an der Kasse", "Den Link in der Bio"],
        ["Jetzt ist es gut", "Mehr nicht", "Jetzt. Das Buch kann man lesen", "Infos gibt es keine"],
    ),
    "discover": (
        ["Entdecke den Herbst", "Neu! Bestellt bis Freitag", "Frisch da: sichert euch ein Brot"],
        ["Ich entdecke jeden Tag was", "Das Holz ist da", "Holz ist da", "Sicherheit geht vor"],
    ),
    "offer": (
        ["20 % auf alles", "Ab sofort wieder da", "Neu im Laden: Dinkelbrot", "Der Rabattcode gilt nur heute"],
        ["Der Prozess dauert", "Neulich im Laden", "Aktionär sein", "Gratismut"],
    ),
    "price": (
        ["nur 9,99 € das Kilo", "CHF 12 im Vorverkauf", "5 Euro pro Nase", "49,- im Laden"],
        ["9 Stück in Europa", "Der Euro fällt", "3 Europäer", "12 Freunde"],
    ),
    "date": (
        ["am 12.3. um acht", "Ab 3. Mai", "bis 24.12.2024"],
        ["Version 1.2", "3 Mal im Mai", "Im 3. Stock", "Am 4. ist zu"],
    ),
    "clock": (
        ["um 18 Uhr am Tor", "ab 9:30 ist auf", "rund um die Uhr, 24h"],
        ["18 Leute an der Uhr", "2:0 für Soest", "18 Uhren im Angebot", "5 Hefte"],
    ),
    "job_ad": (
        ["Verkäufer (m/w/d) gesucht", "Wir suchen dich", "Bewirb dich bis Mai", "Ein Praktikum in Hof"],
        ["Ich suche Schuhe", "mw", "Wir haben gesucht", "Die Stellen sind nass"],
    ),
    "wish": (
        ["Schönes Wochenende euch", "Frohe Ostern", "Habt einen schönen sonnigen Tag!"],
        ["Schöne Schuhe", "Am Wochenende zu", "Guter Montag", "Feierabend ist um acht"],
    ),
    "news": (
        ["Bahnhof in Soest bekommt Dach - Bau ab Mai", "+++ Störung auf der Nordbahn +++", "Eilmeldung aus Hof"],
        ["Ja - nein - doch", "Der Bahnhof ist alt. Neu - das wäre was", "C++ lernen"],
    ),
    "everyone": (
        ["Liebe Fans", "Hallo zusammen", "Jeder kann mitmachen", "Wer mag Brot?"],
        ["Das war freundlich", "Eine Fanta bitte", "Zusammenhang", "Allee in Soest"],
    ),
    "emoji": (["Toll 😀", "❤ aus Hof", "➡ da lang"], ["Toll :-)", "ärgerlich, Straße", "10 € © Nordbahn"]),
    "emoticon": (
        ["Das war toll :-)", "naja ;)", "Schade :(", "ihr schon wieder ^^"],
        ["Zeit: 12", "Liste (a)", "a < 3 b", "2^3", "Mehr auf https://a.de/b", "Info:danke"],
    ),
    "emoji_only": (["😀😀", "!!!", "❤ 🎉 ?"], ["😀 ja", "4 ❤", "_"]),
    "names_only": (
        ["Lena Weber", "@lena @tom", "Jannis und Mia 😀", "@Nordbahn!"],
        ["Lena kommt mit", "danke", "Lena Weber?", "@lena ja"],
    ),
    "exclamation": (["Ja!!", "Achtung! Glatt"], ["Ja.", "Achtung: glatt ‼"]),
    "shouting": (
        ["Das ist UNMÖGLICH", "NICHT schon wieder"],
        ["Der ICE fährt", "Die DBxyz", "Nicht Schon Wieder"],
    ),
    "ellipsis": (
        ["naja... mal sehen", "Der Zug … kommt", "Aha..ok"],
        ["naja. mal sehen", "Und Ende...", "Ende... 😀"],
    ),
    "quote": (
        ["„Gut“ sagt er", 'Das "neue" Brot', "»Nie« war gestern"],
        ["Gut sagt er", '5" ist die Länge', "Nie“ war"],
    ),
    "bullet_list": (
        ["Neu:\n- Brot\n- Käse", "So geht's:\n1. liken\n2. teilen", "Dabei\n✔ Rad"],
        ["Neu - Brot - Käse", "- Brot", "Das waren\n12 Räder"],
    ),
    "line_break": (["Neu\nBrot", "Neu\r\n\r\nBrot"], ["Neu Brot", "Neu\tBrot\n"]),
    "fault": (
        ["Das geht nicht", "Schon wieder Verspätung", "Seit 3 Tagen kein Netz", "Die Wartezeit ist eine Frechheit"],
        ["Das geht gut", "Wieder da", "Seitdem läuft es", "Die Wärter sind nett"],
    ),
    "trade": (
        ["Wo ist meine Bestellung", "Bei euch im Laden", "Der Tarif ist neu"],
        ["Der Laderaum ist voll", "Ein Appell an alle", "Kontext fehlt", "Urkunde"],
    ),
    "length": (["ein Wort", "8"], ["😀", "?!", "…"]),
}


def values_of(texts: list[str], name: str) -> list[float]:
    return cue_values([normalise(text, "Nordbahn") for text in texts])[:, CUE_NAMES.index(name)].tolist()


def test_each_cue_has_a_name_of_its_own_and_a_reason() -> None:
    assert len(set(CUE_NAMES)) == len(CUES) == 54
    assert all(cue.why for cue in CUES)
    assert set(EXAMPLES) <= set(CUE_NAMES), "examples of what is no cue"


@pytest.mark.parametrize("name", CUE_NAMES)
def test_cue_is_found_where_it_is_and_only_there(name: str) -> None:
    assert name in EXAMPLES, "no examples"
    present, absent = EXAMPLES[name]
    assert min(len(set(present)), len(set(absent))) >= 2, "too few examples"
    found = dict(zip(present + absent, values_of(present + absent, name), strict=True))
    assert [text for text in present if not found[text]] == []
    assert [text for text in absent if found[text]] == []


@pytest.mark.parametrize("cue", CUES, ids=CUE_NAMES)
def test_value_is_presence_or_the_logarithm_of_the_number_of_matches(cue) -> None:
    present, absent = EXAMPLES[cue.name]
    values = np.array(values_of([*present, *absent, "", " ".join(present * 3)], cue.name), dtype=np.float32)
    assert np.isin(values, MATCH_WEIGHT if cue.counted else [0, 1]).all()
    if cue.counted:
        assert values[-1] > values[: len(present)].max()


def test_counted_cues_grow_with_the_logarithm_up_to_a_limit() -> None:
    assert values_of(["!", "!!!", "!" * 9000], "exclamation") == pytest.approx(np.log([2, 4, 4096]))


def test_cues_of_a_text_do_not_depend_on_its_neighbours() -> None:
    texts = [normalise(text, "Nordbahn") for examples in EXAMPLES.values() for part in examples for text in part]
    assert np.array_equal(cue_values(texts), np.vstack([cue_values([text]) for text in texts]))
    assert cue_values([]).shape == (0, len(CUES))


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
    start = time.perf_counter()
    cue_values([normalise(text)])
    assert time.perf_counter() - start < 5
