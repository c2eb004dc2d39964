"""Which files are sets of pictures, as far as their names tell."""

from __future__ import annotations

import re
from pathlib import Path

IDX = re.compile(r"(?P<part>.*)-(?P<kind>images|labels)[-.]idx[13]-ubyte(?P<packed>\.gz)?", re.IGNORECASE)
"""The files of MNIST."""
TABLES = (".csv", ".csv.gz", ".tsv")
ARRAYS = (".npz",)


def is_set(path: Path) -> bool:
    """Whether a set of pictures can be looked for in this folder or file."""
    name = path.name.lower()
    return path.is_dir() or name.endswith((*TABLES, *ARRAYS)) or IDX.fullmatch(name) is not None
