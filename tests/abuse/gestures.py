"""A monkey at the window: gestures of mouse and keyboard by chance in every scene and the lab, with undo after each.

A finding comes with the shortest tape that still shows it. `play` carries a tape out again.
"""

from __future__ import annotations

import os
import random
import time
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.abuse.monkey.window import Window

GESTURES = 60
"""So many make a case."""
SLOW = 4.0
"""Seconds of the processor's time that one gesture may take; a window that works longer seems dead."""
PATIENCE = 40.0
"""Seconds that a tape is cut down for at most; the runner counts a case as hung soon after."""
LAB = "lab"

Tape = Sequence[tuple[Any, ...]]


@cache
def starts() -> tuple[str, ...]:
    """Where cases begin, in turn: in every scene, and in the lab after each six."""
    from scenes.stage.core.catalogue import catalogue

    scenes = [scene.name for scene in catalogue().scenes]
    return tuple(start for each in range(0, len(scenes), 6) for start in (*scenes[each : each + 6], LAB))


def case(seed: int, place: Path) -> str | None:
    """Carry out gestures by chance, from one scene or from the lab on."""
    from tests.abuse.monkey.hands import by_chance

    chance = random.Random(seed)
    start = starts()[seed % len(starts())]
    tape = [("time", round(chance.random(), 2)), *(by_chance(chance, start == LAB) for _ in range(GESTURES))]
    homes = (place / str(number) for number in range(10**6))
    found = play(start, tape, next(homes))
    if found is None:
        return None
    done, wrong = found
    shortest = cut_down(tape[:done], lambda shorter: _same(wrong, play(start, shorter, next(homes))))
    return f"{wrong[:500]} after: {start} {shortest}"


def play(start: str, tape: Tape, home: Path) -> tuple[int, str] | None:
    """Carry out a tape in a fresh window: after how many gestures something was wrong, and what."""
    from PySide6.QtWidgets import QApplication

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert application is not None

    from tests.abuse.monkey.window import Window

    window = Window(home, "" if start == LAB else start)
    if start == LAB:
        window.key("L")
    try:
        for number, gesture in enumerate(tape, 1):
            wrong = _tried(window, gesture)
            if wrong is not None:
                return number, wrong
        wrong = _tried_at_end(window, home)
    finally:
        window.close()
    return None if wrong is None else (len(tape), wrong)


def _tried(window: Window, gesture: tuple[Any, ...]) -> str | None:
    """What is wrong after one gesture."""
    from tests.abuse.monkey.hands import SEVERAL, carry_out
    from tests.abuse.monkey.watch import Seen, complaint

    before, begun = Seen.of(window), time.thread_time()
    try:
        carry_out(window, gesture)
        took = time.thread_time() - begun
        if took > SLOW:
            return f"slow: {gesture} took {took:.1f} s"
        return complaint(window, before, 99 if gesture[0] in SEVERAL else 1)
    except Exception as error:
        return f"raised: {''.join(traceback.format_exception(error))[-400:]}"


def _tried_at_end(window: Window, home: Path) -> str | None:
    """Whether the window still obeys, and the next start goes on where it was closed."""
    from tests.abuse.monkey.watch import disobeys, unlike
    from tests.abuse.monkey.window import Window

    wrong = disobeys(window)
    if wrong is not None:
        return wrong
    window.workspace.places.load_lab()
    left = window.workspace.state()
    window.close()
    following = Window(home)
    try:
        return unlike(left, following)
    finally:
        following.close()


def _same(wrong: str, found: tuple[int, str] | None) -> bool:
    """Whether a shorter tape shows the same kind of finding."""
    return found is not None and found[1].partition(":")[0] == wrong.partition(":")[0]


def cut_down(tape: Tape, shows: Callable[[Tape], bool]) -> list[tuple[Any, ...]]:
    """The tape without what a finding doesn't need, as far as there is time to find that out."""
    left, size, end = list(tape), max(1, len(tape) // 2), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for start in range(0, len(left), size):
            shorter = left[:start] + left[start + size :]
            if time.monotonic() < end and shows(shorter):
                left = shorter
                break
        else:
            if size == 1:
                break
            size //= 2
    return left
