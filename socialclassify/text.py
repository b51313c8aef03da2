"""Normalise a post: the one place where text is changed before it is read by a model.

Training and scoring both go through :func:`normalise`, so a model never meets text that was treated otherwise
than the text it learnt from. Names, addresses, links and numbers are masked here, which keeps them out of every model.
"""

from __future__ import annotations

import html
import re
import unicodedata

NORMALISATION_VERSION = 1
"""Raised whenever :func:`normalise` gives another result; a model records the version that it was trained with."""

MAX_CHARACTERS = 100_000
"""Longer texts are not posts (Facebook, the most generous network, allows 63,206 characters) and are not scored."""

URL = "http://url"
MENTION = "@user"
BRAND_MENTION = "@brand"
MAIL = "mail@mail"

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_STYLED_LETTERS = re.compile("[\U0001d400-\U0001d7ff]+")
_LINE_BREAK = re.compile(r"[ \t\xa0]*(?:\r\n|[\r\n\x85\u2028\u2029])[ \t\xa0]*")
_BLANK_LINES = re.compile(r"\n(?: ?\n){2,}")
_SPACES = re.compile(r"[^\S\n]+")
_MAIL = re.compile(r"(?i)<e-?mail>|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_URL = re.compile(
    r"(?i)\b(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,4}(?:de|com|at|ch|net|org|info|eu|ly|gl|be|tv|io|app|shop|example)"
    r"(?:/[^\s<>\"]*|(?![\w.-]*\w))"
)
_MENTION = re.compile(r"(?<![\w@])@(?=[\w-]*[^\W\d_])\w[\w-]*(?:\.\w+)*")
_PLACEHOLDER = re.compile(r"(?i)<(?:num|id|nummer|tel)>")
_DIGIT = re.compile(r"\d")
_NOT_WORD = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(r"(?i)\b(?:gmbh|ag|se|kg|ohg|e\.?\s?v\.?|inc|ltd|co)\b\.?")


def clean(text: str) -> str:
    r"""Return the text as a reader sees it: composed, without invisible characters, with tidy white space.

    Parameters
    ----------
    text : str
        A post as exported; may hold HTML entities, control characters or styled Unicode letters.

    Returns
    -------
    str
        The visible text in normalisation form C. Empty when nothing visible is left.

    Examples
    --------
    >>> clean("  Gru\u0308\u00dfe &amp; bis\u200b bald\r\n")
    'Grüße & bis bald'
    """
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
        text = _STYLED_LETTERS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        text = unicodedata.normalize("NFC", text)
    if "&" in text:
        text = html.unescape(text)
    text = _INVISIBLE.sub("", text)
    lines = _SPACES.sub(" ", _LINE_BREAK.sub("\n", text))
    return _BLANK_LINES.sub("\n\n", lines).strip(" \n\u200d")


def brand_key(brand: str | None) -> str:
    """Reduce a brand's name to the letters and digits that its handle is made of.

    Examples
    --------
    >>> brand_key("Bäckerei Müller GmbH")
    'bäckereimüller'
    """
    if not brand:
        return ""
    return _NOT_WORD.sub("", _LEGAL_FORM.sub("", brand)).casefold()


def brand_words(brand: str | None) -> tuple[str, ...]:
    """The words of a brand's name that are long enough to tell it from others.

    Examples
    --------
    >>> brand_words("Stadtwerke am See")
    ('stadtwerke',)
    """
    return tuple(word.casefold() for word in _NOT_WORD.split(brand or "") if len(word) >= 4)


def mask(text: str, brand: str | None = None) -> str:
    """Replace what identifies somebody or is different in each post by a placeholder.

    Parameters
    ----------
    text : str
        Cleaned text.
    brand : str or None
        The brand that the post belongs to; its own handles become ``@brand``, all others ``@user``.

    Returns
    -------
    str
        Text with links, mail addresses and mentions replaced and each digit set to 0.

    Examples
    --------
    >>> mask("@Nordbahn_hilft Zug 7:04 fehlt, siehe www.example.de/a", "Nordbahn")
    '@brand Zug 0:00 fehlt, siehe http://url'
    """
    if "@" in text or "<" in text:
        text = _MAIL.sub(MAIL, text)
    if "." in text:
        text = _URL.sub(URL, text)
    if "@" in text:
        key, words = brand_key(brand), brand_words(brand)
        text = _MENTION.sub(lambda match: _mention(match[0], key, words), text)
    text = _PLACEHOLDER.sub("0", text)
    return _DIGIT.sub("0", text)


def normalise(text: str, brand: str | None = None) -> str:
    r"""Clean and mask a text: what every feature is computed from.

    Parameters
    ----------
    text : str
        A post as exported.
    brand : str or None
        The brand that the post belongs to, where it is known.

    Returns
    -------
    str
        The normalised text; empty when there is nothing to read.

    Examples
    --------
    >>> normalise("@lena_k Danke!\r\nMehr: https://t.co/abc")
    '@user Danke!\nMehr: http://url'
    """
    return mask(clean(text), brand)


def _mention(handle: str, key: str, words: tuple[str, ...]) -> str:
    name = _NOT_WORD.sub("", handle).casefold()
    if name == "user" or len(key) < 2:
        return MENTION
    own = name.startswith(key) or (len(name) > 3 and key.startswith(name)) or any(word in name for word in words)
    return BRAND_MENTION if own else MENTION
