"""Folders of small pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

Folder = Callable[..., Path]


def noise(seed: int, side: int = 32, channels: int = 3) -> np.ndarray:
    """A picture (side, side, channels) that is like no other."""
    return np.random.default_rng(seed).integers(0, 256, (side, side, channels), np.uint8)


def save(path: Path, pixels: np.ndarray) -> Path:
    """Write a picture with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a folder with ten pictures each of cats and dogs."""
    folder = tmp_path / "photos"
    for label, name in enumerate(("cat", "dog")):
        for index in range(10):
            save(folder / name / f"{index}.png", noise(100 * label + index))
    return folder
