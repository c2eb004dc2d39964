"""What came out for one network: its measurements, what each form says of the pictures, and which answers changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.edge.measuring.words import TITLES, Form, Measurement
from desktop.edge.model.forms import FORMS, Asked, Forms

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures that all forms answer: uint8 (count, channels, height, width), and what they are called in words.

    `labels` has the class of each, -1 where one isn't known, and is None where no class is; `classes` are what these
    are called, () for numbers. `which` is the same for the same pictures, whatever their size.
    """

    pixels: NDArray[np.uint8]
    words: str
    classes: tuple[str, ...] = ()
    labels: tuple[int, ...] | None = None
    which: str = ""

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.pixels)

    @property
    def asked(self) -> Asked:
        """What tells whether another network was asked about the same."""
        return Asked(self.which, self.count, self.classes)

    def name_of(self, label: int) -> str:
        """What a class is called."""
        return self.classes[label] if label < len(self.classes) else f"class {label}"


class Change(NamedTuple):
    """A picture of which a form says something else than the first form.

    `before` and `after` are the first answers, `was` and `now` all probabilities (classes,) of both forms. `truth` is
    its class, None where that isn't known. They are `tied` where both answers have the same logit in this form.
    """

    picture: int
    form: Form
    before: int
    after: int
    was: Floats
    now: Floats
    truth: int | None
    tied: bool = False

    @property
    def verdict(self) -> str:
        """Whether it was right before or is now; "" where nobody knows."""
        if self.truth is None:
            return ""
        if self.tied and self.truth in (self.before, self.after):
            was, now = ("right", "wrong") if self.truth == self.before else ("wrong", "right")
            return f"It was {was}. Now the first of both in the list of classes counts, which is {now}."
        if self.truth == self.before:
            return "It was right, and is wrong now."
        return "It was wrong, and is right now." if self.truth == self.after else "It is wrong before and after."


class Close(NamedTuple):
    """A picture of which a form says the same as the first form, but only just.

    `answer` is what both say, and `second` the class that is next in this form. `was` and `now` are all probabilities
    (classes,) of both forms, `truth` is its class, None where that isn't known.
    """

    picture: int
    form: Form
    answer: int
    second: int
    was: Floats
    now: Floats
    truth: int | None

    @property
    def lead(self) -> float:
        """How far the answer is ahead of the next one in this form, as a probability."""
        return float(self.now[self.answer] - self.now[self.second])


@dataclass(frozen=True, eq=False)
class Result:
    """All of it. `answers` are logits (pictures, classes) by form; of a form that was not asked there are none."""

    forms: Forms
    pictures: Pictures | None = None
    answers: Mapping[Form, Floats] = field(default_factory=dict)

    def with_one(self, measured: Measurement, logits: Floats | None) -> Result:
        """The same with one more form."""
        answers = {**self.answers, measured.form: logits} if logits is not None else self.answers
        return replace(self, forms=self.forms.with_one(measured), answers=answers)

    @property
    def first(self) -> Form | None:
        """The form that the others are compared with: the first that answered."""
        return next((form for form in FORMS if form in self.answers), None)

    def changes(self, form: Form) -> tuple[Change, ...]:
        """The pictures that a form says something else of, in their order."""
        first = self.first
        if first is None or form == first or form not in self.answers:
            return ()
        old, new = self.answers[first], self.answers[form]
        before, after = old.argmax(1), new.argmax(1)
        return tuple(
            Change(
                int(place),
                form,
                int(before[place]),
                int(after[place]),
                probabilities(old[place]),
                probabilities(new[place]),
                self._truth(int(place)),
                bool(new[place, before[place]] == new[place, after[place]]),
            )
            for place in np.flatnonzero(before != after)
        )

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """Those of all forms, int8 first: that is where something is lost."""
        return tuple(change for form in reversed(FORMS) for change in self.changes(form))

    def closest(self, form: Form, most: int) -> tuple[Close, ...]:
        """The pictures of which a form says what the first one says, the least ahead of its next answer first."""
        first = self.first
        if first is None or form == first or form not in self.answers or self.answers[form].shape[1] < 2:
            return ()
        old, new = self.answers[first], self.answers[form]
        said = new.argmax(1)
        others = new.copy()
        others[np.arange(len(new)), said] = -np.inf
        second = others.argmax(1)
        found = [
            Close(
                int(place),
                form,
                int(said[place]),
                int(second[place]),
                probabilities(old[place]),
                probabilities(new[place]),
                self._truth(int(place)),
            )
            for place in np.flatnonzero(old.argmax(1) == said)
        ]
        return tuple(sorted(found, key=lambda each: each.lead)[:most])

    def _truth(self, place: int) -> int | None:
        """What class a picture is of; None where that isn't known."""
        labels = self.pictures.labels if self.pictures is not None else None
        return labels[place] if labels is not None and labels[place] >= 0 else None

    @property
    def compared(self) -> tuple[Form, ...]:
        """The forms whose answers can be compared with those of the first."""
        return tuple(form for form in FORMS if form in self.answers and form != self.first)


def probabilities(logits: Floats) -> Floats:
    """Softmax of one picture's logits."""
    raised = np.exp(logits.astype(np.float64) - float(logits.max()))
    found: Floats = (raised / raised.sum()).astype(np.float32)
    return found


HEADINGS = (
    "network", "form", "median_seconds", "p95_seconds", "runs", "threads", "processor", "file_bytes",
    "activation_bytes", "right", "judged", "changed", "answered", "changed_pictures", "tied", "tied_pictures",
    "runtime", "notes",
)  # fmt: skip


def table(result: Result) -> list[tuple[object, ...]]:
    """All numbers as rows, the headings first."""
    rows: list[tuple[object, ...]] = [HEADINGS]
    for one in result.forms.measurements:
        changed = one.changed
        rows.append(
            (
                one.network,
                TITLES[one.form],
                one.median,
                one.p95,
                one.runs,
                one.threads,
                one.processor,
                one.file,
                one.memory,
                one.right,
                one.judged or None,
                None if changed is None else len(changed),
                one.answered or None,
                None if changed is None else " ".join(map(str, changed)),
                None if changed is None else len(one.tied),
                None if changed is None else " ".join(map(str, one.tied)),
                one.runtime,
                " ".join(one.notes),
            )
        )
    return rows
