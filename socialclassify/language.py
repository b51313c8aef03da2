"""Tell whether a text can be read, and whether it is German.

Short posts ("Moin", "Gerne") give no language away, so only texts with several words are judged, and only what speaks
clearly against German is flagged: a wrong flag costs more than a missed one. Function words are the evidence, as in
Grefenstette (1995), Comparing two language identification schemes.
"""

from __future__ import annotations

import re

from socialclassify.characters import fold, simplify
from socialclassify.labels import Status
from socialclassify.text import MAX_CHARACTERS, clean, mask

MIN_WORDS = 6

_GERMAN = frozenset(
    (
        "aber als am an auch auf aus bei bin bis bist da damit das dass dein deine dem den denn der des die dir "
        "doch du ein eine einem einen einer er es euch euer für gar geht habe haben habt hat heute hier ich ihr im "
        "immer in ist ja jetzt kann kein keine könnt man mal mehr mein meine mich mir mit nach nicht nix noch nur "
        "ob oder ohne schon sehr seid sein seit sich sie sind so um und uns unser unsere vom von vor war warum was "
        "weil wenn wer werden wie wieder wir wird wo zu zum zur über gibt nichts gut bitte danke wann welche dann "
        "also alle"
    ).split()
)
_FOREIGN = {
    "en": "the of and to is that it for on are with as i his they be at one have this from or had by but what some we "
    "can out other were all there when up use your how said an each she which do their if my you our not just so it's "
    "i'm don't about get like",
    "fr": "le la les de des et est une un que qui dans pour pas sur avec ce il elle nous vous je tu mais ou où sont du "
    "au aux en son sa ses plus très bien c'est j'ai n'est ne tout",
    "es": "el la los las de y que en un una es por con para no su al lo como más pero sus le ya o este sí porque esta "
    "muy también hay yo del se",
    "it": "il lo la i gli le di e che in un una è per con non si da come più ma sono del della nel alla anche io mi ti "
    "ci questo",
    "nl": "de het een en van ik te dat die in je niet zijn is was op aan met voor er maar om hem dan zou wat mijn dit "
    "zo door over ze zich bij ook tot uit naar heb",
    "tr": "bir ve bu da de için çok ne ile mi ama gibi daha var ben sen o en kadar değil olan her şey",
    "pl": "i w na nie się to jest z że do jak co po tak ale o za jestem od przez jego są czy już tylko",
}
LANGUAGES: tuple[tuple[str, frozenset[str]], ...] = (
    ("de", _GERMAN),
    *((language, frozenset(words.split()) - _GERMAN) for language, words in _FOREIGN.items()),
)
"""Function words by language, German first; a word that German has is no evidence for another."""

IGNORED = frozenset({"http", "url", "mail"})
"""Words of the placeholders that links and mail addresses are replaced by."""

GERMAN_LETTERS = "äöüß"

_TOKEN = re.compile(r"[@#]?\w+(?:[-'’]\w+)*")
_LETTER = re.compile(r"[^\W\d_]")
_GERMAN_LETTER = re.compile(f"[{GERMAN_LETTERS}]")
_LATIN_END = "\u0250"


def status_of(text: str | None, brand: str | None = None) -> Status:
    """Tell what can be done with a text.

    Parameters
    ----------
    text : str or None
        A post as exported.
    brand : str, optional
        The brand that the post belongs to; digits of its name are not masked.

    Returns
    -------
    {"ok", "empty", "not_german", "unreadable"}
        ``empty``: nothing visible. ``unreadable``: longer than any post can be, or mostly characters that could not be
        decoded. ``not_german``: clearly another language.

    Examples
    --------
    >>> status_of("Moin"), status_of(" "), status_of("When will you open the new store in our town?")
    ('ok', 'empty', 'not_german')
    """
    if text is None:
        return "empty"
    if len(text) > MAX_CHARACTERS:
        return "unreadable"
    visible = clean(text)
    if not visible:
        return "empty"
    if visible.count("\ufffd") * 2 > len(visible):
        return "unreadable"
    return "ok" if is_german(mask(simplify(visible), brand)) else "not_german"


def is_german(text: str) -> bool:
    """Tell whether a normalised text may be German; short and doubtful ones may."""
    words = (token for token in _TOKEN.findall(fold(text)) if token[0] not in "@#")
    tokens = [word for word in words if _LETTER.search(word) and word not in IGNORED]
    if len(tokens) < MIN_WORDS:
        return True
    letters = [character for token in tokens for character in token if _LETTER.match(character)]
    if sum(letter < _LATIN_END for letter in letters) * 2 < len(letters):
        return False
    german = sum(token in _GERMAN or _GERMAN_LETTER.search(token) is not None for token in tokens)
    foreign = max(sum(token in words for token in tokens) for _, words in LANGUAGES[1:])
    return foreign < 2 or foreign <= 2 * german
