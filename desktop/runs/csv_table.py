"""A recording as a table: CSV as RFC 4180 has it, in UTF-8, for spreadsheets and other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from desktop.runs.mistakes import Judged, Said
from engine.contract.files import write_atomically
from scenes.stage.data.recording import Contestant, Recording, Score

_RUN = ("step", "epoch", "learning rate", "batch size", "seconds")
_COLUMNS = ("step", "epoch", "lr", "batch", "seconds")
"""What a recording calls them."""
_WHOLE = ("step", "batch")

Row = list[str]


class TableError(ValueError):
    """A table that can't be written; the text is one sentence for the user."""


def header(recording: Recording) -> Row:
    """The names of the columns: those of the run, then each contestant's, its name first."""
    return [*_RUN, *chain.from_iterable(map(_names, recording.plan.contestants))]


def rows(recording: Recording) -> Iterator[Row]:
    """One row for each step that was trained, and one for each step that was validated only (0, before the first).

    Numbers have all their digits; a cell is empty where nothing was measured. A norm is the length of the gradient of
    the batch's mean loss with respect to a layer's weights and biases, or to what the layer gives for the whole batch.
    """
    plan = recording.plan
    validated = {each.step: each for each in recording.validations}
    trained = {int(step): row for row, step in enumerate(recording.steps)}
    contestants = range(len(plan.contestants))
    whole = [name in _WHOLE for name in _COLUMNS]
    run = np.stack([recording.column(name) for name in _COLUMNS], axis=1)
    own = [_measured(recording, index) for index in contestants]
    for step in sorted(trained.keys() | validated.keys()):
        row, validation = trained.get(step), validated.get(step)
        if row is not None:
            cells = [f"{x:.0f}" if rounded else repr(float(x)) for x, rounded in zip(run[row], whole, strict=True)]
        else:
            cells = [str(step), repr(validation.epoch) if validation else "", "", "", ""]
        for index in contestants:
            cells += _validated(validation.scores[index] if validation else None)
            cells += map(_number, own[index][row]) if row is not None else [""] * own[index].shape[1]
        yield cells


def write(path: Path, recording: Recording) -> None:
    """Write a recording as a CSV file in one piece; raises TableError if it can't be written."""
    _write(path, header(recording), rows(recording))


def _write(path: Path, heading: Row, lines: Iterable[Row]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # its own habits are the RFC's: commas, CR LF, quotes only where they are needed
    writer.writerow(heading)
    writer.writerows(lines)
    try:
        with write_atomically(path) as file:
            file.write(text.getvalue().encode())
    except OSError as error:
        raise TableError(f"The table {path.name} can't be written ({error.strerror}); choose another place.") from error


def _names(contestant: Contestant) -> Row:
    """A contestant's columns."""
    return [
        f"{contestant.name}: {what}"
        for what in (
            *("validation loss", "validation accuracy", "batch loss", "batch accuracy", "seconds for the step"),
            *(f"gradient norm, weights of {layer}" for layer in contestant.trained),
            *(f"gradient norm, activations of {layer}" for layer in contestant.activations),
        )
    ]


def _measured(recording: Recording, contestant: int) -> np.ndarray:
    """What every step measured of a contestant, (ticks, columns), in the order of its names."""
    single = (recording.loss(contestant), recording.accuracy(contestant), recording.seconds(contestant))
    found: np.ndarray = np.concatenate(
        [np.stack(single, axis=1), recording.gradients(contestant), recording.activation_gradients(contestant)], axis=1
    )
    return found


def _validated(score: Score | None) -> Row:
    return ["", ""] if score is None else [_number(score.loss), _number(score.accuracy)]


def _number(value: float) -> str:
    """A number with all its digits; NaN, which stands for "not measured", is an empty cell, but infinity is "inf"."""
    return "" if np.isnan(value) else repr(float(value))


def write_predictions(path: Path, found: Judged) -> None:
    """Write what was said of every picture as a CSV file: a row a picture; raises TableError if it can't be written."""
    names = [found.plan.contestants[index].name for index in found.left]
    told = [said for said in found.said if said is not None]
    heading = [f"{name}: {what}" for name in names for what in ("said", "probability of what was said", "loss")]
    classes = found.plan.classes
    _write(
        path,
        ["validation picture", "class", *heading],
        (
            [str(index), classes[label], *chain.from_iterable(_told(each, index, classes) for each in told)]
            for index, label in enumerate(found.labels)
        ),
    )


def _told(said: Said, index: int, classes: tuple[str, ...]) -> Row:
    return [classes[said.classes[index]], f"{said.sure[index]:.3f}", f"{said.losses[index]:.4g}"]
