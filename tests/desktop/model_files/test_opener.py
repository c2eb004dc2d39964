"""The opener with its real process, which reads good files and survives bad ones."""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot
from safetensors.torch import save_file

from desktop.model_files import opener as module
from desktop.model_files import process, pytorch_file
from desktop.model_files.errors import FileError
from desktop.model_files.opener import Opener
from desktop.model_files.pytorch_file import Unpacking
from desktop.model_files.words import Contents, Looked
from engine.contract.numbers import Array
from tests import network_files
from tests.network_files import entry, safetensors
from tests.torchvision_models import model

LAYERS = [("conv1", "conv"), ("bn1", "batch norm"), ("depthwise", "depthwise conv"), ("fc", "dense")]


@pytest.fixture
def opener(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """An opener whose temporary files lie in a folder of the test's, which is empty again at the end."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    made = Opener()
    yield made
    made.close()
    qtbot.waitUntil(lambda: not list((tmp_path / "temporary").iterdir()))


@pytest.fixture
def heard(qtbot: QtBot) -> Callable[..., Any]:
    """Return a function that does something and waits for what a signal carries then."""

    def wait(signal: Any, act: Callable[[], object]) -> Any:
        with qtbot.waitSignal(signal, timeout=60_000) as got:
            act()
        return got.args[0]

    return wait


def running(opener: Opener) -> QProcess:
    process = opener._process.running
    assert process is not None
    return process


@pytest.mark.parametrize("kind", ["safetensors", "pytorch"])
def test_a_file_is_opened_and_looked_at(opener: Opener, heard: Callable[..., Any], tmp_path: Path, kind: str) -> None:
    weights = network_files.net().state_dict()
    path = tmp_path / "net"
    if kind == "safetensors":
        save_file(weights, path)
    else:
        torch.save({"state_dict": weights, "epoch": 3}, path)
    found = heard(opener.opened, lambda: opener.open(path))
    assert isinstance(found, Contents)
    assert (found.file, found.format, found.bytes, found.runs) == (str(path), kind, path.stat().st_size, "")
    assert sorted((layer.name, layer.kind) for layer in found.layers) == sorted(LAYERS)
    assert found.parameters == sum(each.numel() for each in network_files.net().parameters())
    assert found.macs is None
    assert ("Beside weights the file holds “epoch”; that is left out." in found.notes) == (kind == "pytorch")
    looked = heard(opener.looked, lambda: opener.look("conv1.weight"))
    assert isinstance(looked, Looked)
    np.testing.assert_array_equal(looked.values.numpy(), weights["conv1.weight"].numpy())
    assert sum(looked.histogram.counts) == weights["conv1.weight"].numel()
    assert "no array “conv9”" in heard(opener.refused, lambda: opener.look("conv9"))
    assert heard(opener.refused, lambda: opener.prepare(tmp_path)) == found.why
    picture = Array.of(np.zeros((3, 8, 8), np.uint8))
    assert heard(opener.refused, lambda: opener.run(picture, (), (0.0,), (1.0,))) == found.why
    assert isinstance(heard(opener.looked, lambda: opener.look("fc.weight")), Looked)


def test_a_large_array_comes_whole_through_the_pipe(opener: Opener, heard: Callable[..., Any], tmp_path: Path) -> None:
    weight = torch.randn(150, 128, 3, 3)
    save_file({"weight": weight}, tmp_path / "net")
    heard(opener.opened, lambda: opener.open(tmp_path / "net"))
    looked = heard(opener.looked, lambda: opener.look("weight"))
    np.testing.assert_array_equal(looked.values.numpy(), weight.numpy())


def test_another_file_takes_the_place_of_one(opener: Opener, heard: Callable[..., Any], tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_file({name: torch.ones(2)}, tmp_path / name)
    opener.open(tmp_path / "one")
    found = heard(opener.opened, lambda: opener.open(tmp_path / "two"))
    assert [layer.name for layer in found.layers] == ["two"]


def test_a_network_that_fits_is_prepared_for_the_engine(
    opener: Opener, heard: Callable[..., Any], tmp_path: Path
) -> None:
    weights = model("squeezenet1_1", classes=5).state_dict()
    path, kit = network_files.saved(tmp_path / "net.pth", weights), tmp_path / "kit"
    found = heard(opener.opened, lambda: opener.open(path))
    assert (found.network, found.runs, found.why, found.classes) == ("squeezenet-1.1", "engine", "", 5)
    assert found.parameters == sum(each.numel() for each in weights.values())
    assert not any("graph" in note for note in found.notes)
    assert "5 classes" in heard(opener.refused, lambda: opener.prepare(kit, ["cat", "dog"]))
    assert "another way" in heard(opener.refused, lambda: opener.prepare(kit, (), "sideways"))
    assert not kit.exists()
    done = heard(opener.prepared, lambda: opener.prepare(kit, ["a", "b", "c", "d", "e"], "symmetric"))
    assert done.folder == str(kit)
    assert (kit / "squeezenet-1.1.safetensors").stat().st_size > 4 * found.parameters
    picture = Array.of(np.zeros((3, 8, 8), np.uint8))
    assert "and not ONNX Runtime" in heard(opener.refused, lambda: opener.run(picture, (), (0.0,), (1.0,)))
    (tmp_path / "file").write_text("")
    assert "can’t be" in heard(opener.refused, lambda: opener.prepare(tmp_path / "file"))


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a list that is too long": (
        lambda folder: safetensors(folder / "net.safetensors", {"a": entry(0, 4, 1)}, bytes(4), 2**50),
        "longer than the file",
    ),
    "lists in lists": (
        lambda folder: safetensors(folder / "net.safetensors", b'{"a":' + b"[" * 100_000, bytes(4)),
        "can’t be read",
    ),
    "a bomb": (network_files.bomb, "is packed as PyTorch packs no file"),
    "10^12 numbers of one": (network_files.stride_zero, "claims more numbers than it has"),
    "10^12 numbers of four": (network_files.huge_storage, "damaged"),
    "a program": (lambda folder: network_files.program(folder, folder / "canary"), "contains a program"),
    "a whole network": (
        lambda folder: network_files.saved(folder / "net.pt", network_files.net()),
        "contains a program, .* save its state_dict or convert it to safetensors",
    ),
    "a folder": (lambda folder: folder, "is a folder"),
    "nothing": (lambda folder: folder / "gone.pt", "There is no file gone.pt"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence(opener: Opener, heard: Callable[..., Any], tmp_path: Path, name: str) -> None:
    make, sentence = HOSTILE[name]
    path = make(tmp_path)
    said = heard(opener.failed, lambda: opener.open(path))
    assert len(said) < 250
    assert "Traceback" not in said
    assert re.search(sentence, said), said
    assert not (tmp_path / "canary").exists()
    assert opener._process.running is None


@pytest.mark.slow
def test_a_file_that_takes_ages_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytorch_file, "SECONDS", 5)
    with pytest.raises(FileError, match=r"endless\.pt is not read within 5 seconds, so it is given up"):
        Unpacking(network_files.endless(tmp_path), tmp_path / "out").wait()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_unpacks_ends_with_who_asked_for_it(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    opener.open(network_files.endless(tmp_path))
    process = running(opener).processId()
    qtbot.waitUntil(lambda: bool(children(process)), timeout=30_000)
    (unpacking,) = children(process)
    qtbot.waitUntil(lambda: "unpack" in command(unpacking), timeout=30_000)
    qtbot.wait(1500)
    opener.close()
    qtbot.waitUntil(lambda: not command(unpacking), timeout=5000)


def children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def command(process: int) -> str:
    """The command line of a process; "" of one that has ended."""
    path = Path(f"/proc/{process}/cmdline")
    return path.read_text() if path.exists() else ""


def test_the_window_waits_only_so_long(qtbot: QtBot, heard: Callable[..., Any], tmp_path: Path) -> None:
    opener = Opener(seconds=0.001)
    path = network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2)})
    said = heard(opener.failed, lambda: opener.open(path))
    assert "is given up" in said
    assert opener._process.running is None


def test_a_network_that_computes_for_ever_is_stopped(opener: Opener, heard: Callable[..., Any], tmp_path: Path) -> None:
    path = network_files.looping(tmp_path / "loop.onnx")
    contents = heard(opener.opened, lambda: opener.open(path))
    assert (contents.runs, contents.shape) == ("onnx", (3, 8, 8))
    opener._patience.setInterval(3000)
    picture = Array.of(np.zeros((3, 8, 8), np.uint8))
    sentence = heard(opener.failed, lambda: opener.run(picture, (), (0.0,), (1.0,)))
    assert sentence.startswith("The network of loop.onnx does not answer to a picture within 3 seconds")
    assert opener._process.running is None


def test_a_process_that_is_killed_is_one_sentence(opener: Opener, heard: Callable[..., Any], tmp_path: Path) -> None:
    path = network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2)})
    opener.open(path)
    said = heard(opener.failed, lambda: running(opener).kill())
    assert said == "net.pt can’t be read: what reads it broke down. Save it as safetensors, and open that."
    heard(opener.opened, lambda: opener.open(path))
    said = heard(opener.failed, lambda: running(opener).kill())
    assert said == "net.pt is no longer open: what reads it broke down. Open it again."


def test_where_no_process_starts_is_one_sentence(
    qtbot: QtBot, opener: Opener, heard: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    said = heard(opener.failed, lambda: opener.open(tmp_path / "net.pt"))
    assert said.startswith("net.pt can’t be read: what reads it broke down.")
    assert not opener._patience.isActive()


def test_an_answer_that_is_none_is_a_breakdown(opener: Opener, heard: Callable[..., Any], tmp_path: Path) -> None:
    save_file({"weight": torch.ones(2)}, tmp_path / "net")
    heard(opener.opened, lambda: opener.open(tmp_path / "net"))
    assert "broke down" in heard(opener.failed, lambda: opener._process.said.emit(b"{}"))
    assert opener._process.running is None


def test_what_is_closed_is_heard_of_no_more(qtbot: QtBot, opener: Opener, tmp_path: Path) -> None:
    save_file({"weight": torch.ones(2)}, tmp_path / "net")
    with qtbot.assertNotEmitted(opener.failed), qtbot.assertNotEmitted(opener.opened, wait=500):
        opener.open(tmp_path / "net")
        opener.close()
        opener.look("weight")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_the_process_has_a_limit_of_memory(opener: Opener, heard: Callable[..., Any], tmp_path: Path) -> None:
    size = 2 * process.MEGABYTES * 2**20
    path = safetensors(tmp_path / "net", {"large": entry(0, size, size // 4), "small": entry(size, size + 4, 1)})
    with path.open("r+b") as file:
        file.seek(size + 4, 2)
        file.truncate()
    heard(opener.opened, lambda: opener.open(path))
    assert "takes too much memory" in heard(opener.refused, lambda: opener.look("large"))
    assert isinstance(heard(opener.looked, lambda: opener.look("small")), Looked)


def test_a_fault_of_ours_is_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("weight")

    written = (tmp_path / "answers").open("wb")
    monkeypatch.setattr(process, "format_of", stumble)
    process.serve(tmp_path / "net.pt", tmp_path, iter(()), written)  # type: ignore[arg-type]
    written.close()
    said = module.words.read_answer((tmp_path / "answers").read_bytes())
    assert isinstance(said, module.Fault)
    assert said.sentence.startswith("net.pt can’t be read: something in it is not as it should be.")
    assert "KeyError: 'weight'" in capsys.readouterr().err


@pytest.mark.parametrize(("cores", "taken"), [({0, 1}, [{1}, {0, 1}]), ({0}, []), ({0, 1, 2, 3}, [])])
def test_of_two_cores_one_is_left_to_the_window_until_the_list_is_there(
    cores: set[int], taken: list[set[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[set[int]] = []
    monkeypatch.setattr("os.sched_getaffinity", lambda _: cores, raising=False)
    monkeypatch.setattr("os.sched_setaffinity", lambda _, on: done.append(on), raising=False)
    path = safetensors(tmp_path / "net.safetensors", {"fc.weight": entry(0, 24, 2, 3)}, bytes(24))
    written = io.BytesIO()
    process.serve(path, tmp_path, iter(()), written)  # type: ignore[arg-type]
    assert b"fc.weight" in written.getvalue()
    assert done == taken
    process.serve(tmp_path / "nowhere.pt", tmp_path, iter(()), io.BytesIO())  # type: ignore[arg-type]
    assert done == taken * 2, "after a failure too"
