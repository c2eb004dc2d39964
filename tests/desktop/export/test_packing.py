from __future__ import annotations

import io
import zipfile

from desktop.export.packing import packed

FILES = {"b/one.png": b"\x89PNG" * 50, "words.xml": b"<a/>" * 50}


def test_files_are_packed_under_their_names_and_read_by_everybody() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
        found = {each.filename: each for each in archive.infolist()}
    assert found["b/one.png"].compress_type == zipfile.ZIP_STORED
    assert found["words.xml"].compress_size < len(FILES["words.xml"])
    assert {each.external_attr >> 16 for each in found.values()} == {0o644}


def test_the_same_files_are_the_same_file() -> None:
    assert packed(FILES) == packed(dict(FILES))
