from __future__ import annotations

import json
import random
import shutil

import pytest
from click.testing import CliRunner

from socialclassify import Model, ModelError, UsageError, load
from socialclassify.artefact import CARD, MANIFEST, WEIGHTS, Artefact, read_artefact, write_artefact
from socialclassify.cli import main


@pytest.fixture
def folder(model: Model, tmp_path):
    model.save(tmp_path / "model")
    return tmp_path / "model"


def test_saving_twice_gives_the_same_bytes(model: Model, folder, tmp_path) -> None:
    model.save(tmp_path / "second")
    for name in (MANIFEST, WEIGHTS, CARD):
        assert (folder / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS, CARD])
@pytest.mark.parametrize("seed", range(8))
def test_any_changed_byte_is_refused(folder, name: str, seed: int) -> None:
    content = bytearray((folder / name).read_bytes())
    place = random.Random(f"{name}{seed}").randrange(len(content))  # noqa: S311
    content[place] ^= 1 << (seed % 8)
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match="was changed since the model was written") as error:
        load(folder)
    assert name in str(error.value)


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS, CARD])
@pytest.mark.parametrize("change", [lambda b: b + b"\n", lambda b: b[:-1], lambda _: b""], ids=["more", "less", "none"])
def test_added_and_cut_bytes_are_refused(folder, name: str, change) -> None:
    (folder / name).write_bytes(change((folder / name).read_bytes()))
    with pytest.raises(ModelError):
        load(folder)


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS, CARD])
def test_a_missing_file_is_named(folder, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: missing"):
        load(folder)


def test_a_newer_schema_asks_for_an_update(folder) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "schema_version": 99}))
    with pytest.raises(ModelError, match="update socialclassify"):
        load(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest, _: manifest.pop("n_hashes"),
        lambda manifest, _: manifest.update(n_hashes="many"),
        lambda manifest, _: manifest["labels"].pop("interaction"),
        lambda manifest, _: manifest["labels"]["interaction"]["classes"].reverse(),
        lambda _, weights: weights.pop("interaction.coef"),
        lambda _, weights: weights["interaction.coef"].fill(float("nan")),
        lambda _, weights: weights.update({"interaction.intercept": weights["message_type.coef"]}),
    ],
)
def test_a_sealed_model_that_does_not_fit_is_refused(folder, change, tmp_path) -> None:
    artefact = read_artefact(folder)
    weights = {name: tensor.copy() for name, tensor in artefact.weights.items()}
    manifest = {key: value for key, value in artefact.manifest.items() if key not in ("files", "schema_version")}
    change(manifest, weights)
    write_artefact(tmp_path / "other", Artefact(manifest, weights, artefact.card))
    with pytest.raises(ModelError, match="does not fit this version of socialclassify"):
        load(tmp_path / "other")


def test_a_pickle_under_the_weights_name_is_never_run(folder, tmp_path) -> None:
    import pickle

    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    (folder / WEIGHTS).write_bytes(pickle.dumps(Trap()))
    with pytest.raises(ModelError):
        load(folder)
    assert not (tmp_path / "sprung").exists()


def test_no_folder_a_file_and_a_foreign_folder(model: Model, tmp_path) -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        load(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        model.save(tmp_path / "file")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("x")
    with pytest.raises(UsageError, match="holds other things than a model"):
        model.save(tmp_path / "photos")


def test_command_shows_the_card_and_refuses_an_altered_model(folder) -> None:
    shown = CliRunner().invoke(main, ["model", str(folder)])
    assert shown.exit_code == 0
    assert "# Model card" in shown.stdout
    shutil.copy(folder / CARD, folder / WEIGHTS)
    refused = CliRunner().invoke(main, ["model", str(folder)])
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
