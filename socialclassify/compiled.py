"""Loops over bytes and numbers are compiled where numba is installed and the environment does not forbid it."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

SWITCH = "SOCIALCLASSIFY_NUMBA"
"""Environment variable; ``0`` means that nothing is compiled."""

HAS_NUMBA: bool
"""Whether loops are compiled. Asking for it imports numba."""

COMPILED_FROM = 1000
"""Number of posts from which on they are read by the compiled pass."""

_Function = TypeVar("_Function", bound=Callable[..., Any])


def jit(signature: str | None = None, *, inner: bool = False, **options: Any) -> Callable[[_Function], _Function]:
    """Compile a function without the interpreter's lock, and keep the machine code on disk.

    What is kept belongs to one state of the package's code: numba alone would look at the function's own file, and
    not at those of the functions that it calls.

    Parameters
    ----------
    signature : str, optional
        As numba writes it, such as ``"int64(uint8[::1], int64)"``. Nothing is compiled for other types later. By
        default the first call decides.
    inner : bool
        Whether only compiled functions call it; that takes less time to compile, and it is kept as a part of them.
    **options
        Passed on to :func:`numba.njit`.

    Returns
    -------
    callable
        A decorator; it leaves the function as it is where :data:`HAS_NUMBA` is false.
    """

    def compile_it(function: _Function) -> _Function:
        numba = _numba()
        if numba is None:
            return function
        settings = {"nogil": True, "no_cpython_wrapper": inner, "no_cfunc_wrapper": True, **options}
        try:
            compiled = numba.njit(cache=True, **settings)(function)
            _tie_to_code(compiled)
        except (OSError, RuntimeError, AttributeError):  # no folder to keep it in can be written to
            compiled = numba.njit(**settings)(function)
        if signature is not None:
            compiled.compile(signature)
            compiled.disable_compile()
        done: _Function = compiled
        return done

    return compile_it


def _tie_to_code(compiled: Any) -> None:
    """Give the kept machine code a name of its own for each state of the package's code."""
    cache = compiled._cache  # noqa: SLF001 - numba has no public name for it
    name = f"{cache._impl.filename_base}.{_stamp()[:16]}"  # noqa: SLF001
    cache._cache_file = _forgiving_file()(  # noqa: SLF001
        cache_path=cache.cache_path, filename_base=name, source_stamp=_stamp()
    )


@functools.cache
def _forgiving_file() -> Any:
    """Numba's files of machine code, but what is damaged or cannot be written is as good as absent."""
    caching = importlib.import_module("numba.core.caching")

    class ForgivingFile(caching.IndexDataCacheFile):  # type: ignore[misc,name-defined]  # imported when needed
        def load(self, key: Any) -> Any:
            try:
                return super().load(key)
            except Exception:  # noqa: BLE001 - whatever a damaged pickle raises
                return None

        def save(self, key: Any, data: Any) -> None:
            try:
                super().save(key, data)
            except OSError:
                return
            except Exception:  # noqa: BLE001 - the index is damaged: begin a new one
                with contextlib.suppress(OSError):
                    self.flush()
                    super().save(key, data)

    return ForgivingFile


def is_compiled(n_posts: int) -> bool:
    """Whether so many posts are read by the compiled pass; for a few, loading it takes longer than it saves."""
    return n_posts >= COMPILED_FROM and _numba() is not None


@functools.cache
def _stamp() -> str:
    digest = sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@functools.cache
def _numba() -> Any:
    if os.environ.get(SWITCH) == "0":
        return None
    try:
        return importlib.import_module("numba")
    except ImportError:
        return None


def __getattr__(name: str) -> Any:
    if name == "HAS_NUMBA":
        return _numba() is not None
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
