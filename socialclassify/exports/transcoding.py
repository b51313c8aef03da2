"""Read a file of any encoding as blocks of UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from socialclassify.exports.dialect import errors_for


def utf8_blocks(file: BinaryIO, encoding: str, size: int) -> Iterator[bytes | memoryview]:
    """Read a file from where it stands to its end.

    Parameters
    ----------
    file : BinaryIO
        The file.
    encoding : str
        A codec's name. What does not belong there is read as :func:`~socialclassify.exports.dialect.errors_for` says.
    size : int
        Bytes that are read at a time.

    Yields
    ------
    bytes or memoryview
        Whole characters in valid UTF-8, without a byte order mark if the encoding is one with such a mark.
    """
    if encoding in {"utf-8", "utf-8-sig"}:
        start = file.read(len(codecs.BOM_UTF8)) if encoding == "utf-8-sig" else b""
        yield from _checked(file, b"" if start == codecs.BOM_UTF8 else start, size)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors_for(encoding))
    while block := file.read(size):
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def _checked(file: BinaryIO, rest: bytes, size: int) -> Iterator[bytes | memoryview]:
    """Pass valid UTF-8 on as it stands, and decode and encode only the other blocks."""
    errors = errors_for("utf-8")
    while block := file.read(size):
        block = rest + block
        whole = len(block) - _cut_off(block)
        if _is_valid(block, whole):
            yield memoryview(block)[:whole]
        else:
            text, whole = codecs.utf_8_decode(block, errors, False)  # noqa: FBT003 - takes no keywords
            yield text.encode()
        rest = block[whole:]
    yield codecs.utf_8_decode(rest, errors, True)[0].encode()  # noqa: FBT003


def _cut_off(block: bytes) -> int:
    """How many bytes at the end begin a character that goes on in the next block."""
    for back in range(1, min(len(block), 3) + 1):
        lead = block[-back]
        if lead >= 0xC0:
            length = 2 + (lead >= 0xE0) + (lead >= 0xF0)
            return back if back < length else 0
        if lead < 0x80:
            break
    return 0


def _is_valid(block: bytes, length: int) -> bool:
    import numpy as np
    import pyarrow as pa

    text = pa.LargeStringArray.from_buffers(1, pa.py_buffer(np.array([0, length])), pa.py_buffer(block))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
