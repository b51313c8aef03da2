"""What is known about a post beside its words: who wrote it, and how its text stands to its brand."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import fold
from socialclassify.posts import BRAND, USER, Posts
from socialclassify.text import Brand, brand_of, squeeze

CONTEXT: tuple[tuple[str, str], ...] = (
    ("by_brand", "the brand itself wrote it"),
    ("by_user", "a user wrote it"),
    ("brand_named", "the brand's name stands in the text"),
    ("brand_word", "only a word of the brand's name stands in the text, perhaps with another meaning"),
    ("own_page", "a comment on the brand's own page, as 'Re: <page>' exports show it"),
    ("other_page", "a comment on another page"),
    ("answers", "the text that it answers is known"),
)

CONTEXT_NAMES: tuple[str, ...] = tuple(name for name, _ in CONTEXT)

PAGE_CHARACTERS = 40

_PAGE = re.compile(rf"\Are: ?(.{{1,{PAGE_CHARACTERS}}})")
_HANDLE = re.compile(r"@\w+")


def context_values(posts: Posts, texts: list[str]) -> NDArray[np.float32]:
    """Compute the context features.

    Parameters
    ----------
    posts : Posts
        The posts with their context.
    texts : list of str
        Their normalised texts.

    Returns
    -------
    ndarray of float32, shape (n_posts, n_context)
        0 or 1, columns in the order of :data:`CONTEXT`.
    """
    values = np.zeros((len(posts), len(CONTEXT)), dtype=np.float32)
    for row, (post, text) in enumerate(zip(posts, texts, strict=True)):
        brand, small = brand_of(post.brand), fold(text)
        page = _PAGE.match(small)
        own_page = page is not None and _has_word(page[1], brand)
        values[row] = (
            post.author == BRAND,
            post.author == USER,
            *_naming(_HANDLE.sub(" ", small), brand),
            own_page,
            page is not None and not own_page,
            bool(post.parent),
        )
    return values


def _naming(small: str, brand: Brand) -> tuple[bool, bool]:
    full = len(brand.key) > 1 and brand.key in squeeze(small)
    return full, not full and _has_word(small, brand)


def _has_word(small: str, brand: Brand) -> bool:
    return any(word in small for word in brand.words)
