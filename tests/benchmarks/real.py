"""How soon a published network has answered: from a picture that is wanted to its numbers in the window.

Run as a program (`python -m tests.benchmarks.real`) it starts an engine, asks as the window does, and prints what it
saw. The first answer of all brings the weights with it. Of later ones each is of a picture that was never asked before.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import numpy as np

from tests.benchmarks.display import ROOT

PICTURES = 40
"""So many new pictures are asked for in each way."""
WAYS = {
    "logits": (),
    "stem": ("stem.relu1",),
    "block": ("stage3.1.norm3", "stage3.2.expand", "stage3.2.relu1", "stage3.2.depthwise", "stage3.2.relu2"),
    "all blocks": tuple(f"stage{stage}.1.norm3" for stage in range(1, 8)),
}
"""What is asked for beside the logits."""


def measure_real() -> dict[str, object]:
    """Milliseconds to an answer, by what is asked for, and while a hand drags a black square over the picture."""
    command = [sys.executable, "-m", "tests.benchmarks.real"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return {"aim": "first answer < 150 ms once warm, p50 < 60 ms", **json.loads(done.stdout)}


def _main() -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from desktop.training.engine_process import EngineProcess, EngineState
    from desktop.training.reading import Readings
    from desktop.training.session import TrainingSession
    from scenes.stage.data.pictures import Picture, pixels
    from scenes.stage.data.reading import Inquiry, Maps
    from scenes.stage.numbers.values import Values
    from tests.benchmarks.timing import milliseconds, summary

    application = QCoreApplication([])
    client = EngineProcess()
    client.start()
    readings = Readings(TrainingSession(client))

    def until(ready: Callable[[], object]) -> None:
        while not ready():
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def ask(picture: np.ndarray, layers: tuple[str, ...]) -> None:
        inquiry = Inquiry("efficientnet-lite0", Maps(Values(picture), layers))
        readings.want((inquiry,))
        until(lambda: inquiry.digest in readings.at_hand or readings.trouble)
        if readings.trouble:
            raise RuntimeError(readings.trouble)

    until(lambda: client.stage is EngineState.READY)
    photo = pixels(Picture("cat")).astype(np.uint8)
    chance = np.random.default_rng(0)
    found: dict[str, object] = {"with the weights": milliseconds(lambda: ask(photo, ()))}
    for name, layers in WAYS.items():
        pictures = [np.roll(photo, shift, axis=(1, 2)) for shift in chance.integers(1, 224, (PICTURES, 2))]
        found[name] = summary([milliseconds(lambda: ask(picture, layers)) for picture in pictures])  # noqa: B023
    covered = []
    for left in range(PICTURES):
        picture = photo.copy()
        picture[:, 80:136, 4 * left : 4 * left + 56] = 0
        covered.append(milliseconds(lambda: ask(picture, ())))  # noqa: B023
    found["black square"] = summary(covered)
    print(json.dumps(found), flush=True)
    client.shutdown()


if __name__ == "__main__":
    _main()
