from __future__ import annotations

import csv
from pathlib import Path

import pytest

from socialclassify import InputError, Model, UsageError, score
from socialclassify.scoring import SCORED_COLUMNS

TEXTS = [
    "Wo bleibt mein Paket? Warte seit Montag",
    "",
    "   \n ",
    "When will you open the new store in our town?",
    "Hallo\x00 du, wann macht ihr auf?",
    '=cmd|"/c calc"!A1 <script>alert(1)</script> 😀',
    "x" * 10_000_000,
    "Danke für deine Nachricht! Bitte schau hier nach: https://a.de/1 @lena",
    "Danke für deine Nachricht! Bitte schau hier nach: https://a.de/2 @tom",
]


def table(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(1 << 26)
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.fixture
def nasty(tmp_path) -> Path:
    path = tmp_path / "nasty.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "message", "Likes"])
        writer.writerows([str(number), text, "1.234"] for number, text in enumerate(TEXTS))
    return path


def test_all_rows_in_order_with_untouched_columns(nasty: Path, model: Model, tmp_path) -> None:
    summary = score(nasty, tmp_path / "out.csv", model=model)
    rows, scored = table(nasty), table(tmp_path / "out.csv")
    assert [{key: row[key] for key in rows[0]} for row in scored] == rows
    assert list(scored[0]) == ["id", "message", "Likes", *SCORED_COLUMNS]
    assert [row["sc_status"] for row in scored] == [
        "ok", "empty", "empty", "not_german", "ok", "ok", "unreadable", "ok", "ok",
    ]  # fmt: skip
    assert [row["sc_copies"] for row in scored[-2:]] == ["2", "2"]
    assert summary.rows == 9
    assert summary.statuses == {"ok": 5, "empty": 2, "not_german": 1, "unreadable": 1}
    assert sum(summary.fields.values()) == 6


def test_labels_are_those_of_predict(example: Path, model: Model, tmp_path) -> None:
    score(example, tmp_path / "out.csv", model=model)
    scored = table(tmp_path / "out.csv", "utf-8-sig")
    authors = ["brand" if row["Autor"] == "Zwirbelrad" else "user" for row in scored]
    predictions = model.predict([row["Beschreibung"] for row in scored], author=authors, brand="Zwirbelrad")
    for row, prediction in zip(scored, predictions, strict=True):
        assert row["sc_message_type"] == prediction.message_type
        assert row["sc_interaction"] == prediction.interaction
        assert row["sc_field"] == prediction.field
        assert row["sc_unsure"] == " ".join(prediction.unsure)
        assert float(row["sc_p_dialogue"]) == pytest.approx(prediction.p_dialogue, abs=5e-5)
        assert float(row["sc_p_relevant"]) == pytest.approx(prediction.p_relevant, abs=5e-5)


@pytest.mark.parametrize(
    ("encoding", "expected"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "utf-8-sig")]
)
def test_output_is_written_as_the_input_was(tmp_path, model: Model, encoding: str, expected: str) -> None:
    content = "Beitrag;Likes\r\nGrüße aus Köln, schöne Straße;3\r\nÄpfel, Öl, süße Brötchen;4\r\n"
    (tmp_path / "in.csv").write_bytes(content.encode(encoding))
    score(tmp_path / "in.csv", tmp_path / "out.csv", model=model)
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") == (expected == "utf-8-sig")
    assert b"\r\n" in raw
    assert [row["Beitrag"] for row in table(tmp_path / "out.csv", expected, ";")] == [
        "Grüße aus Köln, schöne Straße",
        "Äpfel, Öl, süße Brötchen",
    ]


def test_what_has_no_place_is_kept_beside_the_output(tmp_path, model: Model) -> None:
    (tmp_path / "in.csv").write_text(
        "id,message\n1,Hallo ihr alle da\n2,Nein, so nicht\n3,Ja so ist es\n", encoding="utf-8"
    )
    summary = score(tmp_path / "in.csv", tmp_path / "out.csv", model=model)
    assert (summary.rows, summary.rejected) == (2, 1)
    (reject,) = table(tmp_path / "out.csv.rejects.csv", "utf-8-sig")
    assert reject == {"line": "3", "reason": "has 3 cells, the header has 2", "raw": "2,Nein, so nicht"}
    (tmp_path / "in.csv").write_text("id,message\n1,Hallo ihr alle da\n", encoding="utf-8")
    assert score(tmp_path / "in.csv", tmp_path / "out.csv", model=model).rejects is None
    assert not (tmp_path / "out.csv.rejects.csv").exists()


def test_the_input_is_never_taken_for_the_rejects_file(tmp_path, model: Model) -> None:
    (tmp_path / "out.csv.rejects.csv").write_text("id,message\n1,Hallo ihr alle da\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"would be written; write to another one"):
        score(tmp_path / "out.csv.rejects.csv", tmp_path / "out.csv", model=model)
    (tmp_path / "in.csv").write_text("id,message\n1,Hallo ihr alle da\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"is in the way of the rejects file"):
        score(tmp_path / "in.csv", tmp_path / "out.csv", model=model)
    assert (tmp_path / "out.csv.rejects.csv").read_text().startswith("id,message")


def test_a_carriage_return_inside_a_cell_comes_back(tmp_path, model: Model) -> None:
    (tmp_path / "in.csv").write_bytes(b'id;message\n1;"Hallo\rWelt wie geht es euch"\n')
    score(tmp_path / "in.csv", tmp_path / "out.csv", model=model)
    assert [row["message"] for row in table(tmp_path / "out.csv", delimiter=";")] == ["Hallo\rWelt wie geht es euch"]


def test_an_unknown_field_is_refused(nasty: Path, tmp_path, model: Model) -> None:
    with pytest.raises(UsageError, match="'txt' is no field"):
        score(nasty, tmp_path / "out.csv", model=model, columns={"txt": "message"})


def test_a_header_without_rows_gives_a_header(tmp_path, model: Model) -> None:
    (tmp_path / "in.csv").write_text("id;message\n", encoding="utf-8")
    assert score(tmp_path / "in.csv", tmp_path / "out.csv", model=model).rows == 0
    assert (tmp_path / "out.csv").read_text() == ";".join(["id", "message", *SCORED_COLUMNS]) + "\n"


def test_wrong_targets_are_refused_before_any_work(nasty: Path, tmp_path) -> None:
    with pytest.raises(UsageError, match="is the file that is read"):
        score(nasty, nasty)
    with pytest.raises(UsageError, match="files are not written, only CSV"):
        score(nasty, tmp_path / "out.xlsx")
    with pytest.raises(UsageError, match="no such folder"):
        score(nasty, tmp_path / "no" / "out.csv")


def test_a_scored_file_is_not_scored_again(nasty: Path, tmp_path, model: Model) -> None:
    score(nasty, tmp_path / "once.csv", model=model)
    with pytest.raises(InputError, match="is scored already, it has the column 'sc_message_type'"):
        score(tmp_path / "once.csv", tmp_path / "twice.csv", model=model)
    assert not (tmp_path / "twice.csv").exists()


def test_an_interrupted_run_leaves_the_old_output(nasty: Path, tmp_path, model: Model) -> None:
    (tmp_path / "out.csv").write_text("old")

    def stop(done: int, size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(nasty, tmp_path / "out.csv", model=model, on_progress=stop)
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nasty.csv", "out.csv"]
