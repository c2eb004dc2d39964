"""The scene of a run of the lab: what is asked, then one chart after the other, and at last what to look for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop.classroom.stops.lab_charts import Draw, accuracy, contestant_roles, gradients, loss
from desktop.classroom.stops.measuring import LARGEST, cut, width, wrapped
from engine.contract.spec import PRESETS, Preset, about, parameters, source_of
from scenes.stage.charts.training import FOOT, NOTES, shown
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import AnyMark, Role, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, TOP, Stage
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import counted

QUESTION, LOSS, ACCURACY, LOOK = "The question", "The loss", "The accuracy", "What to look for"
GRADIENTS = {"weights": "Gradients of the weights", "activations": "Gradients of the activations"}
LOSS_SAID = "The lower a line, the better its net fits the batches."
ACCURACY_SAID = "The share of new pictures that each net gets right."
GRADIENTS_SAID = {
    "weights": "How large the gradient of each layer's weights is.",
    "activations": "How large the gradient of what each layer gives is.",
}
LOOK_SAID = "Go back to the charts with these words in mind."
NAME_SIZES = (112.0, 104.0, 88.0, 72.0, 60.0, 52.0)
"""The letters of the contestants' names, by how many there are; smaller where a name would meet its number."""
NUMBERS, BESIDE = 48.0, 56.0
"""The letters of those numbers, and the room before them."""
ROWS = (116.0, 596.0)
"""Between these heights they stand."""
DATA_Y, CLASSES_Y, WORDS_SIZES = 668.0, 736.0, (56.0, 52.0, 48.0, 44.0, 40.0)
LINE = 1.35
READING_SECONDS, DRAWING_SECONDS = 3.0, 7.0


@dataclass(frozen=True)
class RunOnStage:
    """The function that draws the scene of a preset."""

    name: str

    def __call__(self, stage: Stage, knobs: Knobs) -> None:
        """Draw the step that time is in."""
        preset = PRESETS[self.name]
        asked = stage.step(QUESTION, question(preset), READING_SECONDS, still=True)
        charts: list[tuple[Span, Draw]] = [
            (stage.step(LOSS, LOSS_SAID, DRAWING_SECONDS, live=True), loss),
            (stage.step(ACCURACY, ACCURACY_SAID, DRAWING_SECONDS, live=True), accuracy),
        ]
        if preset.spec.activation_gradients:
            for kind, draw in gradients.items():
                charts.append((stage.step(GRADIENTS[kind], GRADIENTS_SAID[kind], DRAWING_SECONDS, live=True), draw))
        look = stage.step(LOOK, LOOK_SAID, READING_SECONDS, still=True)
        if asked.active:
            stage.add(*_asked(preset))
        elif look.active:
            stage.add(*_told(self.name, preset))
        else:
            span, draw = next(each for each in charts if each[0].active)
            _chart(stage, span, draw, contestant_roles(preset.spec))


@lru_cache(maxsize=len(PRESETS))
def lab_scene(name: str) -> Scene:
    """The scene of one of the lab's presets; raises KeyError where there is none of that name."""
    preset = PRESETS[name]
    sources = (preset.source,) if preset.source else ()
    return Scene(
        f"lab {name}", preset.title, "", 0, "", (), (), sources, RunOnStage(name), Knobs, preset=lambda _: name
    )


def question(preset: Preset) -> str:
    """What the class is asked before anything is shown."""
    count = len(preset.spec.contestants)
    if count == 1:
        return "Will this net learn to tell the pictures apart?"
    return "Which of the two will end ahead?" if count == 2 else f"Which of the {_NUMBERS[count]} nets will end ahead?"


_NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six"}


def _chart(stage: Stage, span: Span, draw: Draw, roles: tuple[Role, ...]) -> None:
    run, whole = shown(stage, span), stage.recording
    if run is not None and whole is not None:
        stage.add(*draw(run, whole, roles))


def _asked(preset: Preset) -> list[AnyMark]:
    """Who races, in their colours, with how many numbers to learn; and the pictures that they learn from."""
    spec, marks = preset.spec, list[AnyMark]()
    counts = [counted(parameters(each.network, spec.data), "parameter") for each in spec.contestants]
    room = RIGHT - LEFT - BESIDE - max(width((TextRun(words),), NUMBERS) for words in counts)
    widest = max(width((TextRun(each.name, None, bold=True),), 1.0) for each in spec.contestants)
    size = min(NAME_SIZES[len(counts) - 1], room / widest)
    top, bottom = ROWS
    pitch = (bottom - top) / len(spec.contestants)
    for index, (each, role, words) in enumerate(zip(spec.contestants, contestant_roles(spec), counts, strict=True)):
        y, name = top + pitch * (index + 0.5), f"parameters {each.name}"
        marks.append(lettering(LEFT, y, each.name, role, bold=True, size=size, name=each.name))
        marks.append(lettering(RIGHT, y, words, Role.MUTED, size=min(NUMBERS, size), anchor="end", name=name))
    data = about(spec.data)
    pictures = f"{data.title}: {data.train:,} to learn from, {data.validation:,} new ones"
    classes = cut(", ".join(data.classes), 40.0, RIGHT - LEFT)
    return [
        *marks,
        lettering(LEFT, DATA_Y, pictures, bold=True, size=48.0, name="pictures"),
        lettering(LEFT, CLASSES_Y, classes, size=40.0, name="classes"),
    ]


def _told(name: str, preset: Preset) -> list[AnyMark]:
    """What there is to look for, in letters as large as fit, and who has described it."""
    runs, room = (TextRun(preset.what_to_look_for),), FOOT - 3 * NOTES - TOP
    size = next(
        (each for each in WORDS_SIZES if len(wrapped(runs, each, RIGHT - LEFT)) * each * LARGEST * LINE <= room),
        WORDS_SIZES[-1],
    )
    lines = wrapped(runs, size, RIGHT - LEFT)
    pitch = size * LARGEST * LINE
    top = TOP + (room - pitch * len(lines)) / 2
    marks: list[AnyMark] = [
        lettering(LEFT, top + pitch * (index + 0.5), line[0].text, size=size, name=f"line {index + 1}")
        for index, line in enumerate(lines)
    ]
    sources = wrapped((TextRun(source_of(name)),), NOTES, RIGHT - LEFT)
    for index, line in enumerate(reversed(sources)):
        y = FOOT - index * NOTES * LARGEST * LINE
        marks.append(lettering(LEFT, y, line[0].text, Role.MUTED, size=NOTES, name="source", note=True))
    return marks
