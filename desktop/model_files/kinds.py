"""What kind of network file a file is: told by what is in it, and by its ending where that says nothing."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from desktop.model_files.errors import FileError
from desktop.model_files.words import Format
from desktop.pictures.answers import called
from desktop.pictures.kinds import (
    ARCHIVE,
    HEAD,
    ONNX,
    PICKLE,
    SAFETENSORS,
    TABLE,
    TEXT,
    TORCH,
    Kind,
    recognised,
    supposed,
)

CAN = "What can be opened is safetensors (.safetensors), ONNX (.onnx) and weights of PyTorch (.pt, .pth)."
PROGRAM = (
    "contains a program, and Convoscope runs no program out of a file: in Python, save its state_dict or convert it to "
    "safetensors, and open that."
)
DAMAGED = "is cut off or damaged: PyTorch can’t read it. Download or save it again."
"""Said, like `PROGRAM`, after the name of a file."""
FORMATS: dict[Kind, Format] = {SAFETENSORS: "safetensors", ONNX: "onnx", TORCH: "pytorch"}
ENDINGS: dict[str, Format] = {".safetensors": "safetensors", ".onnx": "onnx"}
POINTER = b"version https://git-lfs.github.com/spec/"
"""How a file begins that Git left in the place of a large one."""


@dataclass(frozen=True)
class Foreign:
    """Networks of other programs: what a file is, what makes something of it that can be opened, and how it is told.

    It begins with `mark`, after so many other bytes, or has one of the endings.
    """

    what: str
    advice: str
    endings: tuple[str, ...]
    mark: bytes = b""
    skipped: int = 0

    def is_it(self, path: Path, head: bytes) -> bool:
        """Whether a file is one, by how it begins or by its name."""
        marked = bool(self.mark) and head[self.skipped :].startswith(self.mark)
        return marked or path.name.lower().endswith(self.endings)


_BY_KERAS = "Load it with Keras, write it with `model.export('net.onnx', format='onnx')`, and open net.onnx."
FOREIGN = (
    Foreign(
        "a network in the format TensorFlow Lite",
        "Convert it with `python -m tf2onnx.convert --tflite net.tflite --output net.onnx`, and open net.onnx.",
        (".tflite",),
        b"TFL3",
        4,
    ),
    Foreign(
        "a language model in the format GGUF",
        "Convoscope shows networks for pictures; of such a model it lists the layers of the safetensors that it was "
        "made from.",
        (".gguf",),
        b"GGUF",
    ),
    Foreign(
        "a file in the format HDF5, which Keras saves networks in",
        _BY_KERAS,
        (".h5", ".hdf5"),
        b"\x89HDF\r\n\x1a\n",
    ),
    Foreign("by its name a network that Keras has saved", _BY_KERAS, (".keras",)),
    Foreign(
        "by its name a network of TensorFlow",
        "Convert the folder that it lies in with `python -m tf2onnx.convert --saved-model FOLDER --output net.onnx`, "
        "and open net.onnx.",
        (".pb",),
    ),
    Foreign(
        "by its name a network in the format Core ML",
        "Export the network that it was made from as ONNX, for instance with `torch.onnx.export`, and open that.",
        (".mlmodel",),
    ),
    Foreign(
        "an archive of numpy arrays (.npz)",
        "In Python, save what numpy.load reads of it with `safetensors.numpy.save_file`, and open that.",
        (".npz",),
    ),
)
"""What people also have as networks; none of it is read here."""


def format_of(path: Path) -> Format:
    """How a file is to be read; raises FileError for what holds no network."""
    head = _head(path)
    name = called(path)
    if not head:
        raise FileError(f"{name} is empty. Download or save it again, and open that.")
    if head.startswith(POINTER):
        raise FileError(f"{name} only says where the network lies (Git LFS). Download the file itself, and open that.")
    kind = recognised(path, head)
    if kind is PICKLE:
        raise FileError(f"{name} {PROGRAM}")
    if kind in FORMATS:
        return FORMATS[kind]
    if kind is ARCHIVE and path.name.lower().endswith(TORCH.endings):
        raise FileError(f"{name} {DAMAGED}")
    kind = kind or supposed(path, head)
    by_ending = ENDINGS.get(path.suffix.lower())
    if by_ending and (kind is None or kind in FORMATS):
        return by_ending
    if kind is TORCH:  # by its ending alone
        raise FileError(f"{name} {DAMAGED}")
    foreign = next((each for each in FOREIGN if each.is_it(path, head)), None)
    if foreign is not None and kind not in (TEXT, TABLE):
        raise FileError(f"{name} is {foreign.what}, and can’t be opened here. {foreign.advice}")
    raise FileError(
        f"{name} is {kind.what}, and can’t be opened as a network. {CAN}" if kind else f"{name} is no network. {CAN}"
    )


def _head(path: Path) -> bytes:
    """How a file begins. What is no file, like a pipe, is not waited for."""
    name = called(path)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                return os.read(handle, HEAD)
        finally:
            os.close(handle)
    except FileNotFoundError:
        raise FileError(f"There is no file {name}. Choose it again.") from None
    except ValueError as error:  # a name that no file can have
        raise FileError(f"There is no file {name}. Choose it again.") from error
    except OSError as error:
        if not path.is_dir():
            raise FileError(f"{name} can’t be read ({error.strerror}). Choose a file that you may read.") from error
    if path.is_dir():
        raise FileError(f"{name} is a folder. Choose a file that is in it.")
    raise FileError(f"{name} is no file, and never ends. {CAN}")
