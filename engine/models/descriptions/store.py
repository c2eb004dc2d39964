"""Stores the descriptions of all architectures, one file each, for scenes and windows that have no torch."""

import json
import sys
from dataclasses import fields
from pathlib import Path

import assets
from engine.contract.files import write_atomically
from engine.models.architectures.catalogue import ARCHITECTURES, Architecture
from engine.models.descriptions.description import Layer, describe

INDEX = "index.json"
"""The names of all networks in the order of the course."""


FACTS = ("name", "title", "family", "year", "source", "note", "shape")
"""What is stored of an architecture besides its layers."""


def stored(architecture: Architecture) -> str:
    """Return the description of an architecture as JSON, a layer a line; what has its default is left out."""
    head = (f'"{name}": {_json(getattr(architecture, name))},' for name in FACTS)
    layers = (_json(_told(layer)) for layer in describe(architecture.build, architecture.shape))
    return "\n".join(["{", *head, '"layers": [', ",\n".join(layers), "]", "}"]) + "\n"


def files() -> dict[str, str]:
    """Return the text of every file in assets/networks that is made here, by the file's name."""
    names = json.dumps(list(ARCHITECTURES), indent=1) + "\n"
    return {INDEX: names} | {f"{name}.json": stored(each) for name, each in ARCHITECTURES.items()}


def write(into: Path | None = None) -> int:
    """Write the descriptions into a folder, `assets/networks` by default; return the exit status 0."""
    folder = assets.path("networks") if into is None else into
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        with write_atomically(folder / name) as file:
            file.write(text.encode())
        print(f"{folder / name}: {len(text):,} bytes", file=sys.stderr)
    return 0


def _told(layer: Layer) -> dict[str, object]:
    values = {field.name: (getattr(layer, field.name), field.default) for field in fields(layer)}
    return {name: value for name, (value, default) in values.items() if value != default}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
