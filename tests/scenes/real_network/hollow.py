"""Kits of any network without its numbers: what is drawn of it before an answer has come, in no time."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path

from desktop.model_files.fits import shapes
from scenes.stage.data import networks
from scenes.stage.data.reading import Kit


def hollow(folder: Path, network: str, file: str = "mine.pth") -> Kit:
    """A kit whose file of weights says what it holds, and holds nothing; it is read from a `file`."""
    net, end, entries = networks.network(network), 0, {}
    for name, shape in shapes.tensors(net).items():
        begin, end = end, end + 4 * prod(shape)
        entries[name] = {"dtype": "F32", "shape": shape, "data_offsets": (begin, end)}
    head = json.dumps(entries).encode()
    made = folder / f"hollow {network}"
    made.mkdir(exist_ok=True)
    (made / f"{network}.safetensors").write_bytes(len(head).to_bytes(8, "little") + head)
    levels = [0.5] * net.shape[0]
    said = {"mean": levels, "deviation": levels, "file": file}
    (made / f"{network}.reads.json").write_text(json.dumps(said), encoding="utf-8")
    return Kit(network, str(made))
