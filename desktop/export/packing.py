"""Several files packed into one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

PACKED = (".png", ".jpg", ".jpeg")
"""Pictures that are packed in themselves: packed again they get no smaller."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of some files by their names, always the same one of the same files: none has a date."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            how = zipfile.ZIP_STORED if name.lower().endswith(PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, how)
    return made.getvalue()
