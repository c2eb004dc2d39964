"""Writes what is taken along, in a process of its own: `python -m desktop.lab.take_away.writer`.

The order comes on stdin. On stdout goes one sentence for the user: what was written, or why nothing was.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from desktop.lab.take_away import code, onnx_file, tensors
from desktop.lab.take_away.layers import UnfitLayersError
from desktop.lab.take_away.taken import Form, Kept, Order, from_wire, refused
from desktop.system.extras import missing
from desktop.system.tracebacks import told, wanted
from engine.contract.files import write_atomically
from engine.contract.spec import SpecError

NOT_SHOWN = " No kept run holds these pictures: ask who is in them before you give that file away."


def carry_out(order: Order) -> str:
    """Write what was ordered; returns the sentence for the user, whatever comes of it."""
    try:
        return _WRITERS[order.form](order)
    except OSError as error:
        return refused(order.file, error)
    except (SpecError, UnfitLayersError) as error:
        return str(error)
    except ImportError:
        return missing("edge", "A file in the format ONNX")
    except MemoryError:
        return "There is not enough memory for this file. Close other programs, and try again."


def _code(order: Order) -> str:
    """The code comes last: where it stands, all that it reads stands beside it."""
    path, kept = order.file, order.kept
    pictures, weights = path.with_name(code.data_file(path.name)), path.with_name(code.weights_file(path.name))
    code.write_pictures(order.spec, pictures)
    if kept is not None:
        _write(weights, tensors.tensors(order, kept))
    step = kept.step if kept is not None else None
    text = code.code(order.contestant, order.spec, path.name, step, order.alterings)
    _write(path, text.encode())
    if kept is None:
        said = f"The code is saved as {path}, and its pictures beside it as {pictures.name}."
    else:
        beside = f"its pictures as {pictures.name} and its weights as {weights.name}"
        said = f"The code is saved as {path}, beside it {beside}."
    data = order.spec.data
    return said if isinstance(data, str) or data.shown else said + NOT_SHOWN


def _tensors(order: Order) -> str:
    kept = _weights(order)
    _write(order.file, tensors.tensors(order, kept))
    return f"The weights after step {kept.step:,} are saved as {order.path}."


def _onnx(order: Order) -> str:
    kept = _weights(order)
    _write(order.file, onnx_file.model(order, kept))
    return f"The network with its weights after step {kept.step:,} is saved as {order.path}."


_WRITERS: Mapping[Form, Callable[[Order], str]] = {"code": _code, "safetensors": _tensors, "onnx": _onnx}


def _weights(order: Order) -> Kept:
    if order.kept is None:
        raise ValueError(f"{order.form} needs weights")
    return order.kept


def _write(path: Path, data: bytes) -> None:
    with write_atomically(path) as file:
        file.write(data)


def main(heard: BinaryIO, told_to: BinaryIO) -> int:
    """Carry out the order that is heard; returns the exit status."""
    try:
        sentence = carry_out(from_wire(heard.read()))
    except Exception as error:  # the window must be told something that can be read
        if wanted():
            raise
        sentence = f"{told(error)}, so nothing was written."
    told_to.write(sentence.encode())
    return 0


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(5)  # a step back behind the window, whose pictures must not come late
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
