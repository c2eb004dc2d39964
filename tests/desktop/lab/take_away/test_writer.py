from __future__ import annotations

import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.lab.take_away import code, onnx_file, writer
from desktop.lab.take_away.taken import Form, Order, from_wire, to_wire
from desktop.lab.take_away.writer import NOT_SHOWN, carry_out
from desktop.system.paths import sets_folder
from engine.contract import own_data
from engine.contract.spec import OwnData
from tests.desktop.lab.take_away.nets import preset_order
from tests.own_pictures import prepared


def order(form: Form, path: Path) -> Order:
    return preset_order("race", 1, form, path)[1]


def test_it_writes_what_is_ordered_and_says_so(tmp_path: Path) -> None:
    for form, name in (("code", "cnn.py"), ("safetensors", "cnn.safetensors"), ("onnx", "cnn.onnx")):
        said = carry_out(from_wire(to_wire(order(form, tmp_path / name))))  # type: ignore[arg-type]
        assert str(tmp_path / name) in said
    beside = {"cnn_pictures.npz", "cnn_weights.safetensors"}
    assert {path.name for path in tmp_path.iterdir()} == {"cnn.py", "cnn.safetensors", "cnn.onnx", *beside}


def test_code_without_weights_has_its_pictures_beside_it(tmp_path: Path) -> None:
    said = carry_out(replace(order("code", tmp_path / "cnn.py"), kept=None))
    assert said == f"The code is saved as {tmp_path / 'cnn.py'}, and its pictures beside it as cnn_pictures.npz."
    assert {path.name for path in tmp_path.iterdir()} == {"cnn.py", "cnn_pictures.npz"}


@pytest.mark.parametrize("shown", [True, False])
def test_who_takes_pictures_along_that_runs_do_not_show_is_told(shown: bool, tmp_path: Path) -> None:
    made = prepared()
    data = own_data.described(made, "Mine", ("cat", "dog"), shown)
    own_data.write(sets_folder(), data, made)
    wanted = order("code", tmp_path / "cnn.py")
    said = carry_out(replace(wanted, kept=None, spec=replace(wanted.spec, data=data, batch=8)))
    assert said.endswith(NOT_SHOWN) != shown


@pytest.mark.parametrize("form", ["code", "safetensors", "onnx"])
def test_a_folder_that_takes_no_files_is_named(form: Form, tmp_path: Path) -> None:
    said = carry_out(order(form, tmp_path / "no" / "cnn"))
    assert said.endswith(f"can't be written into {tmp_path / 'no'}: No such file or directory. Choose another folder.")


@pytest.mark.parametrize("form", ["code", "safetensors", "onnx"])
def test_a_full_disk_leaves_what_was_there(form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def full(path: Path) -> Iterator[io.BytesIO]:
        yield io.BytesIO()
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    for module in (code, writer):
        monkeypatch.setattr(module, "write_atomically", full)
    path = tmp_path / "cnn"
    path.write_text("before")
    assert "No space left on device. Make room there, or choose another folder." in carry_out(order(form, path))
    assert path.read_text() == "before"


def test_what_can_not_be_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = order("onnx", tmp_path / "cnn.onnx")
    assert wanted.kept is not None
    assert "another network" in carry_out(replace(wanted, kept=replace(wanted.kept, layers=("fc",))))
    gone = OwnData("Mine", (1, 28, 28), tuple("abcdefghij"), ((1, 1),) * 10, "0" * 64)
    assert "Mine" in carry_out(replace(order("code", tmp_path / "cnn.py"), spec=replace(wanted.spec, data=gone)))

    def lacks(*_: object) -> bytes:
        raise ImportError("onnx")

    monkeypatch.setattr(onnx_file, "model", lacks)
    assert "needs the extra edge" in carry_out(wanted)
    assert list(tmp_path.iterdir()) == []


def test_whatever_goes_wrong_inside_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVOSCOPE_DEBUG", raising=False)
    told = io.BytesIO()
    assert writer.main(io.BytesIO(b"no order"), told) == 0
    assert told.getvalue().endswith(b"so nothing was written.")
