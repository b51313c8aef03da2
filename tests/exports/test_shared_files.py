"""The nasty files of the workshop, where they lie beside the checkout."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from socialclassify import score
from socialclassify.exports import open_export

FILES = Path(__file__).parents[3] / "shared" / "exports" / "files"
EXPECTED = json.loads((FILES / "expect.json").read_text()) if FILES.is_dir() else {}


@pytest.mark.parametrize("name", EXPECTED or ["none beside this checkout"])
def test_is_read_as_expected(name: str, tmp_path) -> None:
    if not EXPECTED:
        assert not FILES.exists()
        return
    expected = EXPECTED[name]
    with open_export(FILES / name) as export:
        assert len(export.header) == expected["cols"]
        assert export.dialect.delimiter == expected["delim"]
        assert export.dialect.encoding.replace("-sig", "") == expected["enc"].replace("-sig", "")
        assert export.dialect.quoted == ("quote" not in expected)
        rows = [row for batch in export.batches() for row in batch.to_pylist()]
    assert len(rows) == expected["rows"]
    summary = score(FILES / name, tmp_path / "scored.csv")
    assert summary.rows == expected["rows"]
    with (tmp_path / "scored.csv").open(encoding="utf-8-sig", newline="") as file:
        scored = list(csv.DictReader(file, delimiter=expected["delim"]))
    assert [{key: row[key] for key in rows[0]} for row in scored] == rows
