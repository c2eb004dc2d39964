"""What a lesson means: whether the scenes, knobs, steps, runs, pictures and questions are there that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from os import listdir
from pathlib import Path as FilePath
from typing import Any

from desktop.classroom.lessons.faults import Findings, Place, nearest, quoted, unknown
from desktop.classroom.lessons.knobs import FILE, is_beside, is_there, plain_knobs, turned
from desktop.classroom.lessons.layout import Path
from desktop.classroom.lessons.model import Ask, Choice, Stop
from desktop.classroom.lessons.notes import parts
from engine.contract.spec import PRESETS
from scenes.questions.draws import DrawError
from scenes.questions.items import items
from scenes.questions.misconceptions import MISCONCEPTIONS
from scenes.stage.core.catalogue import Catalogue, Scene, plan
from scenes.stage.core.knobs import KnobError, forms_for, knobs_of, value_from_plain
from scenes.stage.core.timeline import Step, step_titled

StepsOf = Callable[[Stop], tuple[Step, ...]]
"""The steps that a stop shows with its knobs; () where it has none, or where that isn't known."""
Key = tuple[str | int, ...]
"""Where in a stop something stands: ("ask", 0, "mark")."""
FaultsOf = Callable[[Stop], Iterable[tuple[Key, str]]]
"""What else is wrong with a stop whose parts are all there: sentences with where that stands."""
KINDS = ("scene", "lab", "card", "picture")


def steps_in(catalogue: Catalogue) -> StepsOf:
    """Find the steps of a stop in a catalogue: those of its scene, and none of what is no scene."""
    return lambda stop: plan(scene, turned(scene, stop)) if stop.scene and (scene := catalogue.find(stop.scene)) else ()


@dataclass(frozen=True)
class Known:
    """What a lesson is checked against: scenes, steps, and the folder in which its pictures lie (None: nowhere yet)."""

    catalogue: Catalogue
    steps_of: StepsOf
    folder: FilePath | None = None
    faults_of: FaultsOf = lambda stop: ()


def check_item(name: str, path: Path, findings: Findings) -> bool:
    """Add a fault where there is no item of a name; returns whether there is one."""
    if name not in items():
        findings.add(path, unknown("item", name, items()))
    return name in items()


class StopCheck:
    """The check of one stop; what is in doubt already is passed over."""

    def __init__(self, stop: Stop, path: Path, world: Known, findings: Findings) -> None:
        self.stop, self.path, self.world, self.findings = stop, path, world, findings
        self.steps: tuple[Step, ...] = ()

    def check(self, marker: Callable[[str], Place | None]) -> None:
        """Add a fault for everything that is not there; `marker` finds where a line of the notes stands."""
        if self._is_one_thing():
            self._check_what()
            self._check_titles(marker)
            self._check_ink()
            if self.findings.sure(self.path[:-1], self.path[-1]):
                self._check_more()
        for number, ask in enumerate(self.stop.ask):
            if self.findings.sure((*self.path, "ask"), number):
                self._check_ask(ask, (*self.path, "ask", number))

    def _add(self, key: str, sentence: str) -> None:
        self.findings.add((*self.path, key), sentence)

    def _sure(self, *names: str) -> bool:
        return self.findings.sure(self.path, *names)

    def _check_more(self) -> None:
        try:
            for key, sentence in self.world.faults_of(self.stop):
                self.findings.add((*self.path, *key), sentence)
        except Exception as error:  # as for steps: one stop must not take the lesson with it
            self.findings.add(self.path, f"This stop can't be shown as it is ({type(error).__name__}).")

    # --- What is shown ----------------------------------------------------------------------------------------------

    def _is_one_thing(self) -> bool:
        said = [kind for kind in KINDS if getattr(self.stop, kind).strip()]
        if not self._sure(*KINDS):
            return False
        if len(said) == 1:
            return True
        if said:
            self._add(
                said[1], f"A stop shows one thing, and this one has {' and '.join(f'`{kind}`' for kind in said)}."
            )
        else:
            self.findings.add(
                self.path, "A stop needs one of `scene`, `lab`, `card` and `picture`, which says what is shown."
            )
        return False

    def _check_what(self) -> None:
        stop = self.stop
        if stop.kind == "scene":
            scene = self._scene()
            if scene is not None and self._check_knobs(scene):
                self.steps = self._steps()
        else:
            if stop.kind == "lab" and stop.lab not in PRESETS:
                self._add("lab", unknown("run of the lab", stop.lab, PRESETS))
            elif stop.kind == "picture":
                self._check_file(stop.picture, (*self.path, "picture"))
            if stop.knobs:
                self._add("knobs", f"Knobs belong to a scene, and this stop is a {stop.kind}.")
            if stop.shows is not None:
                self._add("shows", f"`shows` names knobs of a scene, and this stop is a {stop.kind}.")
            self.steps = self._steps() if stop.kind == "lab" and self._sure("lab") else ()

    def _scene(self) -> Scene | None:
        scenes = self.world.catalogue.scenes
        try:
            return self.world.catalogue.find(self.stop.scene)
        except KeyError as error:
            near = nearest(self.stop.scene, [name for scene in scenes for name in scene.names])
            self._add("scene", unknown("scene", self.stop.scene, [near]) if near else error.args[0])
            return None

    def _check_knobs(self, scene: Scene) -> bool:
        """Whether the knobs can stand so; adds a fault for each that can't."""
        stored = scene.knobs.readable(plain_knobs(scene, self.stop.knobs, {}))
        forms = {form.name: form for form in forms_for(scene.knobs, stored)}
        for name in [] if not self._sure("shows") else self.stop.shows or ():
            if name not in forms:
                self._add("shows", self._no_knob(name, scene))
        if not self._sure("knobs"):
            return False
        fine = True
        for name, value in self.stop.knobs.items():
            path = (*self.path, "knobs", name)
            if name not in forms:
                self.findings.add(path, self._no_knob(name, scene))
            elif isinstance(value, str) and value.startswith(FILE) and forms[name].kind == "picture":
                self._check_file(value, path)
            elif name in stored:
                try:
                    value_from_plain(forms[name], stored[name])
                except KnobError as error:
                    self.findings.add(path, self._refusal(name, value, error))
            fine = fine and self.findings.sure(path[:-1], name)
        return fine and self._fit_together(scene)

    @staticmethod
    def _refusal(name: str, value: Any, error: KnobError) -> str:
        unread = str(error).startswith("The stored value")
        return f"The knob {quoted(name)} can't be {quoted(value)}." if unread else str(error)

    def _no_knob(self, name: str, scene: Scene) -> str:
        seen = [form.name for form in knobs_of(scene.knobs) if form.kind != "hidden"]
        near = nearest(name, [form.name for form in knobs_of(scene.knobs)])
        return unknown("knob", name, [near] if near else seen)

    def _fit_together(self, scene: Scene) -> bool:
        try:
            turned(scene, self.stop)
        except KnobError as error:
            self._add("knobs", str(error))
            return False
        return True

    def _steps(self) -> tuple[Step, ...]:
        try:
            return self.world.steps_of(self.stop)
        except Exception as error:  # a scene that breaks over odd knobs must not take the lesson with it
            self._add("knobs", f"This stop can't be shown with these knobs ({type(error).__name__}).")
            return ()

    def _check_file(self, word: str, path: Path) -> None:
        """Add a fault where a picture is no file beside the lesson."""
        name, folder = word.removeprefix(FILE), self.world.folder
        if not word.startswith(FILE):
            self.findings.add(path, f'A picture is a file beside the lesson: write "{FILE}{quoted(name)[1:]}.')
        elif not is_beside(name):
            self.findings.add(
                path, f"The picture {quoted(name)} must lie beside the lesson: put it there, and give its name alone."
            )
        elif folder is not None and not is_there(folder, name):
            near = nearest(name, _files(folder))
            meant = f"did you mean {quoted(near)}?" if near else "put it there, or give another name."
            self.findings.add(path, f"There is no file {quoted(name)} beside the lesson; {meant}")

    # --- Steps by their titles --------------------------------------------------------------------------------------

    def _check_titles(self, marker: Callable[[str], Place | None]) -> None:
        stop = self.stop
        if stop.kind in ("card", "picture"):
            for key, value in (("from", stop.first), ("to", stop.last), ("skip", stop.skip)):
                if value:
                    self._add(key, f"A {stop.kind} has no steps, so `{key}` has nothing to name: take it away.")
        if not self.steps:
            return
        self._check_way()
        for number, ask in enumerate(stop.ask):
            for place, choice in enumerate(ask.options):
                if choice.shows:
                    self._step(choice.shows, (*self.path, "ask", number, "options", place, "shows"))
        for part in parts(stop.notes)[1 : MOST_PARTS + 1]:
            self._step(part.title, (*self.path, "notes"), marker(part.title))

    def _check_way(self) -> None:
        """Check where the stop begins and ends, and what is to lie between."""
        stop = self.stop
        first, last = self._bound("from", stop.first), self._bound("to", stop.last)
        if first is not None and last is not None and last < first:
            begin = quoted(self.steps[first].title)
            self._add("to", f"The step {quoted(stop.last)} comes before {begin}, where the stop begins.")
            last = None
        for number, title in enumerate(stop.skip):
            self._check_between(title, (*self.path, "skip", number), first, last)
        for number, ask in enumerate(stop.ask):
            if ask.at and self.findings.sure((*self.path, "ask", number), "at"):
                self._check_between(ask.at, (*self.path, "ask", number, "at"), first, last)

    def _bound(self, key: str, title: str) -> int | None:
        """The step of `from` or `to`; None where that isn't known."""
        if not self._sure(key):
            return None
        if not title:
            return 0 if key == "from" else len(self.steps) - 1
        return self._step(title, (*self.path, key))

    def _step(self, title: str, path: Path, place: Place | None = None) -> int | None:
        try:
            return step_titled(self.steps, title)
        except KeyError as error:
            self.findings.add(path, error.args[0], place)
            return None

    def _check_between(self, title: str, path: Path, first: int | None, last: int | None) -> None:
        index = self._step(title, path)
        if index is None or first is None or last is None or first <= index <= last:
            return
        begin, end = self.steps[first].title, self.steps[last].title
        self.findings.add(
            path, f"The step {quoted(title)} is not shown: the stop goes from {quoted(begin)} to {quoted(end)}."
        )

    def _check_ink(self) -> None:
        """Check that drawn lines lie over steps, and have points, each of two numbers."""
        for number, drawn in enumerate(self.stop.ink):
            path = (*self.path, "ink", number)
            if self.steps and self.findings.sure(path, "at"):
                self._step(drawn.at, (*path, "at"))
            odd = len(drawn.points) % 2 or not drawn.points
            if self.findings.sure(path, "points") and odd:
                self.findings.add(
                    (*path, "points"), "The points of ink are pairs of numbers, x and y of each: [800, 450, 820, 470]."
                )
            seen = len(drawn.view) == 3 and drawn.view[2] >= 1
            if self.findings.sure(path, "view") and drawn.view and not seen:
                self.findings.add((*path, "view"), "`view` is x, y and width of what was seen: [0, 0, 1600].")

    # --- Questions --------------------------------------------------------------------------------------------------

    def _check_ask(self, ask: Ask, path: Path) -> None:
        kinds = ("item", "stem", "mark")
        said = [kind for kind in kinds if getattr(ask, kind).strip()]
        if not self.findings.sure(path, *kinds):
            return
        if len(said) != 1:
            what = f"this one has {' and '.join(f'`{kind}`' for kind in said)}" if said else "this one has none of them"
            self.findings.add(path, f"A question is one of `item`, `stem` and `mark`, and {what}.")
            return
        for key, value, kind in (
            ("options", ask.options, "stem"),
            ("with", ask.params, "item"),
            ("cell", ask.cell, "mark"),
        ):
            if value and said != [kind]:
                self.findings.add(
                    (*path, key), f"`{key}` belongs to a question with `{kind}`: this one has `{said[0]}`."
                )
        if ask.at and self.stop.kind in ("card", "picture") and self.findings.sure(self.path, *KINDS):
            self.findings.add(
                (*path, "at"), f"A {self.stop.kind} has no steps, so `at` has nothing to name: take it away."
            )
        if ask.item and check_item(ask.item, (*path, "item"), self.findings) and self.findings.sure(path, "with"):
            self._check_draw(ask, path)
        if ask.stem and self.findings.sure(path, "options"):
            self._check_options(ask.options, (*path, "options"))

    def _check_draw(self, ask: Ask, path: Path) -> None:
        try:
            items()[ask.item].question(ask.seed or 0, ask.params)
        except DrawError as error:
            self.findings.add((*path, "with"), f"The item {quoted(ask.item)} can't be asked so: {error}.")

    def _check_options(self, options: Sequence[Choice], path: Path) -> None:
        right = sum(choice.right for choice in options)
        sure = all(self.findings.sure(path, number) for number in range(len(options)))
        if not 2 <= len(options) <= MOST_OPTIONS:
            self.findings.add(path, f"A question has 2 to {MOST_OPTIONS} options, and this one has {len(options)}.")
        elif right != 1 and sure and all(self.findings.sure((*path, n), "right") for n in range(len(options))):
            has = f"this one has {right}" if right else "this one has none: write right = true in it"
            self.findings.add(path, f"One option of a question is right, and {has}.")
        for number, choice in enumerate(options):
            if choice.slip and choice.slip not in MISCONCEPTIONS:
                self.findings.add((*path, number, "slip"), unknown("misconception", choice.slip, MISCONCEPTIONS))


MOST_PARTS = 100
"""So many lines [Title of a step] of a stop's notes are looked up."""
MOST_OPTIONS = 6
"""So many options have letters of their own to be counted by."""


def _files(folder: FilePath) -> list[str]:
    try:
        return listdir(folder)
    except OSError:
        return []
