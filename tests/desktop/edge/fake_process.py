"""A process in place of the one that measures: `python -m tests.desktop.edge.fake_process` says what is easy to know.

The network of a wish tells how it behaves.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from desktop.edge.measuring.words import Done, Fault, Measure, Prepare, Progress, Ready, Told, encode, read_wish
from engine.contract.numbers import Array
from tests.desktop.edge.fake_measures import logits, measured, pictures

WHICH = "pictures of a test"


def say(message: Progress | Ready | Told | Done | Fault) -> None:
    sys.stdout.buffer.write(encode(message) + b"\n")
    sys.stdout.buffer.flush()


def prepare(wish: Prepare) -> None:
    network = getattr(wish.source, "network", "")
    if network == "vgg-16":
        say(Fault("It has no form in ONNX."))
        return
    if network == "vgg-13":
        say(Fault("It is broken.", "Traceback of a test"))
        return
    if network == "vgg-19":
        sys.exit(3)
    say(Progress("Getting the network ready", 1, 2))
    known = pictures()
    file = Path(wish.folder, "pictures.npz")
    np.savez(file, pictures=known.pixels, labels=np.array(known.labels, np.int64))
    names = tuple(f"picture {place}" for place in range(known.count))
    say(
        Ready(
            "network.onnx", known.pixels.shape[1:], str(file), known.count, names, known.classes, known.words, (), WHICH
        )
    )


def measure(wish: Measure) -> None:
    for form in wish.forms:
        wrong = (2,) if form == "int8" else ()
        before = np.array(wish.answers or logits().argmax(1))
        changed = tuple(np.flatnonzero(logits(wrong=wrong).argmax(1) != before).tolist())
        one = measured(form, 1.0, wish.network, changed=changed if wish.answers else None, answered=6)
        say(Told(one, Array.of(logits(wrong=wrong))))
    say(Done(f"{wish.threads} threads"))


def main() -> None:
    for line in sys.stdin:
        wish = read_wish(line)
        prepare(wish) if isinstance(wish, Prepare) else measure(wish)


if __name__ == "__main__":
    main()
