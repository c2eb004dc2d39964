import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

import assets
from engine.contract import events, tape
from engine.contract.spec import PRESETS
from engine.making import record

EACH, ALL = 400_000, 2_000_000
"""How many bytes a bundled recording may take, and all together."""


def bundled(name: str) -> Path:
    return assets.path("recordings", name + tape.SUFFIX)


def test_a_preset_is_recorded_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "mine.tape"
    assert record.record(["yellow"], path, seed=5, steps=6, snapshots=1) == 0
    kept = tape.read(path)
    assert (kept.started.spec.seed, kept.started.total_steps, kept.started.threads) == (5, 6, 1)
    assert sum(isinstance(event, events.Snapshot) for event in kept.events) == 1
    assert isinstance(kept.events[-1], events.Finished)
    assert kept.hello.versions.keys() == {"convoscope", "python", "torch", "numpy", "msgspec"}
    assert kept.hello.versions["convoscope"] == assets.version()
    assert f"{path}: {path.stat().st_size:,} bytes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "steps", "words"),
    [
        (["nobody"], None, "There is no preset named 'nobody'; the presets are race"),
        (["yellow", "vanishing"], None, "Several recordings can't go into one file"),
        (["yellow"], 0, "A run of 0 steps is out of range"),
    ],
)
def test_what_cannot_be_recorded_is_one_sentence(
    names: list[str], steps: int | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record.record(names, tmp_path / "x.tape", None, steps, None) == 2
    assert capsys.readouterr().err.startswith(words)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_one_sentence_before_anything_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delattr(record, "train")
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "file" / "x.tape", "can't be made")):
        assert record.record(["yellow"], path, None, 3, None) == 2
        told = capsys.readouterr().err
        assert words in told
        assert told.count("\n") == 1
    assert record.record(["yellow"], tmp_path / "x.tape", None, 3, -1) == 2
    assert "can't keep -1 snapshots" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.tape"
    path.write_bytes(b"what was there before")
    (tmp_path / f"x.tape.{os.getpid()}.partial").symlink_to("/dev/full")
    assert record.record(["yellow"], path, None, 2, 0) == 2
    assert capsys.readouterr().err == "The recording x.tape can't be written (No space left on device).\n"
    assert [file.name for file in tmp_path.iterdir()] == ["x.tape"]
    assert path.read_bytes() == b"what was there before"


def test_recording_is_a_command(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "engine", "record", "vanishing", "-o", str(tmp_path / "v.tape"), "--steps", "3"]
    command += ["--snapshots", "2"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "")
    assert len(tape.read(tmp_path / "v.tape").events) == 1 + 3 + 2 + 2 + 1


def test_all_that_should_ship_ships_and_is_small() -> None:
    sizes = {path.stem: path.stat().st_size for path in assets.path("recordings").glob("*" + tape.SUFFIX)}
    assert sizes.keys() == record.SHIPPED.keys()
    assert max(sizes.values()) < EACH
    assert sum(sizes.values()) < ALL


@pytest.mark.parametrize("name", record.SHIPPED)
def test_bundled_recordings_are_of_the_presets_as_they_are(name: str) -> None:
    """Whoever changes a preset, a network or the protocol records anew: `python -m engine record`."""
    kept = tape.read(bundled(name))
    own = PRESETS[name].spec
    spec = kept.started.spec
    chosen = {"validate_every": spec.validate_every, "snapshot_every": spec.snapshot_every, "threads": 1}
    assert spec == replace(own, **chosen)
    pictured = sum(isinstance(event, events.Snapshot) for event in kept.events)
    assert pictured == record.SHIPPED[name]


@pytest.mark.parametrize("name", record.SHIPPED)
def test_bundled_recordings_come_from_the_networks_as_they_are_built(name: str) -> None:
    kept = tape.read(bundled(name))
    again = record.recorded(record.wanted(name, None, 1), 0)
    assert [one.layers for one in again.started.contestants] == [one.layers for one in kept.started.contestants]
    then, now = (next(event for event in one.events if isinstance(event, events.Tick)) for one in (kept, again))
    for one, two in zip(then.results, now.results, strict=True):
        assert one is not None
        assert two is not None
        assert two.loss == pytest.approx(one.loss, rel=1e-3)
