from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import version
from desktop.cli.main import main
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import catalogue
from tests.desktop.picture_files import CASES

Capture = pytest.CaptureFixture[str]
LONG_NINES = f"{'9' * 39}…{'9' * 40}"


def run(*words: str, python: str = sys.executable, code: str | None = None) -> subprocess.CompletedProcess[str]:
    program = ["-c", code] if code else ["-m", "desktop"]
    return subprocess.run([python, *program, *words], capture_output=True, text=True, timeout=120, check=False)


def test_version_and_help(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"Convoscope {version()}\n"
    assert main(["--help"]) == 0
    words = capsys.readouterr().out
    for command in ("scenes", "export", "train", "presets", "networks", "doctor", "examples:"):
        assert command in words


def test_scenes_lists_every_scene_with_its_knobs(capsys: Capture) -> None:
    assert main(["scenes"]) == 0
    text = capsys.readouterr().out
    assert main(["scenes", "--json"]) == 0
    scenes = json.loads(capsys.readouterr().out)
    assert [scene["name"] for scene in scenes] == [scene.name for scene in catalogue().scenes]
    convolution = next(scene for scene in scenes if scene["name"] == "convolution")
    stride = next(knob for knob in convolution["knobs"] if knob["name"] == "stride")
    assert (stride["kind"], stride["default"], stride["values"]) == ("integer", 1, "1 to 3")
    assert all(step["title"] for step in convolution["steps"])
    assert all(scene["title"] in text for scene in scenes)
    assert "stride = 1  (1 to 3)" in text


def test_scenes_through_a_process_loads_neither_qt_nor_torch() -> None:
    code = (
        "import sys; from desktop.cli.main import main; status = main(['scenes']); "
        "sys.exit(status or any(name.split('.')[0] in ('PySide6', 'torch') for name in sys.modules) and 9)"
    )
    done = run(code=code)
    assert (done.returncode, done.stderr) == (0, "")
    assert "convolution" in done.stdout


def test_export_through_a_process_does_not_load_torch(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    code = (
        "import sys; from desktop.cli.main import main; "
        f"status = main(['export', 'convolution', '--step', '2', '-o', {str(out)!r}]); "
        "sys.exit(status or 'torch' in sys.modules and 9)"
    )
    done = run(code=code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{out}\n"
    assert json.loads(out.read_text())["scene"] == "convolution"


@pytest.mark.parametrize("suffix", ["png", "svg", "json"])
def test_export_writes_every_kind(tmp_path: Path, capsys: Capture, suffix: str, qapp: object) -> None:
    out = tmp_path / f"step.{suffix}"
    words = ["--step", "3", "--knob", "stride=2", "--theme", "light", "--size", "640x360", "-o", str(out)]
    assert main(["export", "convolution", *words]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    start = {"png": b"\x89PNG", "svg": b"<", "json": b"{"}[suffix]
    assert out.read_bytes().startswith(start)


def test_export_of_all_steps(tmp_path: Path, capsys: Capture) -> None:
    assert main(["export", "convolution", "--all", "-o", str(tmp_path / "c.json")]) == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [json.loads(path.read_text())["step"] for path in paths] == list(range(1, len(paths) + 1))


def test_export_at_a_time(tmp_path: Path) -> None:
    out = tmp_path / "c.json"
    assert main(["export", "convolution", "--t", "3.5", "-o", str(out)]) == 0
    assert json.loads(out.read_text())["t"] == 3.5


def test_export_of_the_users_own_picture(tmp_path: Path) -> None:
    from PySide6.QtGui import QColor, QImage

    image = QImage(9, 7, QImage.Format.Format_RGB888)
    image.fill(QColor("#204080"))
    image.save(str(tmp_path / "mine.png"))
    out = tmp_path / "c.json"
    picture = f"picture={tmp_path / 'mine.png'}"
    assert main(["export", "convolution", "--knob", picture, "-o", str(out)]) == 0
    assert json.loads(out.read_text())["knobs"]["picture"]["name"] == "mine"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["foo"], "invalid choice: 'foo'"),
        (["--scene"], "expected one argument"),
        (["--scene", "nowhere"], "no scene named 'nowhere'; the scenes are"),
        (["--knob", "stride=2"], "Knobs belong to a scene"),
        (["--beam", "wall"], "invalid choice: 'wall'"),
        (["--theme", "pink"], "no theme named 'pink'; the themes are dark, light, projector"),
        (["--scene", "convolution", "--knob", "stride"], "not of the form name=value"),
        (["--scene", "convolution", "--knob", "stride=9"], "stride goes from 1 to 3, not 9"),
        (["--scene", "convolution", "--knob", "sride=1"], "no knob named 'sride'; the knobs are"),
        (["export", "nowhere", "-o", "x.png"], "no scene named 'nowhere'"),
        (["export", "convolution"], "required: -o"),
        (["export", "convolution", "-o", "x.doc"], ".png"),
        (["export", "convolution", "--step", "99", "-o", "x.png"], "steps 1 to"),
        (["export", "convolution", "--t", "-1", "-o", "x.png"], "from 0 to"),
        (["export", "convolution", "--step", "1", "--all", "-o", "x.png"], "not allowed with"),
        (["export", "convolution", "--sheet", "-o", "x.svg"], "ends in .png"),
        (["export", "convolution", "--size", "big", "-o", "x.png"], "'big' is no size like 1920x1080"),
        (["export", "convolution", "--knob", "picture=/no/cat.png", "-o", "x.png"], "no picture '/no/cat.png'"),
        (["export", "convolution", "--knob", "picture=", "-o", "x.png"], "There is no picture '': give a file, or"),
        (["export", "convolution", "--knob", f"picture={'a' * 256}", "-o", "x.png"], f"no picture '{'a' * 38}"),
        (["export", "dense", "--knob", f"inputs={'9' * 308}", "-o", "x.png"], f"from 3 to 8, not {LONG_NINES}."),
        (["export", "dense", "--knob", f"inputs={'9' * 309}", "-o", "x.png"], f"from 3 to 8, not {LONG_NINES}."),
        (["export", "dense", "--knob", f"inputs={'9' * 9999}", "-o", "x.png"], f"from 3 to 8, not {LONG_NINES}."),
        (["export", "dense", "--knob", "inputs=0_5", "-o", "x.png"], "inputs is a whole number, not '0_5'."),
        (["export", "dense", "--knob", "inputs=4,5", "-o", "x.png"], "inputs is a whole number, not '4,5'."),
        (["export", "dense", "--knob", "inputs=−4", "-o", "x.png"], "inputs goes from 3 to 8, not −4."),
        (["export", "convolution", "--size", "1_9x5", "-o", "x.png"], "'1_9x5' is no size like 1920x1080"),
        (["export", "convolution", "--t", "soon", "-o", "x.png"], "'soon' is no number"),
        (["--scene", "x" * 300], "There is no scene named 'x"),
        (["x" * 300], "invalid choice: 'x"),
        (["scenes", "a\nb\x1b[2J"], "Unrecognized arguments: a?b?[2J"),
        (["export", "convolution", "-o", "/nowhere/x.json"], "can't be written"),
    ],
)
def test_wrong_words_get_one_sentence_and_status_2(words: list[str], sentence: str, capsys: Capture) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert max(len(word.strip("',;:.")) for word in err.split()) <= 80, (
        "what was typed is said again in 80 letters at most"
    )


@pytest.mark.parametrize("t", ["3.5", "3,5", "7/2", "3½"])
def test_numbers_on_the_command_line_are_read_as_in_the_window(tmp_path: Path, t: str) -> None:
    out = tmp_path / "c.json"
    assert main(["export", "convolution", "--t", t, "--size", "640×360", "--knob", "stride=2", "-o", str(out)]) == 0
    assert json.loads(out.read_text())["t"] == 3.5


def test_a_file_that_is_no_picture(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "cat.png").write_text("meow")
    assert main(["export", "convolution", "--knob", f"picture={tmp_path / 'cat.png'}", "-o", "x.png"]) == 2
    assert capsys.readouterr().err == "cat.png is a text, and no picture. A text editor opens it.\n"


def test_a_drawing_with_text_is_exported_without_an_application(tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    done = run("export", "convolution", "--knob", f"picture={CASES / 'text.svg'}", "-o", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(out.read_text())["knobs"]["picture"]["shape"] == [1, 75, 224]


def test_what_was_done_to_a_picture_is_said_on_stderr(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "a.json"
    assert main(["export", "convolution", "--knob", f"picture={CASES / 'twelve-bit.png'}", "-o", str(out)]) == 0
    words = capsys.readouterr()
    assert words.out == f"{out}\n"
    assert words.err == (
        "The samples of twelve-bit.png reach from 0 to 4,095. They are stretched to the shades 0 to 255.\n"
    )


def test_presets(capsys: Capture) -> None:
    assert main(["presets"]) == 0
    text = capsys.readouterr().out
    assert main(["presets", "--json"]) == 0
    presets = json.loads(capsys.readouterr().out)
    assert list(presets) == list(PRESETS)
    assert all(preset["title"] in text for preset in presets.values())
    assert all(preset["source"] in text for preset in presets.values())
    assert "Source: He, Zhang, Ren and Sun" in text
    assert presets["race"]["spec"]["data"] == "animals"


def test_words_reach_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("desktop.app.application.run", lambda options=None: asked.append(options) or 0)
    assert main([]) == 0
    assert asked == [None]
    assert main(["--scene", "convolution", "--knob", "stride=2", "--theme", "light"]) == 0
    options = asked[1]
    assert (options.scene, options.theme, options.knobs.stride) == ("convolution", "light", 2)
    assert main(["--scene", "convolution"]) == 0
    assert asked[2].knobs is None
    assert not asked[2].share
    assert main(["--beam", "window"]) == 0
    assert asked[3].share


def test_without_a_display_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("desktop.system.preflight.problem", lambda: "There is no display.")
    assert main([]) == 1
    assert capsys.readouterr().err == "There is no display.\n"


def test_what_nobody_expected_is_one_sentence_too(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def fail() -> None:
        raise RuntimeError("the cable is out")

    monkeypatch.setattr("desktop.system.preflight.problem", fail)
    assert main([]) == 1
    err = capsys.readouterr().err
    assert "RuntimeError: the cable is out" in err
    assert err.count("\n") == 1
    monkeypatch.setenv("CONVOSCOPE_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main([])


def test_a_reader_that_has_enough_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m desktop scenes --json | head -c 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[", "")


ENGINE = "say(hello, ready)\nfor command in hear():\n    sys.exit()"


def test_the_doctor_looks_at_everything(use_engine: Callable[[str], None], capsys: Capture) -> None:
    use_engine(ENGINE)
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    for words in (
        version(),
        "numpy",
        "Cores",
        "Fonts",
        "Settings",
        "Kept runs",
        "Display",
        "3 thread(s)",
        "There is no card.",
    ):
        assert words in out
    assert out.endswith("Everything is in place.\n")


def test_the_doctor_says_what_to_do(
    use_engine: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    use_engine("sys.exit('no torch today')")
    monkeypatch.setattr("desktop.cli.doctor.PACKAGES", ("numpy", "no-such-package"))
    monkeypatch.setattr("desktop.system.preflight.missing", lambda platform: {"libxcb-cursor.so.0": "libxcb-cursor0"})
    assert main(["doctor", "--json"]) == 1
    findings = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert findings["no-such-package"]["value"] == "missing"
    assert "no torch today" in findings["Engine"]["value"]
    assert "libxcb-cursor0" in findings["Qt's libraries"]["advice"]
    assert findings["numpy"]["advice"] == ""


def test_a_sheet_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere/sheet-a1b2.answers.toml"]) == 2
    assert "There is no sheet 'nowhere/sheet-a1b2.answers.toml'" in capsys.readouterr().err
