"""Files that are either complete under their name or not there at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from socialclassify.errors import UsageError

STANDARD_STREAM = "-"


def replace_file(path: Path, content: bytes) -> None:
    """Put content under a name in one step."""
    with open_atomic(path) as file:
        file.write(content)


@contextlib.contextmanager
def open_atomic(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that appears under its name only when the block ends well.

    Parameters
    ----------
    path : Path
        The final name. ``-`` is standard output; a device or pipe is written to directly.

    Yields
    ------
    BinaryIO
        A file next to the final name, renamed at the end and removed on any error.

    Raises
    ------
    UsageError
        If the path is a folder or stands in one that does not exist.
    OSError
        If writing fails.
    """
    if str(path) == STANDARD_STREAM:
        yield _standard_output()
        sys.stdout.flush()
        return
    if path.exists() and not path.is_file():
        check_writable(path)
        with path.open("wb") as file:
            yield file
        return
    final = Path(os.path.realpath(path))
    check_writable(final)
    draft = final.with_name(f".socialclassify-{secrets.token_hex(6)}.tmp")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if final.exists():
            draft.chmod(stat.S_IMODE(final.stat().st_mode))
        draft.replace(final)
    finally:
        draft.unlink(missing_ok=True)


def is_stream(path: Path) -> bool:
    """Whether a target is standard output, a device or a pipe: something that cannot be renamed into place."""
    return str(path) == STANDARD_STREAM or (path.exists() and not path.is_file() and not path.is_dir())


def _standard_output() -> BinaryIO:
    if sys.stdout is None:
        message = "standard output is closed; write to a file"
        raise UsageError(message)
    return sys.stdout.buffer


def check_writable(path: Path) -> None:
    """Refuse a target that nothing can be written to, before any work is done."""
    if str(path) == STANDARD_STREAM:
        return
    if path.is_dir():
        message = f"{path}: is a folder; name a file to write to"
        raise UsageError(message)
    if is_stream(path):
        return
    if not path.parent.is_dir():
        message = f"{path.parent}: no such folder; make it first or write elsewhere"
        raise UsageError(message)
    if not os.access(path.parent, os.W_OK):
        message = f"{path.parent}: nothing can be written to this folder; write elsewhere"
        raise UsageError(message)
