"""Hashed word and character n-grams: no vocabulary is kept, so no word of the training data can leak from a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WORD_NGRAMS = (1, 2)
CHAR_NGRAMS = (2, 5)
_WORD = r"(?u)@?\w+"


def ngram_counts(texts: list[str], n_hashes: int) -> csr_matrix:
    """Hash the n-grams of each text into two tables, words and characters within word borders.

    Parameters
    ----------
    texts : list of str
        Normalised texts.
    n_hashes : int
        Size of each table.

    Returns
    -------
    csr_matrix of float32, shape (n_texts, 2 * n_hashes)
        ``1 + log(count)``, each table's row scaled to unit length.

    Examples
    --------
    >>> ngram_counts(["Danke"], 1024).shape
    (1, 2048)
    """
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import HashingVectorizer

    shared: dict[str, Any] = {
        "n_features": n_hashes,
        "alternate_sign": False,
        "norm": None,
        "dtype": np.float32,
    }
    tables = (
        HashingVectorizer(analyzer="word", ngram_range=WORD_NGRAMS, token_pattern=_WORD, **shared),
        HashingVectorizer(analyzer="char_wb", ngram_range=CHAR_NGRAMS, **shared),
    )
    return csr_matrix(hstack([_scaled(table.transform(texts)) for table in tables], format="csr"))


def _scaled(counts: csr_matrix) -> csr_matrix:
    from sklearn.preprocessing import normalize

    counts.data = 1 + np.log(counts.data)
    scaled: csr_matrix = normalize(counts, copy=False)
    return scaled
