"""What a file is that is no picture: told by what is in it, and by its ending where that says nothing."""

from __future__ import annotations

import re
import string
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HEAD = 1 << 16
"""How many bytes of a file are looked at."""


@dataclass(frozen=True)
class Kind:
    """Files that are no pictures: what each is, where it can be opened, and what would make a picture of it."""

    what: str
    advice: str
    is_it: Callable[[bytes], bool] = lambda head: False
    endings: tuple[str, ...] = ()


def recognised(path: Path, head: bytes) -> Kind | None:
    """What kind of other file this certainly is; None where it may be a picture. `head` is how the file begins."""
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    if head.startswith(b"\x1f\x8b"):
        return _by_content(unpacked(head)) or PACKED
    raw = RAW if path.name.lower().endswith(RAW.endings) else None
    return raw or _by_content(head)


def _by_content(head: bytes) -> Kind | None:
    return next((kind for kind in BY_CONTENT if kind.is_it(head)), None)


def supposed(path: Path, head: bytes) -> Kind | None:
    """What kind of file this seems to be that no decoder knows, by its letters or its ending."""
    by_ending = (kind for kind in BY_ENDING if path.name.lower().endswith(kind.endings))
    return _text(head) or next(by_ending, None)


def _text(head: bytes) -> Kind | None:
    try:
        text = head.decode("utf-8-sig") if len(head) < HEAD else head[: HEAD - 4].decode("utf-8-sig", "ignore")
    except UnicodeDecodeError:
        return None
    if not text or any(letter < " " and letter not in "\t\n\r\f" for letter in text):
        return None
    return TABLE if _is_table(text) else TEXT


def unpacked(head: bytes, most: int = 4096) -> bytes:
    """How what a gzip file holds begins."""
    try:
        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(head, most)
    except zlib.error:
        return b""


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _brands(*brands: bytes) -> Callable[[bytes], bool]:
    """Whether a file is of the family of MP4 and has one of some brands."""
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


def _is_heic(head: bytes) -> bool:
    size = int.from_bytes(head[:4], "big")
    heic = _brands(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")(head)
    return heic and b"avif" not in head[8:size]


def _is_onnx(head: bytes) -> bool:
    """Whether this is an ONNX model: protobuf that begins with a version and the name of a producer."""
    if len(head) < 6 or head[0] != 0x08 or head[1] > 32 or head[2] != 0x12:
        return False
    name = head[4 : 4 + head[3]]
    return 0 < len(name) == head[3] and all(byte in string.printable.encode() for byte in name)


def _is_safetensors(head: bytes) -> bool:
    return head[8:10] in (b'{"', b"{ ", b"{}") and 2 <= int.from_bytes(head[:8], "little") < 1 << 30


def _is_pickle(head: bytes) -> bool:
    return head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05")


def _is_web_page(head: bytes) -> bool:
    return re.match(rb"\s*(<!doctype html|<html)", head, re.IGNORECASE) is not None


def _is_table(text: str) -> bool:
    """Whether the first lines have numbers in equally many columns."""
    lines = [line for line in text.splitlines()[:6] if line.strip()]
    if len(text) >= HEAD - 4 and len(lines) > 1:
        lines.pop()  # it may be cut off
    for divider in (",", ";", "\t", None):
        rows = [line.strip().split(divider) for line in lines]
        last = [cell for cell in rows[-1] if _is_number(cell)] if rows else []
        if last and len(rows[-1]) > 1 and len({len(row) for row in rows}) == 1:
            return True
    return False


def _is_number(word: str) -> bool:
    try:
        float(word.strip().strip('"').replace(",", "."))
    except ValueError:
        return False
    return True


def _archive(path: Path) -> Kind:
    """What kind of ZIP archive a file is; many formats are one inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return ARCHIVE
    if any(name.endswith("/data.pkl") for name in names):
        return TORCH
    if names and all(name.endswith(".npy") for name in names):
        return ARRAYS
    return DOCUMENT if "[Content_Types].xml" in names or "mimetype" in names else ARCHIVE


TABLE = Kind("a table of numbers as text (CSV)", "A spreadsheet opens it.")
TEXT = Kind("a text", "A text editor opens it.")
ARRAYS = Kind(
    "an archive of numpy arrays (.npz)",
    "In Python, numpy.load opens it, and Image.fromarray of Pillow saves an array as a picture.",
    endings=(".npz",),
)
TORCH = Kind(
    "a file of PyTorch (.pth), which holds weights or a whole network",
    "In Python, the function load of torch opens it with weights_only=True.",
    _begins(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."),
    (".pth", ".pt", ".ckpt"),
)
IDX = Kind(
    "a data set in the format IDX, which MNIST comes in",
    "In Python, torchvision.datasets.MNIST reads it, and each of its pictures can be saved as PNG.",
    lambda head: re.match(rb"\0\0[\x08\x09\x0b-\x0e][\1-\4]", head) is not None,
)
PICKLE = Kind(
    "a pickle of Python",
    "Opening a pickle can run any program, so Convoscope opens none.",
    _is_pickle,
    (".pkl", ".pickle"),
)
ONNX = Kind("a network in the format ONNX", "Netron (netron.app) shows its layers.", _is_onnx, (".onnx",))
SAFETENSORS = Kind(
    "a file of tensors in the format safetensors",
    "In Python, safetensors.torch.load_file opens it.",
    _is_safetensors,
    (".safetensors",),
)
DOCUMENT = Kind("a document of an office program", "Copy the picture out of the document and save it as PNG.")
ARCHIVE = Kind("a ZIP archive", "Unpack it, and open a picture that is in it.")
PACKED = Kind("a gzip archive", "Unpack it, and open a picture that is in it.")

BY_CONTENT = (
    TORCH,
    Kind(
        "a numpy array (.npy)",
        "In Python, numpy.load opens it, and Image.fromarray of Pillow saves it as a picture.",
        _begins(b"\x93NUMPY"),
        (".npy",),
    ),
    IDX,
    PICKLE,
    ONNX,
    SAFETENSORS,
    Kind(
        "a file in the format HDF5, which Keras saves networks in",
        "HDFView shows what is in it, and h5py opens it in Python.",
        _begins(b"\x89HDF\r\n\x1a\n"),
        (".h5", ".hdf5"),
    ),
    Kind(
        "a medical image in the format DICOM",
        "A DICOM viewer such as Weasis or 3D Slicer opens it and exports it as PNG.",
        lambda head: head[128:132] == b"DICM",
        (".dcm", ".dicom"),
    ),
    Kind(
        "a medical image in the format NIfTI",
        "3D Slicer opens it and exports its slices as PNG.",
        lambda head: head[344:348] in (b"n+1\0", b"ni1\0"),
        (".nii", ".nii.gz"),
    ),
    Kind(
        "an astronomical image in the format FITS",
        "SAOImage DS9 opens it and saves it as PNG or TIFF.",
        _begins(b"SIMPLE  ="),
        (".fits", ".fit"),
    ),
    Kind(
        "a photo in the format HEIC",
        "Save it as JPEG with Preview on a Mac, with Photos on Windows, or with `heif-convert photo.heic photo.jpg`.",
        _is_heic,
        (".heic", ".heif"),
    ),
    Kind(
        "a picture in the format JPEG XL",
        "Save it as PNG with `djxl picture.jxl picture.png`.",
        _begins(b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"),
        (".jxl",),
    ),
    Kind(
        "a PDF document",
        "Save its page as PNG, for instance with `pdftoppm -png -singlefile page.pdf page`.",
        _begins(b"%PDF"),
        (".pdf",),
    ),
    Kind(
        "a PostScript document",
        "Save it as PNG, for instance with `gs -sDEVICE=png16m -o page.png page.ps`.",
        _begins(b"%!PS", b"\xc5\xd0\xd3\xc6"),
        (".eps", ".ps"),
    ),
    Kind("a drawing of GIMP (XCF)", "GIMP opens it and exports it as PNG.", _begins(b"gimp xcf"), (".xcf",)),
    Kind(
        "a video",
        "Save one of its pictures with `ffmpeg -i video.mp4 -frames:v 1 picture.png`.",
        lambda head: (
            head.startswith(b"\x1aE\xdf\xa3")
            or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
            or _brands(b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"qt  ")(head)
        ),
        (".mp4", ".mov", ".avi", ".mkv", ".webm"),
    ),
    Kind(
        "a recorded run of Convoscope", "The lab shows the runs that are kept.", _begins(b"Convoscope tape"), (".tape",)
    ),
    Kind(
        "a web page",
        "The picture itself was not downloaded: open the page in a browser and save the picture from there.",
        _is_web_page,
        (".html", ".htm"),
    ),
)

RAW = Kind(
    "the raw data of a camera",
    "Develop it with the camera's program or with darktable, and open the JPEG or TIFF that this exports.",
    endings=(".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw"),
)
"""Most of these are TIFF files whose first page is a small preview."""

BY_ENDING = (*BY_CONTENT, ARRAYS)
