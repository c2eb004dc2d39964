"""The look at the system before Qt is loaded."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.system import preflight

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks what Qt needs")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start every test without any display, on a system that has every library."""
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(preflight, "_loads", lambda library: True)


def test_without_a_display_one_sentence_says_what_to_do() -> None:
    problem = preflight.problem()
    assert problem is not None
    assert problem.startswith("There is no display")
    assert "\n" not in problem


def test_a_platform_without_a_display_server_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=800x600")
    assert preflight.problem() is None


@pytest.mark.parametrize("platform", ["nowhere", "", "NOWHERE:0"])
def test_a_platform_that_qt_has_not_is_no_reason_to_crash(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    problem = preflight.problem()
    assert problem is not None
    assert problem.startswith("Qt has no platform 'n" if platform else "There is no display") or "NOWHERE" in problem
    monkeypatch.setenv("QT_QPA_PLATFORM", "nowhere;Offscreen")
    assert preflight.problem() is None, "Qt takes the first that it has"


@pytest.mark.parametrize(
    ("platform", "variable", "library", "package"),
    [
        ("xcb", "DISPLAY", "libxcb-cursor.so.0", "libxcb-cursor0"),
        ("xcb", "DISPLAY", "libEGL.so.1", "libegl1"),
        ("wayland", "WAYLAND_DISPLAY", "libwayland-cursor.so.0", "libwayland-cursor0"),
        ("offscreen", "QT_QPA_PLATFORM", "libGL.so.1", "libgl1"),
    ],
)
def test_a_missing_library_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, library: str, package: str
) -> None:
    monkeypatch.setattr(preflight, "_loads", lambda name: name != library)
    monkeypatch.setenv(variable, "offscreen" if variable == "QT_QPA_PLATFORM" else "0")
    assert preflight.missing(platform) == {library: package}
    problem = preflight.problem()
    assert problem is not None
    assert f"({library})" in problem
    assert f"`sudo apt-get install {package}`" in problem


def test_an_x_server_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9876")
    problem = preflight.problem()
    assert problem is not None
    assert "':9876' that DISPLAY names does not answer" in problem


def test_a_wayland_socket_is_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    problem = preflight.problem()
    assert problem is not None
    assert "'wayland-7' that WAYLAND_DISPLAY names does not answer" in problem
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        assert preflight.problem() is None


def test_one_platform_that_works_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "_loads", lambda name: not name.startswith("libwayland"))
    monkeypatch.setattr(preflight, "_x_server_answers", lambda: True)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    assert preflight.problem() is None


@pytest.mark.parametrize("platform", ["xcb", "wayland"])
def test_the_tables_hold_what_qts_plugins_load(platform: str) -> None:
    import PySide6

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"
    listed = subprocess.run(["ldd", plugin], capture_output=True, text=True, check=True).stdout
    needed = set(re.findall(r"^\s*(\S+) => ", listed, re.MULTILINE))
    table = set(preflight._NEEDED[platform])
    assert table <= needed, "a library that this Qt no longer needs"
    graphic = {name for name in needed if re.match(r"lib(X11|xcb|xkb|EGL\.|GL\.|wayland)", name)}
    assert graphic <= table, "a library that the table lacks"


def test_it_loads_nothing_of_qt(root: Path) -> None:
    program = "import sys; from desktop.system import preflight; preflight.problem(); print(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "desktop.system.preflight" in printed
    assert not {name for name in printed if name.startswith(("PySide6", "numpy", "torch"))}
