"""Files that are either complete under their name or not there at all."""

from __future__ import annotations

import contextlib
import os
import secrets
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
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    final = Path(os.path.realpath(path))
    check_writable(final)
    if final.exists() and not final.is_file():
        with final.open("wb") as file:
            yield file
        return
    draft = final.with_name(f".{final.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(final)
    finally:
        draft.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Refuse a target that nothing can be written to, before any work is done."""
    if str(path) == STANDARD_STREAM:
        return
    if path.is_dir():
        message = f"{path}: is a folder; name a file to write to"
        raise UsageError(message)
    if not path.parent.is_dir():
        message = f"{path.parent}: no such folder; make it first or write elsewhere"
        raise UsageError(message)
