from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli.main import main
from desktop.cli.train import ProgressBar, progress_line
from engine.contract.events import Tick

Use = Callable[[str], None]

RUN = """
say(hello, ready)
spec = PRESETS["race"].spec
entrant = lambda name: ContestantInfo(name, spec.contestants[0].network, (), 50890, 50816)
started = Started(spec, (entrant("Dense net"), entrant("CNN")), ("a", "b"), 8500, 1500, 30.0, 60.0, 133, 4, 1, "cpu")
result = StepResult(2.0, 0.25, ())
tick = lambda step: Tick(step, step / 133, 0.003, 64, step / 4, step / 10, (result, None))
diverged = Diverged(1, 1, "conv1", float("inf"), 1, "CNN: the loss is not finite any more.")
scores = (Score(0.5, 0.875), None)
for command in hear():
    if isinstance(command, Start):
        say(started, diverged, *map(tick, range(1, 5)), Notice("All is well."), Validated(4, 0.03, 1500, scores))
        say(Finished("steps", 4, 0.03, 0.4))
    elif isinstance(command, Quit):
        break
"""
FINISH = '        say(Finished("steps", 4, 0.03, 0.4))\n'


def test_a_table_for_people(use_engine: Use, capsys: pytest.CaptureFixture[str]) -> None:
    use_engine(RUN)
    assert main(["train", "race", "--steps", "4"]) == 0
    out, err = capsys.readouterr()
    assert "Dense net: 50,890 parameters" in out
    assert out.startswith("Dense net against CNN: animals\nThe CNN has less than a quarter of ")
    assert "\nCNN: the loss is not finite any more.\n" in out
    assert "0.5000   87.5%" in out
    assert "diverged" in out
    assert "All is well." in out
    assert "Ended by steps after 4 steps" in out
    assert "100%" in err
    assert "step 4" in err


def test_json_lines_for_programs(use_engine: Use, capsys: pytest.CaptureFixture[str]) -> None:
    use_engine(RUN)
    assert main(["train", "race", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["type"] for event in events] == [
        "hello",
        "ready",
        "started",
        "diverged",
        *["tick"] * 4,
        "notice",
        "validated",
        "finished",
    ]
    assert events[3]["norm"] is None


def test_words_become_a_spec(use_engine: Use, capsys: pytest.CaptureFixture[str]) -> None:
    use_engine("say(hello, ready)\nfor command in hear():\n    say(Failed(repr(command)))\n    break")
    assert main(["train", "digits", "--steps", "7", "--seed", "5", "--device", "cuda"]) == 2
    told = capsys.readouterr().err
    for words in ("data='digits'", "steps=7", "seed=5", "device='cuda'"):
        assert words in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing"], "no preset named 'nothing'; the presets are race"),
        (["race", "--steps", "0"], "0 steps is out of range"),
        (["race", "--seed", "-1"], "seed -1 is out of range"),
        (["race", "--device", "tpu"], "no device 'tpu'"),
        (["race", "--steps", "many"], "'many' is no whole number"),
    ],
)
def test_wrong_words(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *words]) == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert err.count("\n") == 1


def test_an_engine_without_torch_is_no_wrong_input(use_engine: Use, capsys: pytest.CaptureFixture[str]) -> None:
    use_engine("say(hello, Failed('PyTorch could not be loaded.'))")
    assert main(["train", "race"]) == 1
    assert capsys.readouterr().err == "PyTorch could not be loaded.\n"


def test_a_run_that_breaks(use_engine: Use, capsys: pytest.CaptureFixture[str]) -> None:
    use_engine(RUN.replace("*map(tick, range(1, 5))", "Failed('There is not enough memory.')"))
    assert main(["train", "race"]) == 1
    assert "There is not enough memory." in capsys.readouterr().err


def test_an_engine_that_dies(use_engine: Use, capsys: pytest.CaptureFixture[str]) -> None:
    use_engine("say(hello)\nsys.exit('the roof is on fire')")
    assert main(["train", "race"]) == 1
    assert "the roof is on fire" in capsys.readouterr().err


def test_an_interrupt_stops_the_run_and_its_end_is_told(use_engine: Use, root: Path) -> None:
    stopped = "    elif isinstance(command, Stop):\n    " + FINISH.replace("steps", "stopped")
    use_engine(RUN.replace(FINISH, "") + stopped)
    words = [sys.executable, "-m", "desktop", "train", "race", "--json"]
    lines = []
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(json.loads(line))
            if lines[-1]["type"] == "validated":
                os.kill(process.pid, signal.SIGINT)
    assert lines[-1]["reason"] == "stopped"
    assert process.returncode == 130


def tick(step: int, of: int) -> Tick:
    return Tick(step, 0.1, 0.003, 64, step / of, step / 10, ())


def test_the_progress_line() -> None:
    assert progress_line(tick(30, 40)) == "[######################........]  75%  step 30  1 s left"


def test_the_bar_is_one_line_on_a_terminal_and_few_lines_elsewhere() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, file = Terminal(), io.StringIO()
    for out in (terminal, file):
        bar = ProgressBar(out)
        for step in range(1, 101):
            bar.follow(tick(step, 100))
        bar.clear()
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert file.getvalue().count("\n") == 11


@pytest.mark.slow
def test_the_real_engine_trains(capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    assert main(["train", "digits", "--steps", "12", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["step"] for event in events if event["type"] == "tick"] == list(range(1, 13))
    assert events[-1]["type"] == "finished"
    assert time.monotonic() - begun < 120
