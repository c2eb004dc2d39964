"""The arrays of an ONNX file: whether their bytes are what their shapes say, and their numbers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import prod
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, numpy_helper

from desktop.model_files.errors import FileError
from desktop.pictures.answers import called
from scenes.stage.numbers.reading import echoed

MOST_NUMBERS = 2**40
"""No array has more: it would not fit into any machine that this program runs on."""
_KINDS: dict[int, tuple[str, int]] = {
    TensorProto.FLOAT: ("F32", 32),
    TensorProto.UINT8: ("U8", 8),
    TensorProto.INT8: ("I8", 8),
    TensorProto.UINT16: ("U16", 16),
    TensorProto.INT16: ("I16", 16),
    TensorProto.INT32: ("I32", 32),
    TensorProto.INT64: ("I64", 64),
    TensorProto.BOOL: ("BOOL", 8),
    TensorProto.FLOAT16: ("F16", 16),
    TensorProto.DOUBLE: ("F64", 64),
    TensorProto.UINT32: ("U32", 32),
    TensorProto.UINT64: ("U64", 64),
    TensorProto.COMPLEX64: ("C64", 64),
    TensorProto.COMPLEX128: ("C128", 128),
    TensorProto.BFLOAT16: ("BF16", 16),
    TensorProto.FLOAT8E4M3FN: ("F8_E4M3", 8),
    TensorProto.FLOAT8E5M2: ("F8_E5M2", 8),
    TensorProto.UINT4: ("U4", 4),
    TensorProto.INT4: ("I4", 4),
}
"""What safetensors call the kinds of numbers, and how many bits one takes."""
_FIELDS = ("float_data", "int32_data", "int64_data", "double_data", "uint64_data")
_IN_PAIRS = (TensorProto.COMPLEX64, TensorProto.COMPLEX128)


def kind_of(array: TensorProto) -> str:
    """What safetensors call the kind of an array's numbers; "" for one that they don't know."""
    return _KINDS.get(array.data_type, ("", 0))[0]


def arrays_in(model: ModelProto) -> Iterator[TensorProto]:
    """Every array of a file, those inside nodes, subgraphs and functions too."""
    yield from _arrays_of_graph(model.graph)
    for function in model.functions:
        for node in function.node:
            yield from _arrays_of_node(node)


def _arrays_of_graph(graph: GraphProto) -> Iterator[TensorProto]:
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)
    for node in graph.node:
        yield from _arrays_of_node(node)


def _arrays_of_node(node: NodeProto) -> Iterator[TensorProto]:
    for attribute in node.attribute:
        if attribute.type == AttributeProto.TENSOR:
            yield attribute.t
        yield from attribute.tensors
        if attribute.HasField("g"):
            yield from _arrays_of_graph(attribute.g)
        for graph in attribute.graphs:
            yield from _arrays_of_graph(graph)


def check(array: TensorProto, path: Path) -> None:
    """Raise FileError where an array of the file `path` hasn't the numbers that its shape claims."""
    what = f"The array “{echoed(array.name)}” of {called(path)}"
    if any(length < 0 for length in array.dims):
        raise FileError(f"{what} has a side of less than nothing. The file is damaged or made to do harm.")
    count = prod(array.dims)
    if count > MOST_NUMBERS:
        raise FileError(f"{what} claims to hold {count:.1e} numbers. The file is damaged or made to do harm.")
    if array.data_type == TensorProto.STRING:
        fits = len(array.string_data) == count
    elif array.data_type not in _KINDS:
        raise FileError(f"{what} holds numbers of a kind that Convoscope doesn’t know. Save it with float32.")
    elif outside(array):
        _place(array, path)
        return
    else:
        bits = _KINDS[array.data_type][1]
        fits = _held(array, count, bits)
    if not fits:
        raise FileError(f"{what} claims to hold {count:,} numbers, and doesn’t. The file is cut off or damaged.")


def _held(array: TensorProto, count: int, bits: int) -> bool:
    """Whether an array inside the file has the bytes, or the items, of so many numbers."""
    if array.HasField("raw_data"):
        return len(array.raw_data) == (count * bits + 7) // 8
    items = sum(len(getattr(array, field)) for field in _FIELDS)
    if array.data_type in _IN_PAIRS:
        return items == 2 * count
    return items == ((count * bits + 7) // 8 if bits < 8 else count)


def outside(array: TensorProto) -> bool:
    """Whether the numbers of an array lie in another file."""
    return array.data_location == TensorProto.EXTERNAL


def _place(array: TensorProto, path: Path) -> tuple[Path, int, int]:
    """Where the numbers of an array lie: a file beside the model, from where on, and how many bytes.

    Raises FileError where that is no plain file in the folder of the model: a foreign file must not choose what of
    this computer is read.
    """
    said = {entry.key: entry.value for entry in array.external_data}
    where = said.get("location", "")
    name = echoed(where)
    parts = PurePosixPath(where.replace("\\", "/")).parts
    if (
        not where
        or "\0" in where
        or ".." in parts
        or PurePosixPath(where).is_absolute()
        or PureWindowsPath(where).drive
    ):
        raise FileError(
            f"{called(path)} wants to read “{name}”, outside its own folder. That is refused: ask for a file that "
            "holds its numbers itself."
        )
    file = path.parent
    for part in parts:
        file /= part
        if file.is_symlink():
            raise FileError(
                f"{called(path)} wants to read “{name}”, which is a link to another place. That is refused."
            )
    if not file.is_file():
        raise FileError(f"The numbers of {called(path)} lie in a file “{name}”, which isn’t beside it. Put it there.")
    need = (prod(array.dims) * _KINDS[array.data_type][1] + 7) // 8
    try:
        offset, length = int(said.get("offset", "0")), int(said.get("length", str(need)))
    except ValueError:
        offset, length = -1, -1
    if offset < 0 or length != need or offset + length > file.stat().st_size:
        raise FileError(f"The file “{name}” beside {called(path)} is too short for its numbers. Get both again.")
    return file, offset, length


def numbers(array: TensorProto, path: Path) -> NDArray[Any]:
    """The numbers of an array that has been checked."""
    if outside(array):
        file, offset, length = _place(array, path)
        inside = TensorProto(dims=array.dims, data_type=array.data_type)
        with file.open("rb") as opened:
            opened.seek(offset, os.SEEK_SET)
            inside.raw_data = opened.read(length)
        array = inside
    found: NDArray[Any] = numpy_helper.to_array(array)
    return found if found.dtype.kind in "biufcO" else found.astype(np.float32)
