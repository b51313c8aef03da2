"""Bring posts into the form that the compiled pass reads, and share the rows among the processor's cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from socialclassify.features.compiled.naming import Brands, Words
from socialclassify.features.compiled.reading import COMPOSABLE, READABLE, alphabet, triage
from socialclassify.features.compiled.scanning import Posts, Weights, extract_rows, knowledge, score_rows
from socialclassify.features.compiled.scanning import wordings as hash_wordings
from socialclassify.features.compiled.standing import BY_BRAND, BY_NOBODY, BY_USER
from socialclassify.features.ngrams import N_TABLES
from socialclassify.posts import BRAND, USER
from socialclassify.sharing import cores
from socialclassify.text import SURROGATES, brand_of, compose

if TYPE_CHECKING:
    import pyarrow as pa
    from scipy.sparse import csr_matrix

_FEWEST_ROWS = 2049
"""Fewer rows than this are not worth a thread. A batch of a file stays whole: files share batches among the cores."""

_AUTHORS = {None: BY_NOBODY, BRAND: BY_BRAND, USER: BY_USER}


def batch_of(posts: Any) -> Posts:
    """Bring posts in columns of Python values into the form that is read.

    Parameters
    ----------
    posts : socialclassify.posts.Posts

    Returns
    -------
    Posts
    """
    authors = np.fromiter(map(_AUTHORS.__getitem__, posts.author), np.uint8, len(posts))
    answers = np.fromiter(map(bool, posts.parent), np.bool_, len(posts))
    brands = arrow_texts(posts.brand) if any(posts.brand) else None
    return batch(arrow_texts(posts.text), authors, answers, brands)


def arrow_texts(texts: Sequence[str | None]) -> pa.Array:
    """Texts as an Arrow array; lone surrogates become replacement characters."""
    import pyarrow as pa

    try:
        return pa.array(texts, pa.large_string())
    except UnicodeEncodeError:
        return pa.array([text and SURROGATES.sub("\ufffd", text) for text in texts], pa.large_string())


def batch(texts: pa.Array, authors: NDArray[np.uint8], answers: NDArray[np.bool_], brands: pa.Array | None) -> Posts:
    """Bring posts in Arrow columns into the form that is read.

    Parameters
    ----------
    texts : pyarrow.Array or ChunkedArray
        Strings of any kind; a missing one counts as empty.
    authors : ndarray of uint8, shape (n_posts,)
        BY_NOBODY, BY_BRAND or BY_USER.
    answers : ndarray of bool, shape (n_posts,)
        Whether it is known what the post answers.
    brands : pyarrow.Array, ChunkedArray or None
        Names of their brands.

    Returns
    -------
    Posts
    """
    data, starts = buffers(texts)
    states = triage(data, starts, alphabet().kinds)
    composable = np.flatnonzero(states == COMPOSABLE)
    if len(composable):
        data, starts = _composed(data, starts, composable)
        states[composable] = READABLE
    number, names = _numbered(brands, len(states))
    return Posts(
        _fixed(data), _fixed(starts), _fixed(states), _fixed(authors), _fixed(answers), _fixed(number), _brands(names)
    )


def _fixed(array: NDArray[Any]) -> NDArray[Any]:
    """The same array, read-only: to the compiler a writable one is of another kind, for which it would start anew."""
    fixed = array.view()
    fixed.flags.writeable = False
    return fixed


def buffers(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of texts in UTF-8 one after another, and where each begins and the last one ends."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
        if isinstance(texts, pa.ChunkedArray):
            texts = pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], texts.type)
    texts = texts.cast(pa.large_string())
    if texts.null_count:
        texts = pc.fill_null(texts, "")
    _, offsets, values = texts.buffers()
    starts = (
        np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1] if offsets else _NO_ROWS
    )
    data = np.frombuffer(values, dtype=np.uint8) if values is not None and values.size else _NO_BYTES
    return data, starts


_NO_ROWS = np.zeros(1, dtype=np.int64)
_NO_BYTES = np.zeros(0, dtype=np.uint8)


def _composed(
    data: NDArray[np.uint8], starts: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The same texts with some of them composed."""
    pieces: list[Any] = []
    lengths = np.diff(starts)
    done = 0
    for row in rows.tolist():
        pieces.append(data[starts[done] : starts[row]])
        composed = compose(bytes(data[starts[row] : starts[row + 1]]).decode()).encode("utf-8", "replace")
        pieces.append(composed)
        lengths[row] = len(composed)
        done = row + 1
    pieces.append(data[starts[done] : starts[-1]])
    joined = np.frombuffer(b"".join(pieces), dtype=np.uint8)
    return joined, np.concatenate([_NO_ROWS, np.cumsum(lengths)])


def _numbered(names: pa.Array | None, size: int) -> tuple[NDArray[np.int64], list[str]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if names is None or names.null_count == len(names):
        return np.full(size, -1, dtype=np.int64), []
    encoded = names.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().combine_chunks()
        encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    numbers = pc.fill_null(encoded.indices.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    return numbers, encoded.dictionary.to_pylist()


def _brands(names: list[str]) -> Brands:
    known = [brand_of(name) for name in names]
    firsts = np.cumsum([0, *(len(brand.words) for brand in known)], dtype=np.int64)
    return Brands(
        Words.of([brand.key for brand in known]),
        Words.of([brand.numbered for brand in known]),
        Words.of([word for brand in known for word in brand.words]),
        firsts,
    )


def scores(
    posts: Posts, n_hashes: int, coef: NDArray[np.float32], intercept: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Score posts on all cores.

    Parameters
    ----------
    posts : Posts
    n_hashes : int
        Size of each n-gram table.
    coef : ndarray of float32, shape (2, n_features, n_outputs)
        Weights for posts whose author is unknown, and for those whose author is known.
    intercept : ndarray of float32, shape (2, n_outputs)

    Returns
    -------
    scores : ndarray of float64, shape (n_posts, n_outputs)
        Log-odds; those of an empty text for what cannot be read.
    states : ndarray of uint8, shape (n_posts,)
        READABLE, NOT_GERMAN, EMPTY or UNREADABLE.
    """
    found = np.empty((len(posts.states), coef.shape[2]), dtype=np.float64)
    states = np.empty(len(posts.states), dtype=np.uint8)
    weights = Weights(n_hashes, coef, intercept)
    known = knowledge()
    _share(posts.starts, lambda first, last: score_rows(posts, first, last, known, weights, found, states))
    return found, states


def features(posts: Posts, n_hashes: int) -> tuple[csr_matrix, NDArray[np.float32]]:
    """N-grams of posts, shape (n_posts, 3 * n_hashes), and values of cues, context and topics."""
    from scipy.sparse import csr_matrix

    starts, columns, values, named = extract_rows(posts, knowledge(), n_hashes)
    ngrams = csr_matrix((values, columns, starts), shape=(len(posts.states), N_TABLES * n_hashes))
    ngrams.sort_indices()
    return ngrams, named


def wordings(texts: pa.Array, shortest: int) -> NDArray[np.uint64]:
    """A hash of the wording of each text, 0 for texts of fewer characters."""
    size = len(texts)
    posts = batch(texts, np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.bool_), None)
    found = np.zeros(size, dtype=np.uint64)
    known = knowledge()
    _share(posts.starts, lambda first, last: hash_wordings(posts, first, last, shortest, known, found))
    return found


def _share(starts: NDArray[np.int64], work: Callable[[int, int], None]) -> None:
    """Call ``work`` for ranges of rows of about as many bytes each, one for each core."""
    size = len(starts) - 1
    n_parts = min(cores(), max(size // _FEWEST_ROWS, 1))
    if n_parts == 1:
        work(0, size)
        return
    from concurrent.futures import ThreadPoolExecutor

    goals = np.linspace(starts[0], starts[-1], n_parts + 1)
    cuts = [0, *np.searchsorted(starts, goals[1:-1]).tolist(), size]
    with ThreadPoolExecutor(n_parts) as pool:
        for done in [pool.submit(work, first, last) for first, last in pairwise(cuts)]:
            done.result()
