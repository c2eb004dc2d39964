"""Run files and settings that are damaged: the window opens all the same, shows what it can, and says what it can't."""

from __future__ import annotations

import random
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import msgspec

from tests.abuse.mutations import altered, damaged, other_numbers

if TYPE_CHECKING:
    from engine.contract.tape import Tape

TAPES = 10
"""So many damaged tapes are read for each that is opened in the window."""
FIRST_LINE = b"Convoscope tape\n"


def case(seed: int, place: Path) -> str | None:
    """Put damaged files into a home as the seed says, and open the window on it."""
    chance = random.Random(seed)
    home = place / "home"
    (home / "runs").mkdir(parents=True)
    for number in range(TAPES):
        wrong = read_tape(place / f"{number}.tape", chance)
        if wrong is not None:
            return wrong
    if chance.random() < 0.7:
        (home / "state.json").write_bytes(a_state(chance))
    for number in range(chance.randint(1, 3)):
        stem = home / "runs" / f"20260101-12000{number}-000000"
        tape = a_tape(chance)
        stem.with_suffix(".tape").write_bytes(tape)
        if chance.random() < 0.8:
            stem.with_suffix(".json").write_bytes(a_label(chance, len(tape)))
    return opened(home, chance)


@cache
def good_tape() -> bytes:
    """A tape with all kinds of events."""
    import tempfile

    from desktop.runs import storage
    from engine.contract import events
    from tests.desktop import fake_runs

    said = fake_runs.run_events(30, every=15)
    said += [events.Changed(30, 0.01, 32, 1, fake_runs.SPEC.stop, 400), events.Notice("A word."), fake_runs.tick(31)]
    said += [events.Diverged(31, 1, "conv1", 1e30, 31, "CNN: the loss is not finite any more."), fake_runs.finished(31)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "good.tape"
        storage.save(path, fake_runs.recording_of(said))
        return path.read_bytes()


@cache
def _whole() -> Tape:
    import tempfile

    from engine.contract import tape

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "good.tape"
        path.write_bytes(good_tape())
        return tape.read(path)


def a_tape(chance: random.Random) -> bytes:
    """A tape: whole, damaged outside, damaged inside, or of events that say what can't be."""
    how = chance.random()
    if how < 0.1:
        return good_tape()
    if how < 0.3:
        return damaged(good_tape(), chance)
    if how < 0.45:
        inside = zlib.decompress(good_tape()[len(FIRST_LINE) :])
        return FIRST_LINE + zlib.compress(damaged(inside, chance), 1)
    return of_events(chance)


def of_events(chance: random.Random) -> bytes:
    """A tape in good order whose events have been altered."""
    from engine.contract import wire

    kept = _whole()
    said: list[Any] = [kept.hello, kept.started, *kept.events]
    for _ in range(chance.randint(1, 4)):
        at = chance.choice((1, 1, 1, chance.randrange(len(said))))
        plain = msgspec.to_builtins(said[at])
        plain = other_numbers(plain, chance) if chance.random() < 0.8 else altered(plain, chance)
        try:
            altered_event = msgspec.convert(plain, type(said[at]))
            wire.frame(altered_event)
        except (msgspec.ValidationError, ValueError, OverflowError):
            continue
        said[at] = altered_event
    if chance.random() < 0.2:
        chance.shuffle(said[2:])
    packer = zlib.compressobj(1)
    frames = [packer.compress(wire.frame(each)) for each in said]
    return FIRST_LINE + b"".join(frames) + packer.flush()


def read_tape(path: Path, chance: random.Random) -> str | None:
    """Read a damaged tape, and all that the lab would show of it."""
    from desktop.lab.charts.heatmap import heat
    from desktop.runs import csv_table, labels, storage

    path.write_bytes(a_tape(chance))
    try:
        recording = storage.load(path)
    except storage.RecordingError as error:
        return None if len(str(error)) < 600 and "\n" not in str(error) else f"not one sentence: {str(error)[:300]}"
    labels.labelled(recording, labels.title(recording.plan), None)
    heat(recording)
    for at in (0, chance.randint(0, 40)):
        list(csv_table.rows(recording.upto(at)))
    return None


def a_label(chance: random.Random, size: int) -> bytes:
    """The label of a run: whole or damaged."""
    plain = {
        "name": "A run", "named": True, "when": "2026-01-01T12:00:00+01:00", "networks": ["Dense net", "CNN"],
        "data": "Animal silhouettes", "steps": 31, "accuracies": [0.4, None], "size": size,
    }  # fmt: skip
    return _json(plain, chance)


def a_state(chance: random.Random) -> bytes:
    """What a window leaves for the next: whole or damaged."""
    from desktop.lab.run import settings
    from engine.contract.spec import PRESETS
    from scenes.stage.core.catalogue import catalogue
    from scenes.stage.core.knobs import to_plain
    from tests.abuse.knobs import turned

    some = chance.sample(catalogue().scenes, k=3)
    lab = {"spec": msgspec.to_builtins(PRESETS[settings.DEFAULT_PRESET].spec), "view": 1}
    plain = {
        "session": {
            "scene": some[0].name,
            "knobs": {scene.name: to_plain(turned(scene, chance)) for scene in some},
            "times": {scene.name: chance.uniform(0, 60) for scene in some},
            "speed": 2.0,
            "loop": True,
        },
        "theme": "light", "text": "large", "reduced_motion": True, "outline": False, "aside": False,
        "lab": chance.random() < 0.5, "lab_state": lab, "geometry": "01d9d0cb00030000", "ground": "#ffffff",
    }  # fmt: skip
    return _json(plain, chance)


def _json(plain: Any, chance: random.Random) -> bytes:
    how = chance.random()
    whole = msgspec.json.encode(plain)
    if how < 0.1:
        return whole
    if how < 0.35:
        return damaged(whole, chance)
    import json

    return json.dumps(altered(plain, chance)).replace("1e+308", chance.choice(("1e+308", "1e999"))).encode()


def opened(home: Path, chance: random.Random) -> str | None:
    """Open the window on a home, look at everything, and close it."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.app.composition import Application, StartOptions
    from desktop.app.services import Services
    from desktop.system.paths import state_file
    from desktop.window.main_window import MainWindow, SavedGeometry
    from scenes.stage.core.catalogue import catalogue

    qt = QApplication.instance() or QApplication(["abuse"])
    faults: list[str] = []
    with mock.patch.dict("os.environ", {"CONVOSCOPE_ENGINE": "cat"}):
        window = MainWindow(SavedGeometry.of_state(state_file()))
        window.show()
        application = Application(window, Services(window, eager=False), catalogue(), StartOptions())
        application.faults.happened.connect(lambda sentence, details: faults.append(f"{sentence} {details[-600:]}"))
        try:
            QTest.qWait(20)
            page = application.workspace.places.load_lab()
            application.workspace.places.show_lab()
            QTest.qWait(20)
            for run in page.library.runs[:4]:
                page.selection.open(run.key)
                QTest.qWait(10)
                page.scrub(chance.randint(-1, 40))
                page.show_view(chance.randrange(4))
                QTest.qWait(10)
                page.selection.compare(run.key)
                page.library.rename(run.key, "Another name")
                if page.recording is not None:
                    page.runs.save_table(home / "table.csv", page.recording)
            QTest.qWait(20)
        finally:
            window.close()
            window.deleteLater()
            qt.processEvents()
    return f"faults: {' | '.join(faults)}" if faults else None
