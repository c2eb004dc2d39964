"""Files of networks as foreign people have them: good ones, and ones that lie."""

from __future__ import annotations

import json
import os
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn


def net() -> nn.Module:
    """A small network with a layer of each kind."""
    torch.manual_seed(3)
    layers = OrderedDict(
        conv1=nn.Conv2d(3, 8, 3),
        bn1=nn.BatchNorm2d(8),
        depthwise=nn.Conv2d(8, 8, (3, 5), groups=8, bias=False),
        fc=nn.Linear(8, 10),
    )
    return nn.Sequential(layers)


def safetensors(path: Path, header: object, numbers: bytes = b"", length: int | None = None) -> Path:
    """Write a file with any header, and any length said of it."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes((len(text) if length is None else length).to_bytes(8, "little") + text + numbers)
    return path


def entry(begin: int, end: int, *shape: int, kind: str = "F32") -> dict[str, object]:
    """What a header says of one array."""
    return {"dtype": kind, "shape": shape, "data_offsets": [begin, end]}


def saved(path: Path, what: object) -> Path:
    """Save anything as torch does."""
    torch.save(what, path)
    return path


def changed(path: Path, into: Path, entries: Mapping[str, bytes], packing: int = zipfile.ZIP_STORED) -> Path:
    """Copy a file of torch's with other contents of some entries, named by how they end."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w", packing) as new:
        for each in old.infolist():
            replaced = next((data for end, data in entries.items() if each.filename.endswith(end)), None)
            new.writestr(each.filename, old.read(each) if replaced is None else replaced)
    return into


def bomb(folder: Path) -> Path:
    """A file of 200 kB that unpacks to 200 MB."""
    plain = saved(folder / "plain.pt", {"weight": torch.zeros(4)})
    return changed(plain, folder / "bomb.pt", {"/data/0": bytes(200 << 20)}, zipfile.ZIP_DEFLATED)


def stride_zero(folder: Path) -> Path:
    """A file of 1.5 kB with a tensor of 10^12 numbers that are all one number."""
    return saved(folder / "stride.pt", {"weight": torch.zeros(1).expand(10**6, 10**6)})


def huge_storage(folder: Path) -> Path:
    """A file of 1.5 kB whose storage claims 10^12 numbers."""
    plain = saved(folder / "plain.pt", {"weight": torch.zeros(4)})
    with zipfile.ZipFile(plain) as archive:
        name = next(name for name in archive.namelist() if name.endswith("data.pkl"))
        pickled = archive.read(name)
    many = b"\x8a\x06" + (10**12).to_bytes(6, "little")
    lying = pickled.replace(b"K\x04tq", many + b"tq").replace(b"K\x04\x85", many + b"\x85")
    assert lying.count(many) == 2
    return changed(plain, folder / "huge.pt", {"data.pkl": lying})


class Program:
    """What runs a command where it is unpickled."""

    def __init__(self, command: str) -> None:
        self._command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (self._command,)


def program(folder: Path, canary: Path) -> Path:
    """A file that makes another file when it is unpickled."""
    return saved(folder / "program.pt", {"weight": Program(f"touch {canary}")})


def endless(folder: Path) -> Path:
    """A file of 1.5 kB that takes ages: its key is a pair of pairs of pairs, and to hash it takes 2^60 steps."""
    plain = saved(folder / "plain.pt", {"weight": torch.zeros(4)})
    pairs = b"".join(b"q" + bytes([index]) + b"h" + bytes([index]) + b"\x86" for index in range(60))
    return changed(plain, folder / "endless.pt", {"data.pkl": b"\x80\x02}" + b")" + pairs + b"K\x01s."})


def looping(path: Path) -> Path:
    """A network in the format ONNX, for pictures of 3 × 8 × 8, whose last layer is a loop that takes years."""
    from onnx import TensorProto, helper, numpy_helper, save_model

    def value(name: str, kind: int, *shape: int) -> Any:
        return helper.make_tensor_value_info(name, kind, shape)

    nodes = [helper.make_node("Identity", ["on"], ["still"]), helper.make_node("Add", ["x", "x"], ["twice"])]
    before = [value("turn", TensorProto.INT64), value("on", TensorProto.BOOL), value("x", TensorProto.FLOAT, 1, 4)]
    after = [value("still", TensorProto.BOOL), value("twice", TensorProto.FLOAT, 1, 4)]
    body = helper.make_graph(nodes, "turn", before, after)
    layers = [
        helper.make_node("GlobalAveragePool", ["picture"], ["means"]),
        helper.make_node("Flatten", ["means"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["logits"]),
        helper.make_node("Loop", ["turns", "", "logits"], ["out"], body=body),
    ]
    numbers = {"weights": np.ones((3, 4), np.float32), "turns": np.array(2**60, np.int64)}
    given, wanted = [value("picture", TensorProto.FLOAT, 1, 3, 8, 8)], [value("out", TensorProto.FLOAT, 1, 4)]
    held = [numpy_helper.from_array(array, name) for name, array in numbers.items()]
    graph = helper.make_graph(layers, "loop", given, wanted, held)
    save_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    return path
