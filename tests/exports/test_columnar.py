"""Whatever a file holds, compiled code reads it as the csv module does."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socialclassify import InputError
from socialclassify.exports import Reject, columnar, open_export
from socialclassify.exports import dialect as dialects
from socialclassify.exports.columnar import is_splittable, read_columns
from socialclassify.exports.dialect import Dialect
from socialclassify.exports.placing import Placing
from socialclassify.exports.reader import Export
from socialclassify.exports.transcoding import utf8_blocks

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
DIALECTS = st.builds(
    Dialect,
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(list(",;\t|~")),
    quoted=st.booleans() | st.just(value=True),
    header_record=st.integers(0, 2),
)


class Read(NamedTuple):
    rows: list[list[str]]
    rejects: list[Reject]
    filled: int
    error: str


def by_rows(path: Path, dialect: Dialect, width: int) -> Read:
    rows: list[list[str]] = []
    rejects: list[Reject] = []
    with path.open("rb") as file:
        export = Export("a.csv", dialect, [f"c{number}" for number in range(width)], None, 0, file)
        try:
            for batch in export.batches(rejects.append):
                rows += zip(*(column.to_pylist() for column in batch.columns), strict=True)
        except InputError as error:
            return Read([], rejects, 0, str(error))
        return Read([list(row) for row in rows], rejects, export.filled, "")


def by_columns(path: Path, dialect: Dialect, width: int, most_rows: int, size: int, block: int) -> Read:
    rows: list[list[str]] = []
    rejects: list[Reject] = []
    placing = Placing(width, dialect.header_record, rejects.append)
    with path.open("rb") as file:
        try:
            for columns in read_columns(file, dialect, "a.csv", placing, most_rows, size, block):
                for column in columns:
                    column.validate(full=True)
                assert 1 <= len(columns[0]) <= most_rows
                rows += zip(*(column.to_pylist() for column in columns), strict=True)
        except InputError as error:
            return Read([], rejects, 0, str(error))
    return Read([list(row) for row in rows], rejects, placing.filled, "")


def fragments(dialect: Dialect, width: int) -> st.SearchStrategy[str]:
    mark = dialect.delimiter
    regular = mark.join(["x", '"y\r\nz ""so"""', "größer", ""][:width])
    pieces = [
        '"',
        '""',
        mark,
        "\n",
        "\r",
        "\r\n",
        "\0",
        "a",
        "ä",
        "€",
        "😀",
        " ",
        "\ufeff",
        "\u2028",
        f'{mark}"',
        f'"{mark}',
    ]
    rows = [regular + "\n", regular + "\r\n", mark * (width - 1) + "\n", f'"{regular}\n', f'x{mark}"a\n{regular}\nb"\n']
    return st.sampled_from(pieces) | st.sampled_from(rows)


STRAY = st.sampled_from([b"\xc4", b"\xe2\x82", b"\xf0\x9f", b"\xff", b"\xed\xa0\x80", b"\x81", b"\0", b'"', b"\r"])


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, Dialect, int]:
    dialect, width = draw(DIALECTS), draw(st.integers(1, 5))
    content = "".join(draw(st.lists(fragments(dialect, width), max_size=40))).encode(dialect.encoding, "ignore")
    for stray in draw(st.lists(STRAY, max_size=2)):
        place = draw(st.integers(min(4, len(content)), len(content)))  # behind a byte order mark
        content = content[:place] + stray + content[place:]
    return content, dialect, width


@settings(max_examples=1000, deadline=None)
@given(
    file=files(),
    most_rows=st.integers(1, 6),
    size=st.integers(1, 200),
    block=st.integers(1, 30) | st.just(1 << 20),
    longest=st.sampled_from([3, 10, 1 << 20]),
)
@example((b'a,b\n1,"x\r', Dialect("utf-8"), 2), 5, 100, 1, 1 << 20)
@example((b'a\n\n\n"x"\n\n', Dialect("utf-8"), 1), 1, 1, 1, 1 << 20)
@example((b'a,b,c,d\n1,"x\n1,2,3,4\ny",3,4\n', Dialect("utf-8"), 4), 5, 100, 3, 1 << 20)
def test_both_ways_of_reading_give_the_same(
    tmp_path_factory, file: tuple[bytes, Dialect, int], most_rows: int, size: int, block: int, longest: int
) -> None:
    content, dialect, width = file
    path = tmp_path_factory.getbasetemp() / "hostile.csv"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialects, "MAX_CELL", longest)
        expected = by_rows(path, dialect, width)
        assert by_columns(path, dialect, width, most_rows, size, block) == expected
    csv.field_size_limit(dialects.MAX_CELL)


@settings(max_examples=300, deadline=None)
@given(
    content=st.binary(max_size=60) | st.text(max_size=30).map(str.encode),
    encoding=st.sampled_from(ENCODINGS),
    size=st.integers(1, 12),
)
def test_blocks_of_any_size_are_decoded_as_the_whole(content: bytes, encoding: str, size: int) -> None:
    content = "".encode(encoding) + content
    text = io.TextIOWrapper(io.BytesIO(content), encoding, dialects.errors_for(encoding), newline="").read()
    blocks = [bytes(block).decode() for block in utf8_blocks(io.BytesIO(content), encoding, size)]
    assert "".join(blocks) == text


def test_a_cell_may_be_long_and_lie_across_blocks(tmp_path) -> None:
    cell = 'Größe "XL"\r\n' * 700_000
    with (tmp_path / "a.csv").open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter=";").writerows([["id", "text"], ["1", cell], ["2", "b"]])
    read = by_columns(tmp_path / "a.csv", Dialect("utf-16", ";"), 2, 4096, 1 << 25, 1 << 20)
    assert read == Read([["1", cell], ["2", "b"]], [], 0, "")


def test_regular_records_are_left_to_compiled_code(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_over: list[int] = []

    def split_records(*args, **options):
        for record in dialects_records(*args, **options):
            handed_over.append(record.line)
            yield record

    dialects_records = columnar.split_records
    monkeypatch.setattr(columnar, "split_records", split_records)
    regular = '1,"Größe ""XL""\r\n\r\nso",3,4,5\n2,b,"",d,e\r\n\n3,kurz\r4,b,c,d,e,,\n'
    (tmp_path / "a.csv").write_text("a,b,c,d,e\n" + regular * 500, encoding="utf-8", newline="")
    read = by_columns(tmp_path / "a.csv", Dialect("utf-8"), 5, 4096, 1 << 25, 1000)
    assert (len(read.rows), read.filled, len(handed_over)) == (2000, 500, 2)


@pytest.mark.parametrize(("delimiter", "known"), [(",", True), ("\t", True), ('"', False), ("§", False), (" ", False)])
def test_odd_delimiters_are_left_to_the_csv_module(delimiter: str, *, known: bool) -> None:
    assert is_splittable(Dialect("utf-8", delimiter)) == known


def test_without_numba_a_large_file_gives_the_same(tmp_path) -> None:
    path = tmp_path / "a.csv"
    lines = [f'{number},"Das ist ""der"" Text {number}\nWann öffnet ihr?",x{number % 7}\n' for number in range(30_000)]
    path.write_text("id,message,page\n" + "1,2,3,4\n".join(lines), encoding="utf-8")
    code = (
        "import sys, hashlib; from socialclassify.exports import open_export; rejects = []; seen = hashlib.sha256()\n"
        f"with open_export({str(path)!r}) as export:\n"
        "    for batch in export.batches(rejects.append):\n"
        "        seen.update(repr([column.to_pylist() for column in batch.columns]).encode())\n"
        "print(seen.hexdigest(), hash(tuple(rejects)), 'numba' in sys.modules)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"SOCIALCLASSIFY_NUMBA": switch, "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for switch in "01"
    ]
    assert [run.pop() for run in runs] == ["False", "True"]
    assert runs[0] == runs[1]


def test_the_whole_example_reads_alike(example: Path) -> None:
    with open_export(example) as export:
        dialect, width = export.dialect, len(export.header)
    assert by_columns(example, dialect, width, 100, 1 << 25, 4096) == by_rows(example, dialect, width)
