"""Normalise a post: the one place where text is changed before it is read by a model.

Training and scoring both go through :func:`normalise`, so a model never meets text that was treated otherwise
than the text it learnt from. Names, addresses, links and numbers are masked here, which keeps them out of every model.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from socialclassify.characters import fold, folding, simplify

NORMALISATION_VERSION = 2
"""Raised whenever :func:`normalise` gives another result; a model records the version that it was trained with."""

MAX_CHARACTERS = 100_000
"""Longer texts are not posts (Facebook, the most generous network, allows 63,206 characters) and are not scored."""

URL = "http://url"
MENTION = "@user"
BRAND_MENTION = "@brand"
MAIL = "mail@mail"

TOP_LEVEL_DOMAINS = tuple("de com at ch net org info eu ly gl be tv io app shop example".split())

INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Characters that are dropped, as a regular expression's class writes them."""

EDGES = " \n\u200d"
"""Characters that are taken off both ends of a text."""

INVISIBLES = re.compile(f"[{INVISIBLE}]")
SURROGATES = re.compile("[\ud800-\udfff]")
STYLED_LETTERS = re.compile("[\U0001d400-\U0001d7ff]+")
LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
SPACES = re.compile(r"\s+")
_HUGE_NUMBER = re.compile(r"&#(?:[0-9]{4000,}|[xX][0-9a-fA-F]{4000,});?")
_NOT_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]{1,1000}")  # with a limit, because composing takes quadratic time
_NOT_WORD = re.compile(r"[\W_]+")
_LEGAL_FORM = re.compile(r"\b(?:gmbh|ag|se|kg|ohg|e\.?\s?v\.?|inc|ltd|co)\b\.?")
_LONGEST_NAME = 200


def _any_case(word: str) -> str:
    return "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else re.escape(letter) for letter in word)


_MASKED = re.compile(
    rf"(?P<mail><{_any_case('e')}-?{_any_case('mail')}>|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<url>(?<!\w)(?:{_any_case('http')}[sS]?://|{_any_case('www.')})[^\s<>\"]+"
    rf"|(?<![\w@.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:{'|'.join(map(_any_case, TOP_LEVEL_DOMAINS))})"
    r"(?:/[^\s<>\"]*|(?![.-]*\w)))"
    r"|(?P<mention>(?<![\w@])@(?=[\w-]*[^\W\d_])\w[\w-]*(?:\.\w+)*)"
    rf"|(?P<number><(?:{'|'.join(map(_any_case, ('num', 'id', 'nummer', 'tel')))})>|[0-9])"
)


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
    text = LINE_BREAKS.sub("\n", INVISIBLES.sub("", compose(text)))
    return SPACES.sub(tidy_space, text).strip(EDGES)


def compose(text: str) -> str:
    r"""Resolve HTML entities and styled letters, and put letters and their accents together.

    Examples
    --------
    >>> compose("Gru\u0308\u00dfe &amp; K\u00fcsse")
    'Grüße & Küsse'
    """
    if "&" in text:
        text = unescape(text)
    if text.isascii():
        return text
    text = SURROGATES.sub("\ufffd", text)
    text = STYLED_LETTERS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _NOT_ASCII.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


def unescape(text: str) -> str:
    """Resolve HTML entities; a number that no character can have becomes a replacement character."""
    return html.unescape(_HUGE_NUMBER.sub("\ufffd", text))


def tidy_space(match: re.Match[str]) -> str:
    """What stands in the place of a run of white space: at most two line breaks, or a blank."""
    return "\n\n"[: match[0].count("\n")] or " "


class Brand(NamedTuple):
    """A brand's name in the forms in which posts name it, all in small letters.

    Attributes
    ----------
    key : str
        The letters and digits that its handle is made of.
    words : tuple of str
        The words that are long enough to tell it from others.
    numbered : str
        The name itself where it holds a digit, else nothing; its digits are not masked.
    """

    key: str
    words: tuple[str, ...]
    numbered: str


@lru_cache(maxsize=1 << 16)
def brand_of(name: str | None) -> Brand:
    """Reduce a brand's name to what posts are compared with.

    Examples
    --------
    >>> brand_of("Bäckerei Müller am See GmbH")
    Brand(key='bäckereimülleramsee', words=('bäckerei', 'müller'), numbered='')
    >>> brand_of("4 Räder")
    Brand(key='4räder', words=('räder',), numbered='4 räder')
    """
    known = fold(simplify(clean((name or "")[:_LONGEST_NAME])))
    legal = _LEGAL_FORM.sub("", known).strip()
    words = tuple(word for word in _NOT_WORD.split(legal) if len(word) >= 4)
    return Brand(squeeze(legal), words, legal if re.search("[0-9]", legal) else "")


def brand_key(name: str | None) -> str:
    """Reduce a brand's name to the letters and digits that its handle is made of.

    Examples
    --------
    >>> brand_key("Bäckerei Müller GmbH")
    'bäckereimüller'
    """
    return brand_of(name).key


def squeeze(text: str) -> str:
    """Keep the letters and digits of a text alone.

    Examples
    --------
    >>> squeeze("stadtwerke am see!")
    'stadtwerkeamsee'
    """
    return _NOT_WORD.sub("", text)


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
        Text with links, mail addresses and mentions replaced and each digit set to 0, but for the digits of the
        brand's own name.

    Examples
    --------
    >>> mask("@Nordbahn_hilft Zug 7:04 fehlt, siehe www.example.de/a", "Nordbahn")
    '@brand Zug 0:00 fehlt, siehe http://url'
    """
    pattern, placeholder = masking(brand)
    return pattern.sub(placeholder, text)


def masking(brand: str | None) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    """What is masked in the texts of a brand, and what stands in the place of each match."""
    known = brand_of(brand)

    def placeholder(match: re.Match[str]) -> str:
        match match.lastgroup:
            case "mail":
                return MAIL
            case "url":
                return URL
            case "mention":
                return _mention(match[0], known)
            case "name":
                return match[0]
        return "0"

    return _masked(known.numbered), placeholder


@lru_cache(maxsize=1 << 12)
def _masked(numbered: str) -> re.Pattern[str]:
    if not numbered:
        return _MASKED
    name = "".join(f"[{re.escape(''.join(sorted(_cases(letter))))}]" for letter in numbered)
    return re.compile(rf"(?P<name>(?<!\w){name}(?!\w))|{_MASKED.pattern}")


def _cases(letter: str) -> set[str]:
    return {letter, *(chr(place) for place, small in folding().items() if small == letter)}


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
    return mask(simplify(clean(text)), brand)


def _mention(handle: str, brand: Brand) -> str:
    name = squeeze(fold(handle))
    if name == "user" or len(brand.key) < 2:
        return MENTION
    own = (
        name.startswith(brand.key)
        or (len(name) > 3 and brand.key.startswith(name))
        or any(word in name for word in brand.words)
    )
    return BRAND_MENTION if own else MENTION
