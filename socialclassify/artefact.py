"""A model on disk: ``manifest.json``, ``weights.safetensors``, ``card.md``, each checked before it is used.

The hashes tell damage and tampering by accident apart from a good copy; they do not tell who made a model. Nothing in
a folder can run code: it holds numbers (safetensors), JSON and a text.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialclassify.errors import ModelError, UsageError
from socialclassify.files import replace_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMA_VERSION = 1
MANIFEST = "manifest.json"
WEIGHTS = "weights.safetensors"
CARD = "card.md"

_SELF = "manifest_sha256"


@dataclass(frozen=True)
class Artefact:
    """What a model folder holds.

    Attributes
    ----------
    manifest : dict
        Labels, engine, versions, thresholds; without the hashes.
    weights : dict of str to ndarray of float32
        The tensors by name.
    card : str
        What the model is, for people, in Markdown.
    """

    manifest: dict[str, Any]
    weights: dict[str, NDArray[np.float32]]
    card: str


def write_artefact(folder: Path, artefact: Artefact) -> None:
    """Write a model folder, the same bytes for the same model.

    Parameters
    ----------
    folder : Path
        Made where it does not exist. The manifest is written last, so that an interrupted write is noticed.
    artefact : Artefact
        What to write.

    Raises
    ------
    UsageError
        If the folder is a file, or holds other things than a model.
    """
    from safetensors.numpy import save

    _check_target(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = {WEIGHTS: save(dict(sorted(artefact.weights.items()))), CARD: artefact.card.encode()}
    (folder / MANIFEST).unlink(missing_ok=True)
    for name, content in files.items():
        replace_file(folder / name, content)
    manifest = {
        "schema_version": SCHEMA_VERSION,
        **artefact.manifest,
        "files": {name: _sha256(content) for name, content in sorted(files.items())},
    }
    replace_file(folder / MANIFEST, _sealed(manifest))


def read_artefact(folder: Path) -> Artefact:
    """Read a model folder and verify each byte of it.

    Parameters
    ----------
    folder : Path
        A folder that :func:`write_artefact` wrote.

    Returns
    -------
    Artefact

    Raises
    ------
    ModelError
        If something is missing, was changed, or is of a version that this package does not read.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    if not folder.is_dir():
        message = f"{folder}: no such model folder"
        raise ModelError(message)
    manifest = _read_manifest(folder)
    content = {name: _verified(folder, name, manifest["files"].get(name)) for name in (WEIGHTS, CARD)}
    try:
        weights = load(content[WEIGHTS])
    except (SafetensorError, KeyError, ValueError) as error:
        message = f"{folder / WEIGHTS}: not a safetensors file ({error})"
        raise ModelError(message) from None
    return Artefact(manifest, weights, content[CARD].decode(errors="replace"))


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    raw = _read(path)
    try:
        manifest = json.loads(raw)
    except (ValueError, RecursionError):
        raise _altered(path) from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise _altered(path)
    version = manifest.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        message = (
            f"{path}: written by a newer socialclassify (schema {version}, this one reads {SCHEMA_VERSION}); "
            "update socialclassify"
        )
        raise ModelError(message)
    manifest.pop(_SELF, None)
    if version != SCHEMA_VERSION or _sealed(manifest) != raw:
        raise _altered(path)
    return manifest


def _verified(folder: Path, name: str, expected: object) -> bytes:
    path = folder / name
    content = _read(path)
    if _sha256(content) != expected:
        raise _altered(path)
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        message = f"{path}: missing, so {path.parent} is not a complete model; train or copy it again"
        raise ModelError(message) from None
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})"
        raise ModelError(message) from None


def _sealed(manifest: dict[str, Any]) -> bytes:
    digest = _sha256(_json(manifest))
    return _json({**manifest, _SELF: digest})


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _altered(path: Path) -> ModelError:
    return ModelError(f"{path}: was changed since the model was written; train or copy the model again")


def _check_target(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        message = f"{folder}: is a file; a model is written to a folder"
        raise UsageError(message)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / WEIGHTS).exists():
        message = f"{folder}: holds other things than a model; name an empty or new folder"
        raise UsageError(message)
