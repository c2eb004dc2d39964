"""Which files are networks, as far as their names tell."""

from __future__ import annotations

from pathlib import Path

ENDINGS = (".safetensors", ".onnx", ".pt", ".pth")


def is_network(path: Path) -> bool:
    """Whether a file may hold a network. What is in it shows when it is read."""
    return path.name.lower().endswith(ENDINGS)
