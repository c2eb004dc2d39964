"""Somebody who measures at the seam: it notes what is wished, and says what a test has it say, with easy numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import structs

from desktop.edge.measuring.words import Form, Measurement
from desktop.edge.model.asking import Answering, Heard, Measured, Over, Wish, Working
from desktop.edge.model.forms import FORMS
from desktop.edge.model.result import Floats, Pictures

CLASSES = ("cat", "cup", "dog")
MS = {"torch": 4.0, "onnx": 1.0, "int8": 2.0}
SIZES = {"torch": 400_000, "onnx": 400_000, "int8": 110_000}


def measured(
    form: Form,
    milliseconds: float = 1.0,
    network: str = "Small net",
    spread: float = 1.1,
    file: int = 400_000,
    memory: int = 50_000,
    right: int | None = None,
    judged: int = 0,
    changed: tuple[int, ...] | None = None,
    answered: int = 0,
) -> Measurement:
    """A measurement; `spread` is the p95 in medians."""
    seconds = milliseconds / 1000
    cpu = "Processor of a test"
    return Measurement(
        network, form, seconds, seconds * spread, 50, 1, cpu, file, memory, right, judged, changed, answered
    )


def pictures(count: int = 6, labelled: bool = True) -> Pictures:
    """Grey pictures, each of another grey, whose classes take turns."""
    shades = np.linspace(20, 230, count).astype(np.uint8)
    pixels = np.ones((count, 3, 8, 8), np.uint8) * shades[:, None, None, None]
    labels = tuple(place % len(CLASSES) for place in range(count)) if labelled else None
    return Pictures(pixels, f"{count} pictures of a test", CLASSES, labels)


def logits(count: int = 6, wrong: tuple[int, ...] = ()) -> Floats:
    """Answers that are right but of the pictures in `wrong`, which are taken for the next class."""
    said = np.array([(place + (place in wrong)) % len(CLASSES) for place in range(count)])
    found: Floats = np.eye(len(CLASSES), dtype=np.float32)[said] * 3
    return found


class FakeMeasures:
    """What measures, as far as a test lets it."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.stops = 0
        self.pictures: Pictures | None = pictures()
        self.wrong: dict[Form, tuple[int, ...]] = {"torch": (1,), "onnx": (1,), "int8": (1, 2, 3)}
        self.tied: tuple[int, ...] = ()
        """Pictures of which int8 holds what is right for as likely as what it says."""
        self.missing = ""
        self.notes: tuple[str, ...] = ()
        """What must be told of int8."""
        self.layers: tuple[tuple[str, float], ...] = ()
        self.forms: tuple[Form, ...] = FORMS
        self._hear: Callable[[Heard], None] | None = None

    def measure(self, wish: Wish, hear: Callable[[Heard], None]) -> None:
        self.wishes.append(wish)
        self._hear = hear

    def stop(self) -> None:
        self.stops += 1
        self._hear = None

    def say(self, heard: Heard) -> None:
        """Have the last wish hear something."""
        assert self._hear is not None
        self._hear(heard)

    def answer(self, form: Form) -> None:
        """Measure one form."""
        title, asked = self.wishes[-1].network.title, self.pictures
        said = logits(asked.count, self.wrong[form]) if asked is not None else None
        tied = self.tied if form == "int8" else ()
        for place in tied if said is not None else ():
            said[place, place % len(CLASSES)] = said[place].max()
        first = self.wrong[self.forms[0]]
        changed = tuple(sorted(set(self.wrong[form]) ^ set(first))) if form != self.forms[0] else None
        count = asked.count if asked is not None else 0
        right = count - len(self.wrong[form]) if asked is not None and asked.labels is not None else None
        one = measured(
            form,
            MS[form],
            title,
            file=SIZES[form],
            memory=90_000 if form != "int8" else 30_000,
            right=right,
            judged=count if right is not None else 0,
            changed=changed if asked is not None else None,
            answered=count,
        )
        self.say(
            Measured(
                structs.replace(one, layers=self.layers, tied=tied, notes=self.notes if form == "int8" else ()), said
            )
        )

    def answer_all(self) -> None:
        """Measure all forms, and be done."""
        self.say(Working("Loading", 0, 3))
        self.say(Answering(self.pictures))
        for form in self.forms:
            self.answer(form)
        self.say(Over(missing=self.missing))
