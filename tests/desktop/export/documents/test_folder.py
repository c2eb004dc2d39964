"""A document as a folder: pictures in order, names that every system takes, and an index."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage

from desktop.export.documents.folder import FolderOptions, files, zipped
from desktop.export.pages import Document
from desktop.export.progress import StoppedError
from desktop.export.still import ExportError

SMALL = FolderOptions(size=(320, 180))
NAMES = ["01 Look", "02 Ask", "03 Pause", "04 Rest"]


def test_pictures_are_numbered_and_named(short: Document) -> None:
    found = files(short, SMALL)
    assert list(found) == [*(f"{name}.png" for name in NAMES), "index.json", "index.txt"]
    image = QImage.fromData(found["01 Look.png"])
    assert (image.width(), image.height(), image.text("Title")) == (320, 180, "Look")


def test_as_svg(short: Document) -> None:
    found = files(short, FolderOptions("svg"))
    root = ElementTree.fromstring(found["02 Ask.svg"])
    assert root.get("viewBox") == "0 0 1600 900"
    assert b"font/woff" in found["02 Ask.svg"]
    assert "Each number is doubled." in "".join(root.itertext())


def test_the_index_says_what_the_pictures_do(short: Document) -> None:
    found = files(short, SMALL)
    index = json.loads(found["index.json"])
    assert (index["title"], index["by"], index["language"]) == ("Numbers & letters", "A. Teacher", "en-GB")
    first = index["pictures"][0]
    assert (first["file"], first["title"], first["part"]) == ("01 Look.png", "Look", "Doubling")
    assert first["caption"] == "Each number is doubled."
    assert first["alt"].startswith("Look. Each number is doubled. Input, a grid of 3 × 3: −4")
    assert [each["file"] for each in index["pictures"]] == list(found)[:4]
    words = found["index.txt"].decode()
    assert words.startswith("Numbers & letters\n\n01 Look.png\nLook (Doubling)\nEach number is doubled.\nLook. Each")


def test_a_zip_of_the_same_files_is_the_same_every_time(short: Document) -> None:
    data = zipped(short, SMALL)
    assert data == zipped(short, SMALL)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files(short, SMALL)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('a/b\\c: "d" <e>|f?*', "01 a b c d e f.png"),
        ("../../etc/passwd", "01 .. .. etc passwd.png"),
        ("line\nbreak\x00 \ud800", "01 line break.png"),
        ("ends with dots...", "01 ends with dots.png"),
        ("", "01 Untitled.png"),
        ("???", "01 Untitled.png"),
        ("卷积 ∂x", "01 卷积 ∂x.png"),
        ("w" * 300, f"01 {'w' * 60}.png"),
    ],
)
def test_names_are_such_that_every_system_takes_them(short: Document, title: str, name: str) -> None:
    page = replace(short.pages[0], title=title, notes="\ud800")
    assert next(iter(files(replace(short, pages=(page,)), SMALL))) == name


def test_names_of_many_pictures_sort_in_their_order(short: Document) -> None:
    page = short.pages[0]
    found = files(replace(short, pages=(page,) * 101), FolderOptions(size=(16, 9)))
    names = [name for name in found if name.endswith(".png")]
    assert (names[0], names[-1]) == ("001 Look.png", "101 Look.png")
    assert names == sorted(names)


def test_what_cannot_be_written_is_said(short: Document) -> None:
    with pytest.raises(ExportError, match="no picture to write: the document has no pages"):
        files(Document("Empty", ()))
    with pytest.raises(ExportError, match="1 to 16384 pixels"):
        files(short, FolderOptions(size=(0, 9)))


def test_it_can_be_stopped(short: Document) -> None:
    def stop(done: int, of: int) -> None:
        assert (done, of) == (1, 4)
        raise StoppedError

    with pytest.raises(StoppedError):
        zipped(short, SMALL, stop)
