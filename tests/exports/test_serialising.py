"""Compiled code writes tables to the bytes that the csv module writes."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialclassify.exports import writer
from socialclassify.exports.dialect import Dialect
from socialclassify.exports.serialising import serialise
from socialclassify.exports.writer import TableWriter, open_table

CELLS = st.none() | st.text(st.sampled_from(list('",;\t|\r\n\0 aä€😀\ufeff=')), max_size=6) | st.text(max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    rows = draw(st.integers(0, 8))

    def column() -> pa.ChunkedArray:
        kind = draw(st.sampled_from(["string", "large_string", "dictionary", "int64", "uint8", "null"]))
        if kind in {"int64", "uint8"}:
            low, high = (0, 255) if kind == "uint8" else (-(2**63), 2**63 - 1)
            values = draw(st.lists(st.none() | st.integers(low, high), min_size=rows + 2, max_size=rows + 2))
            array = pa.array(values, kind)
        elif kind == "null":
            array = pa.nulls(rows + 2)
        else:
            values = draw(st.lists(CELLS, min_size=rows + 2, max_size=rows + 2))
            array = pa.array(values, pa.large_string() if kind == "large_string" else pa.string())
            array = array.dictionary_encode() if kind == "dictionary" else array
        cut = draw(st.integers(0, rows))
        return pa.chunked_array([array[1 : cut + 1], array[cut + 1 : rows + 1]], array.type).slice(0)

    columns = [column() for _ in range(draw(st.integers(1, 4)))]
    return pa.Table.from_arrays(columns, names=[f"c{number}" for number in range(len(columns))])


def written(table: pa.Table, dialect: Dialect, compiled_from: int) -> bytes:
    file = io.BytesIO()
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "COMPILED_FROM", compiled_from)
        table_writer = TableWriter(file, text, dialect, table.column_names)
        table_writer.write(table)
        table_writer.write(table)
    text.flush()
    text.detach()
    return file.getvalue()


@settings(max_examples=500, deadline=None)
@given(table=tables(), delimiter=st.sampled_from(list(",;\t|")), line_end=st.sampled_from(["\n", "\r\n"]))
def test_both_ways_of_writing_give_the_same(table: pa.Table, delimiter: str, line_end: str) -> None:
    dialect = Dialect("utf-8", delimiter, line_end=line_end)
    assert serialise(table, delimiter, line_end) is not None
    assert written(table, dialect, 0) == written(table, dialect, 1 << 40)


@pytest.mark.parametrize(
    ("table", "delimiter"),
    [
        (pa.table({"a": [1.5, None, 1e300]}), ","),
        (pa.table({"a": ["x"], "b": [True]}), ","),
        (pa.table({"a": ["x", "y"], "b": ["§", ""]}), "§"),
        (pa.table({"a": ["x", "y"], "b": [" ", ""]}), " "),
        (pa.table({}), ","),
    ],
)
def test_other_tables_are_left_to_the_csv_module(table: pa.Table, delimiter: str) -> None:
    assert serialise(table, delimiter, "\n") is None
    dialect = Dialect("utf-8", delimiter)
    assert written(table, dialect, 0) == written(table, dialect, 1 << 40)


def test_rows_and_batches_of_both_kinds_stay_in_order(tmp_path) -> None:
    many = pa.table({"a": [str(number) for number in range(writer.COMPILED_FROM)]})
    with open_table(tmp_path / "a.csv", Dialect("utf-8", line_end="\n"), ["a"]) as rows:
        for table in (many[:2], many, many[5:7], many):
            rows.write(table)
    values = [number for part in (many[:2], many, many[5:7], many) for number in part["a"].to_pylist()]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").split("\n") == ["a", *values, ""]
