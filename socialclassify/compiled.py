"""Loops over bytes and numbers are compiled where numba is installed and the environment does not forbid it."""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable
from typing import Any, TypeVar

SWITCH = "SOCIALCLASSIFY_NUMBA"
"""Environment variable; ``0`` means that nothing is compiled."""

HAS_NUMBA: bool
"""Whether loops are compiled. Asking for it imports numba."""

_Function = TypeVar("_Function", bound=Callable[..., Any])


def jit(signature: str, *, inner: bool = False, **options: Any) -> Callable[[_Function], _Function]:
    """Compile a function for one signature, without the interpreter's lock, and keep the machine code on disk.

    Parameters
    ----------
    signature : str
        As numba writes it, such as ``"int64(uint8[::1], int64)"``. Nothing is compiled for other types later.
    inner : bool
        Whether only compiled functions call it; that takes less time to compile.
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
            compiled: _Function = numba.njit(signature, cache=True, **settings)(function)
        except (OSError, RuntimeError):  # no folder to keep it in can be written to
            compiled = numba.njit(signature, **settings)(function)
        return compiled

    return compile_it


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
