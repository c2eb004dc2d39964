"""How soon a foreign network of 100 MB is a list of layers, and how the window plays a scene meanwhile.

Run as a program (`python -m tests.benchmarks.opening_network FILE`) it opens a file again and again in a window that
plays; `measure_opening_network` makes such files and runs that program on a display of its own.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.display import ROOT, display

TIMES = 6
"""So often each file is opened."""
BETWEEN_MS = 300
ALONE_MS = 4000
"""So long frames are counted before anything is opened, to compare with."""


def measure_opening_network() -> dict[str, object]:
    """Seconds to the list, and milliseconds between painted frames until the largest array has been looked at too."""
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        found = {}
        for path in _files(Path(home)):
            command = [sys.executable, "-m", "tests.benchmarks.opening_network", str(path)]
            done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
            found[path.name] = {"file MB": round(path.stat().st_size / 1e6, 1), **json.loads(done.stdout)}
    return {"aim": "p99 of the intervals < 20 ms, list < 2 s", **found}


def _files(folder: Path) -> list[Path]:
    """A ResNet-50 with weights by chance, in both formats."""
    import torch
    from safetensors.torch import save_file

    from tests.torchvision_models import model

    weights = model("resnet50").state_dict()
    tensors, pytorch = folder / "resnet50.safetensors", folder / "resnet50.pt"
    save_file(weights, tensors)
    torch.save(weights, pytorch)
    return [tensors, pytorch]


def _main(path: Path) -> None:
    from PySide6.QtCore import QTimer

    from desktop.model_files.opener import Opener
    from desktop.model_files.words import Contents
    from tests.benchmarks.lab_window import LabWindow
    from tests.benchmarks.painted import Painted
    from tests.benchmarks.timing import summary

    whole, alone, watch, opener = LabWindow(), Painted(), Painted(), Opener()
    begun, listed, looked = 0.0, list[float](), list[float]()

    def begin() -> None:
        nonlocal begun
        begun = time.monotonic()
        opener.open(path)

    def look(contents: Contents) -> None:
        listed.append(time.monotonic() - begun)
        arrays = [array for own in contents.tensors.values() for array in own]
        opener.look(max(arrays, key=lambda array: math.prod(array.shape)).name)

    def go_on() -> None:
        looked.append(time.monotonic() - begun)
        if len(looked) < TIMES:
            QTimer.singleShot(BETWEEN_MS, begin)
            return
        seconds = {"seconds to the list": summary(listed), "seconds to an array": summary(looked)}
        print(json.dumps({**seconds, **watch.found(), "playing alone": alone.found()}), flush=True)
        opener.close()
        whole.close()

    def watch_alone() -> None:
        whole.canvas.installEventFilter(alone)
        QTimer.singleShot(ALONE_MS, watch_and_begin)

    def watch_and_begin() -> None:
        whole.canvas.removeEventFilter(alone)
        whole.canvas.installEventFilter(watch)
        begin()

    opener.opened.connect(look)
    opener.looked.connect(go_on)
    opener.failed.connect(sys.exit)
    whole.play()
    whole.when(lambda: whole.lab.session.devices, lambda: QTimer.singleShot(2000, watch_alone))
    whole.run()


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
