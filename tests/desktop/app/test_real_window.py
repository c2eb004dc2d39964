"""The application as its user meets it: a process, a window on an X server, a mouse and a keyboard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.window.overlays.panels import ROOMY
from scenes.stage.core.catalogue import catalogue, plan

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool"),
]

PATIENCE = 60.0
"""Seconds that a busy machine gets for anything."""


class Application:
    """A running Convoscope, seen from outside."""

    def __init__(self, home: Path, root: Path) -> None:
        self.state_file = home / "state.json"
        environment = {**os.environ, "CONVOSCOPE_HOME": str(home), "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(root)}
        environment["CONVOSCOPE_DEBUG"] = "1"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop"], env=environment, cwd=home, stderr=subprocess.PIPE, text=True
        )
        self.window = ""
        try:
            self.wait(self._find, "a window")
            # There is no window manager here that would give the window the keyboard.
            self.xdotool("windowfocus", "--sync", self.window)
        except BaseException:
            self.__exit__()
            raise

    @property
    def title(self) -> str:
        return self.xdotool("getwindowname", self.window).strip()

    @property
    def state(self) -> dict[str, object]:
        return json.loads(self.state_file.read_text())

    @property
    def width(self) -> int:
        """How wide the window is, in pixels."""
        words = self.xdotool("getwindowgeometry", "--shell", self.window)
        return int(words.partition("WIDTH=")[2].split()[0])

    def press(self, *keys: str) -> None:
        for key in keys:
            self.xdotool("key", key)

    def click(self, x: int, y: int) -> None:
        self.xdotool("mousemove", "--window", self.window, str(x), str(y), "click", "1")

    def xdotool(self, *words: str) -> str:
        return subprocess.run(["xdotool", *words], capture_output=True, text=True, check=True, timeout=PATIENCE).stdout

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Look again and again until something is so; there is no signal from another process."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, f"it ended: {self.process.stderr.read()}"
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.05)

    def wait_title(self, part: str) -> None:
        self.wait(lambda: part in self.title, f"{part!r} in the title, which is {self.title!r}")

    def quit(self) -> str:
        """Leave by the keyboard; returns what was written to stderr."""
        self.press("ctrl+q")
        self.process.wait(PATIENCE)
        return self.process.stderr.read()

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Application:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.process.stderr.close()

    def _find(self) -> bool:
        done = subprocess.run(
            ["xdotool", "search", "--name", "Start page"], capture_output=True, text=True, check=False
        )
        self.window = done.stdout.split()[0] if done.stdout.split() else ""
        return bool(self.window)


@pytest.fixture
def application(home: Path, root: Path) -> Iterator[Application]:
    with Application(home, root) as running:
        yield running


def test_a_teacher_steps_plays_clicks_and_leaves(application: Application) -> None:
    scene = catalogue().scenes[0]
    steps = plan(scene, scene.knobs())
    application.wait_title("Start page · Convoscope")
    application.press("Page_Down")
    application.wait_title(f"{scene.title} · {len(steps)} steps")

    application.press("Page_Down", "Page_Down", "Page_Down", "Page_Down")
    application.wait_title(f"step 2/{len(steps)}")
    application.press("Home")
    application.wait_title("step 1/")
    application.press("space")
    time.sleep(steps[0].seconds + 1.0)  # it plays to the end of the step and stops there
    application.press("space")
    application.wait_title("step 2/")
    application.press("space", "End")
    application.wait_title(f"step {len(steps)}/")

    entry = 80, 300
    application.press("F11")
    application.click(*entry)  # in full screen there is no outline to click on
    application.press("Page_Up")
    application.wait_title(f"{scene.title} · step {len(steps) - 1}/")
    application.press("Escape")
    time.sleep(1.0)
    if application.width < ROOMY:  # in a wider window the outline stands beside the stage already
        application.press("o")
    time.sleep(3.0)  # until the outline lies there, on a busy machine too
    application.click(*entry)
    application.wait(lambda: "step" in application.title and scene.title not in application.title, "another scene")
    other = application.title
    application.press("l")
    application.wait_title("Lab · Convoscope")
    application.press("l", "t")
    application.wait_title(other)
    assert application.quit() == ""
    assert application.process.returncode == 0
    state = application.state
    assert state["theme"] == "light"
    ends = [sum(step.seconds for step in steps[: count + 1]) for count in range(len(steps))]
    assert state["session"]["times"][scene.name] == pytest.approx(ends[-2])


def test_it_comes_back_where_it_was_and_survives_kill(home: Path, root: Path, application: Application) -> None:
    application.press("space")
    application.wait_title(" steps · ")
    application.press("Page_Down", "Page_Down")
    application.press("t", "t")
    application.wait(lambda: application.state_file.exists(), "the state file")
    application.wait(lambda: application.state["theme"] == "projector", "the theme in the state file")
    times = application.state["session"]["times"]
    application.kill()
    with Application(home, root) as again:
        assert again.quit() == ""
        assert again.state["theme"] == "projector"
        assert again.state["session"]["times"] == times
