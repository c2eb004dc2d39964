"""The lines of PyTorch that compute what a scene shows."""

from __future__ import annotations

from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs


def print_lines(scene: Scene, knobs: Knobs) -> int:
    """Print the lines for a scene as its knobs stand; returns the exit status."""
    from desktop.cli.streams import say
    from scenes.in_torch.code import code_for

    found = code_for(scene.name, knobs)
    if found is None:
        say(f"Nobody has written lines of PyTorch for {scene.name}.")
        return 1
    print(found.text, end="")
    return 0
