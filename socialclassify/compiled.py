"""Machine code where numba is there; the same results without it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

SWITCH = "SOCIALCLASSIFY_NUMBA"
"""Environment variable that, set to 0, keeps to the plain path."""


@cache
def has_numba() -> bool:
    """Whether compiled passes are used."""
    return os.environ.get(SWITCH, "1") != "0" and find_spec("numba") is not None


def jit(function: Function) -> Function:
    """Compile a function when it is first called, without the interpreter's lock, and keep the result on disk.

    What is kept is for one state of the package's code: numba alone would look at the function's own file, not at
    those of the functions that it calls. Where no folder for the result can be written, it is kept in memory alone;
    without numba the function stays as it is.
    """
    if not has_numba():
        return function
    import numba

    try:
        compiled = numba.njit(nogil=True, cache=True, error_model="numpy")(function)
        compiled._cache._cache_file._source_stamp = _code_stamp()  # noqa: SLF001 - numba has no public name for it
    except (RuntimeError, AttributeError):
        compiled = numba.njit(nogil=True, error_model="numpy")(function)
    return cast("Function", compiled)


@cache
def _code_stamp() -> str:
    digest = sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def part(function: Function) -> Function:
    """Compile a function that only compiled functions call; it is kept as a part of them."""
    if not has_numba():
        return function
    import numba

    settings = {"nogil": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast("Function", numba.njit(**settings)(function))
