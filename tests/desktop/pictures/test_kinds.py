from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from desktop.pictures.answers import PictureError
from desktop.pictures.decoding import decode


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in names:
            packed.writestr(name, b"content")
    return file.getvalue()


def array(**named: list[int]) -> bytes:
    file = io.BytesIO()
    if named:
        np.savez(file, **{name: np.array(values) for name, values in named.items()})
    else:
        np.save(file, np.arange(6))
    return file.getvalue()


def family(brand: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + brand + bytes(4) + b"".join(others)
    return struct.pack(">I", len(body) + 4) + body + bytes(64)


IDX = b"\0\0\x08\x03" + struct.pack(">III", 1, 2, 2) + bytes(4)
TENSORS = json.dumps({"weight": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
OTHERS = {
    "digits.csv": (b"5,0,0,12\n4,0,255,3\n", "a table of numbers as text (CSV)", "spreadsheet"),
    "tabs.txt": (b"5\t0\t0.5\n4\t0\t1e3\n", "a table of numbers as text (CSV)", "spreadsheet"),
    "decimal-comma.csv": (b"a;b\r\n0,5;1\r\n", "a table of numbers as text (CSV)", "spreadsheet"),
    "settings.json": (b'{"a": 1}', "a text", "text editor"),
    "x.npy": (array(), "a numpy array (.npy)", "numpy.load"),
    "x.npz": (array(x=[1], y=[2]), "an archive of numpy arrays (.npz)", "numpy.load"),
    "train-images-idx3-ubyte": (IDX, "a data set in the format IDX", "torchvision.datasets.MNIST"),
    "train-images-idx3-ubyte.gz": (gzip.compress(IDX), "a data set in the format IDX", "torchvision.datasets.MNIST"),
    "net.pth": (archive("net/data.pkl", "net/data/0"), "a file of PyTorch (.pth)", "weights_only=True"),
    "old.pt": (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M", "a file of PyTorch (.pth)", "weights_only=True"),
    "data.pkl": (b"\x80\x04]\x94K\x01a.", "a pickle of Python", "can run any program"),
    "net.onnx": (b"\x08\x07\x12\x07pytorch\x1a\x052.1.0", "a network in the format ONNX", "Netron"),
    "net.safetensors": (struct.pack("<Q", len(TENSORS)) + TENSORS + bytes(4), "a file of tensors", "load_file"),
    "net.h5": (b"\x89HDF\r\n\x1a\n" + bytes(20), "a file in the format HDF5", "h5py"),
    "scan.dcm": (bytes(128) + b"DICM" + bytes(40), "a medical image in the format DICOM", "3D Slicer"),
    "scan.nii.gz": (gzip.compress(bytes(344) + b"n+1\0" + bytes(40)), "a medical image in the format NIfTI", "Slicer"),
    "sky.fits": (b"SIMPLE  =                    T", "an astronomical image in the format FITS", "DS9"),
    "IMG_0001.HEIC": (family(b"heic", b"mif1", b"heic"), "a photo in the format HEIC", "heif-convert"),
    "new.jxl": (b"\xff\x0a" + bytes(30), "a picture in the format JPEG XL", "djxl"),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document", "pdftoppm"),
    "figure.eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a PostScript document", "gs -sDEVICE=png16m"),
    "film.mp4": (family(b"isom", b"mp41"), "a video", "ffmpeg"),
    "photo.jpg": (b"<!DOCTYPE html>\n<html><svg></svg></html>", "a web page", "browser"),
    "IMG_0001.NEF": (b"MM\0*\0\0\0\x08" + bytes(60), "the raw data of a camera", "darktable"),
    "letter.docx": (archive("[Content_Types].xml", "word/document.xml"), "a document of an office program", "PNG"),
    "photos.zip": (archive("a.png", "b.png"), "a ZIP archive", "Unpack it"),
    "photos.tar.gz": (gzip.compress(b"a.png" + bytes(600)), "a gzip archive", "Unpack it"),
    "lab.tape": (b"Convoscope tape\nx\x01", "a recorded run of Convoscope", "lab"),
}


def refusal(path: Path) -> str:
    with pytest.raises(PictureError) as refused:
        decode(path)
    return str(refused.value)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_picture_is_named_with_what_opens_it(tmp_path: Path, name: str) -> None:
    content, what, opens = OTHERS[name]
    path = tmp_path / name
    path.write_bytes(content)
    sentence = refusal(path)
    assert sentence.startswith(f"{name} is {what}")
    assert ", and no picture. " in sentence
    assert opens in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", [name for name in OTHERS if name not in ("IMG_0001.NEF",)])
def test_the_content_counts_and_not_the_ending(tmp_path: Path, name: str) -> None:
    content, what, _ = OTHERS[name]
    path = tmp_path / "cat.png"
    path.write_bytes(content)
    assert refusal(path).startswith(f"cat.png is {what}")


def test_an_ending_counts_where_the_content_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old.dcm"
    path.write_bytes(b"\x08\0\x05\0CS\n\0" + bytes(range(128, 160)))
    assert refusal(path).startswith("old.dcm is a medical image in the format DICOM, and no picture.")


def test_long_and_odd_names_are_not_repeated_whole(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 200 + "\n.csv")
    path.write_bytes(b"1,2\n")
    sentence = refusal(path)
    assert sentence.startswith("aaaa")
    assert "\n" not in sentence
    assert len(sentence) < 150
