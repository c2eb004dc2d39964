"""Two screens: on Qt's own platform for tests, where none can be pulled out, and on an X server, where one is."""

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

PATIENCE = 60.0
"""Seconds that a busy machine gets for anything."""

LAPTOP, HALL = (1280, 720), (1920, 1080)


@pytest.fixture(scope="module")
def seen(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("two_screens")
    screens = [  # Qt takes the last one for the first
        {"name": "hall", "x": LAPTOP[0], "y": 0, "width": HALL[0], "height": HALL[1]},
        {"name": "laptop", "x": 0, "y": 0, "width": LAPTOP[0], "height": LAPTOP[1]},
    ]
    each = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    (folder / "screens.json").write_text(json.dumps({"screens": [screen | each for screen in screens]}))
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screens.json'}",
        "CONVOSCOPE_HOME": str(folder / "home"),
        "PYTHONPATH": str(root),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.app.on_two_screens"],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=4 * PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("laptop", "laptop"),
        ("beam", "hall"),
        ("fills", True),
        ("column", True),
        ("full screen", False),
        ("alone", True),
        ("theme", "projector"),
        ("keys", True),
        ("swapped", ["hall", "laptop", True]),
        ("ended", [False, False, False]),
        ("kept", "laptop"),
    ],
)
def test_with_two_screens_f5_gives_the_second_one_to_the_class(
    seen: dict[str, object], fact: str, expected: object
) -> None:
    assert seen[fact] == expected


# --- An X server with two monitors ------------------------------------------------------------------------------------


class TwoMonitors:
    """An X server with a window manager, and a program on it, seen from outside."""

    def __init__(self, home: Path, root: Path) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        reader, writer = os.pipe()
        size = f"{LAPTOP[0] + HALL[0]}x{HALL[1]}x24"
        self._start("Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-noreset", "-nolisten", "tcp", fd=writer)
        os.close(writer)
        with os.fdopen(reader) as numbers:
            self.environment = {**os.environ, "DISPLAY": f":{numbers.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
        self.environment |= {"CONVOSCOPE_HOME": str(home), "PYTHONPATH": str(root), "HOME": str(home)}
        self.tell("xrandr", "--setmonitor", "laptop", f"{LAPTOP[0]}/338x{LAPTOP[1]}/190+0+0", "screen")
        self.plug_in()
        self._start("openbox")
        self._start(sys.executable, "-m", "desktop", "--scene", "convolution")
        self.wait(lambda: self.find(" steps · ") != "", "the window")

    def _start(self, *words: str, fd: int | None = None) -> None:
        environment = getattr(self, "environment", None)
        fds = () if fd is None else (fd,)
        self.processes.append(
            subprocess.Popen(words, env=environment, pass_fds=fds, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )

    def tell(self, *words: str) -> str:
        done = subprocess.run(
            words, env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        return done.stdout

    def plug_in(self) -> None:
        self.tell("xrandr", "--setmonitor", "hall", f"{HALL[0]}/508x{HALL[1]}/286+{LAPTOP[0]}+0", "none")

    def pull_out(self) -> None:
        self.tell("xrandr", "--delmonitor", "hall")

    def find(self, title: str) -> str:
        return next(iter(self.tell("xdotool", "search", "--onlyvisible", "--name", title).split()), "")

    def beam(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the beam; off the screen while it can't be seen."""
        words = self.tell("xdotool", "getwindowgeometry", "--shell", self.find("Beam · Convoscope"))
        found = {"X": -1, "Y": -1, "WIDTH": 0, "HEIGHT": 0} | dict(line.split("=") for line in words.split())
        x, y, width, height = (int(found[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        return x, y, x + width, y + height

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tell("xdotool", "key", key)

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Look again and again until something is so; there is no signal from another process."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert all(process.poll() is None for process in self.processes), f"ended before {what}"
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.05)

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def monitors(home: Path, root: Path) -> Iterator[TwoMonitors]:
    found = TwoMonitors(home, root)
    yield found
    found.close()


def lies_in(place: tuple[int, int, int, int], left: int, size: tuple[int, int]) -> bool:
    return left <= place[0] and place[1] >= 0 and place[2] <= left + size[0] and place[3] <= size[1]


@pytest.mark.window
@pytest.mark.skipif(
    not all(map(shutil.which, ("Xvfb", "xdotool", "xrandr", "openbox"))),
    reason="needs Xvfb, xdotool, openbox and xrandr, on Debian in xvfb, xdotool, openbox and x11-xserver-utils",
)
def test_a_cable_is_pulled_and_plugged_in_again_while_the_class_goes_on(monitors: TwoMonitors) -> None:
    hall = (LAPTOP[0], 0, LAPTOP[0] + HALL[0], HALL[1])
    monitors.press("F5")
    monitors.wait(lambda: monitors.find("Beam · Convoscope") != "" and monitors.beam() == hall, "the beam in the hall")
    monitors.press("Page_Down", "Page_Down", "Page_Down", "Page_Down")
    monitors.wait(lambda: monitors.find("step 2/") != "", "the second step")
    monitors.pull_out()
    monitors.wait(lambda: lies_in(monitors.beam(), 0, LAPTOP), "the beam on the laptop's screen")
    assert monitors.find("step 2/"), "the class is where it was"
    monitors.plug_in()
    monitors.wait(lambda: monitors.beam() == hall, "the beam in the hall again")
    assert monitors.find("step 2/"), "the class is where it was"
    monitors.press("Escape")
    monitors.wait(lambda: monitors.find("Beam · Convoscope") == "", "the end")
