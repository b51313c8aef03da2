from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialclassify import InputError
from socialclassify.exports import Reject, open_export

HEADER = ["Beitrags-ID", "Seitenname", "Beschreibung", "Kommentare"]
ROWS = [
    ["1", "Bäckerei Müller", 'Größe "XL"; gibt\'s\n\nauch in Süß, 12,50 €', "3"],
    ["2", "Bäckerei Müller", "Neu: Käse, Brötchen, Äpfel", "0"],
    ["3", "Bäckerei Müller", "Wann habt ihr geöffnet?", "1"],
]


@pytest.fixture(params=[0, 1 << 40], ids=["compiled", "row by row"], scope="module", autouse=True)
def _compiled_from(request: pytest.FixtureRequest):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("socialclassify.exports.reader.COMPILED_FROM", request.param)
        yield


def read(path: Path, **overrides: str) -> tuple[list[str], list[list[str]], list[Reject]]:
    rejects: list[Reject] = []
    with open_export(path, overrides) as export:
        rows = [list(row.values()) for batch in export.batches(rejects.append) for row in batch.to_pylist()]
        return export.header, rows, rejects


def written(
    rows: list[list[str]], delimiter: str = ",", line_end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_all_ways_of_writing_give_the_same_rows(tmp_path, delimiter, encoding, line_end, quoting) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(written([HEADER, *ROWS], delimiter, line_end, quoting).encode(encoding))
    assert read(path) == (HEADER, ROWS, [])


def test_carriage_returns_alone_end_records(tmp_path) -> None:
    rows = [[cell.replace("\n", " ") for cell in row] for row in ROWS]
    (tmp_path / "a.csv").write_bytes(written([HEADER, *rows], ";", "\r").encode("cp1252"))
    assert read(tmp_path / "a.csv")[:2] == (HEADER, rows)


def test_quotes_that_are_part_of_the_text(tmp_path) -> None:
    text = 'id\tmessage\tlikes\n1\t"Toll" sagt er: 5" Display, ja\t3\n2\tGut so "alles" klar\t4\n'
    (tmp_path / "a.tab").write_text(text, encoding="utf-8")
    assert read(tmp_path / "a.tab")[1] == [
        ["1", '"Toll" sagt er: 5" Display, ja', "3"],
        ["2", 'Gut so "alles" klar', "4"],
    ]


def test_lines_above_the_header_are_kept_as_rejects(tmp_path) -> None:
    above = '"Report:","Bulk Download"\r\n"Brand:","Bäckerei"\r\n\r\n'
    (tmp_path / "a.csv").write_text(above + written([HEADER, *ROWS]), encoding="utf-8", newline="")
    header, rows, rejects = read(tmp_path / "a.csv")
    assert (header, rows) == (HEADER, ROWS)
    assert [(reject.line, reject.reason) for reject in rejects] == [(1, "above the header"), (2, "above the header")]


def test_a_sep_line_is_no_reject(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\r\n" + written([HEADER, *ROWS], ";"), encoding="utf-8-sig", newline="")
    assert read(tmp_path / "a.csv") == (HEADER, ROWS, [])


def test_stray_windows_bytes_in_utf8_are_read(tmp_path) -> None:
    content = written([HEADER, *ROWS]).encode().replace("Äpfel".encode(), b"\xc4pfel")
    (tmp_path / "a.csv").write_bytes(content)
    assert read(tmp_path / "a.csv")[1] == ROWS


def test_short_rows_are_filled_and_long_ones_rejected_with_line_and_text(tmp_path) -> None:
    lines = [
        "id,message,likes",
        "1,Hallo ihr alle zusammen",
        "2,Hallo du da,3,,",
        "",
        "3,Nein, so nicht ihr da,4",
        "4,Ja doch bitte,5",
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    _, rows, rejects = read(tmp_path / "a.csv")
    assert rows == [["1", "Hallo ihr alle zusammen", ""], ["2", "Hallo du da", "3"], ["4", "Ja doch bitte", "5"]]
    assert rejects == [Reject(5, "has 4 cells, the header has 3", "3,Nein, so nicht ihr da,4")]


@pytest.mark.parametrize(
    "stray",
    [
        '2;"Offen;Lena;4;x',
        '2;"Hallo" sagte sie;Lena;4;x',
        '2;Er sagte "Nein" dazu;Lena;4;x',
        '2;"Er sagte "Nein" und ging";Lena;4;x',
    ],
)
def test_a_stray_quotation_mark_swallows_no_row_and_stays_in_its_text(tmp_path, stray: str) -> None:
    rows = [f"{number};Das ist ein Text {number};Tom;3;y" for number in range(300)]
    lines = [
        "id;message;Autor;Likes;z",
        *rows[:100],
        stray,
        *rows[100:200],
        '7;"Zeile eins\nZeile zwei; ""so""";Uwe;5;y',
        stray,
        *rows[200:],
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _, read_rows, rejects = read(tmp_path / "a.csv")
    assert rejects == []
    assert len(read_rows) == 303
    assert read_rows[100] == read_rows[202] == stray.split(";")
    assert read_rows[201] == ["7", 'Zeile eins\nZeile zwei; "so"', "Uwe", "5", "y"]


def test_short_rows_are_counted(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("id;message;b\n1;Hallo ihr da draußen\n2;Na du da;x\n", encoding="utf-8")
    with open_export(tmp_path / "a.csv") as export:
        assert sum(batch.num_rows for batch in export.batches()) == 2
        assert export.filled == 1


def test_a_blank_line_in_a_table_of_one_column_is_a_row(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("text\nHallo ihr alle da\n\nDanke sehr euch\n\n", encoding="utf-8")
    assert read(tmp_path / "a.csv")[1] == [["Hallo ihr alle da"], [""], ["Danke sehr euch"]]


def test_bytes_that_mean_nothing_are_kept(tmp_path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id;message\n1;Gr\xfc\xdfe \x81 und \x9d bis bald\n")
    assert read(tmp_path / "a.csv")[1] == [["1", "Grüße \x81 und \x9d bis bald"]]


def test_nul_bytes_and_empty_rows_stay(tmp_path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,message\n1,Hallo \x00 du da\n,\n3,Na du da\n")
    assert read(tmp_path / "a.csv")[1] == [["1", "Hallo \x00 du da"], ["", ""], ["3", "Na du da"]]


def test_names_that_occur_twice_keep_their_columns(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("id,Text,Text,\n1,Das ist der erste Text,zweiter,x\n", encoding="utf-8")
    with open_export(tmp_path / "a.csv") as export:
        (batch,) = export.batches()
        assert batch.column_names == ["id", "Text", "Text", ""]
        assert [column.to_pylist() for column in batch.columns] == [
            ["1"],
            ["Das ist der erste Text"],
            ["zweiter"],
            ["x"],
        ]


def test_batches_are_bounded_and_progress_reaches_the_end(tmp_path) -> None:
    from socialclassify.exports.reader import BATCH_ROWS

    rows = [[str(number), "Das ist ein kurzer Text"] for number in range(BATCH_ROWS * 2 + 5)]
    (tmp_path / "a.csv").write_text(written([["id", "message"], *rows]), encoding="utf-8", newline="")
    done: list[int] = []
    with open_export(tmp_path / "a.csv") as export:
        assert [batch.num_rows for batch in export.batches(None, done.append)] == [BATCH_ROWS, BATCH_ROWS, 5]
        assert done == sorted(done)
        assert done[-1] == export.size
        assert sum(batch.num_rows for batch in export.batches()) == len(rows)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \n\n ", "is empty"),
        (b"\xc2\xa0\n", "is empty"),
        (b"x" * 300_000, "no line ends in its first 256 KB"),
        (b"PK\x03\x04rest", "an Excel workbook or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0rest", "an old Excel workbook"),
        (b"\x1f\x8brest", "compressed with gzip"),
        (b'[{"a": 1}]', "holds JSON"),
        (b"<html><body>", "holds HTML"),
        (b"a;b\n1;2\n", "no column holds posts' texts"),
        (b",".join(b"c" for _ in range(20_000)) + b"\n", "has 20,000 columns"),
    ],
)
def test_what_is_no_export_is_said_in_one_line(tmp_path, content: bytes, message: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        read(tmp_path / "a.csv")
    assert "\n" not in str(error.value)


def test_a_quotation_mark_left_open_does_not_eat_the_memory(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socialclassify.exports.dialect.MAX_CELL", 1000)
    (tmp_path / "a.csv").write_text('id,message\n1,"offen ' + "und lang " * 500 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a.csv, line 2: field larger than field limit \(1000\); is a quotation mark"):
        read(tmp_path / "a.csv")


def test_a_stray_quotation_mark_in_a_line_that_is_too_long_is_an_input_error(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("socialclassify.exports.dialect.MAX_CELL", 1000)
    (tmp_path / "a.csv").write_text('id,message\n1,"Toll" ' + "und lang " * 500 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a.csv, line 2: field larger than field limit \(1000\)"):
        read(tmp_path / "a.csv")


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x00\ufeff"), max_size=20)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_arbitrary_cells_come_back(tmp_path_factory, rows, delimiter: str, encoding: str) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    header = ["Beitrags-ID", "Beschreibung", "Seitenname"]
    table = [[f"n{number}", text, page] for number, (text, page) in enumerate(rows)]
    path.write_bytes(written([header, *table], delimiter, "\r\n", csv.QUOTE_ALL).encode(encoding))
    assert read(path, text="Beschreibung") == (header, table, [])


def test_sentences_with_as_many_commas_as_a_record_stay_in_their_cell(tmp_path) -> None:
    text = 'Verlosung!\nWir lieben Rot, Blau, Gelb, Grün, Lila, Rosa und Weiß.\n"Danke", sagt das Team\nBis bald'
    header = ["id", "date", "author", "brand", "text", "likes"]
    rows = [[str(number), "2024-05-01", "a", "b", text, "3"] for number in range(5)]
    (tmp_path / "a.csv").write_text(written([header, *rows]), encoding="utf-8", newline="")
    assert read(tmp_path / "a.csv") == (header, rows, [])
