import errno
from pathlib import Path

import msgspec
import numpy as np
import pytest

from engine.contract import own_data, pictures
from engine.contract.own_data import Prepared, described, examples, read, write
from engine.contract.spec import CNN, DATA, RunSpec, SpecError, check
from tests.own_pictures import prepared

CLASSES = ("cat", "dog")


def test_what_is_written_is_read_again_by_its_digest(tmp_path: Path) -> None:
    made = prepared()
    data = described(made, "Mine", CLASSES)
    assert (data.shape, data.counts) == ((1, 28, 28), ((8, 2), (8, 2)))
    write(tmp_path / "new", data, made)
    for one, two in zip(read(data, tmp_path / "new"), made, strict=True):
        np.testing.assert_array_equal(one, two)
    assert [path.name for path in (tmp_path / "new").iterdir()] == [f"{data.digest}.npz"]


def test_the_engine_finds_the_folder_by_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = prepared()
    data = described(made, "Mine", CLASSES)
    write(tmp_path, data, made)
    with pytest.raises(SpecError, match="train on this computer"):
        read(data)
    monkeypatch.setenv(own_data.FOLDER, str(tmp_path))
    assert len(read(data).x) == 20


def test_other_pictures_other_classes_and_another_split_have_another_digest() -> None:
    made = prepared()
    digests = {
        described(made, "Mine", CLASSES).digest,
        described(made, "Mine", ("dog", "cat")).digest,
        described(prepared(seed=2), "Mine", CLASSES).digest,
        described(Prepared(made.x, made.y, 1 - made.split), "Mine", CLASSES).digest,
    }
    assert len(digests) == 4
    assert described(made, "Another name", CLASSES).digest in digests


def test_a_missing_set_is_one_sentence(tmp_path: Path) -> None:
    data = described(prepared(), "Mine", CLASSES)
    with pytest.raises(SpecError, match="The pictures of “Mine” are no longer stored here"):
        read(data, tmp_path)


@pytest.mark.parametrize("harm", ["cut", "other", "empty", "text"])
def test_damaged_pictures_are_one_sentence(tmp_path: Path, harm: str) -> None:
    made = prepared()
    data = described(made, "Mine", CLASSES)
    write(tmp_path, data, made)
    path = own_data.path_of(tmp_path, data)
    if harm == "other":
        path.unlink()
        np.savez(path, **prepared(seed=2)._asdict())
    else:
        path.write_bytes({"cut": path.read_bytes()[:900], "empty": b"", "text": b"hello"}[harm])
    with pytest.raises(SpecError, match="damaged"):
        read(data, tmp_path)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(own_data.np, "savez_compressed", full)
    made = prepared()
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, described(made, "Mine", CLASSES), made)
    assert not list(tmp_path.iterdir())


def test_the_pictures_that_judge_take_turns(tmp_path: Path) -> None:
    made = prepared(classes=3)
    data = described(made, "Mine", ("a", "b", "c"))
    write(tmp_path, data, made)
    source = pictures.source(data, tmp_path)
    assert source.validation_y.tolist() == [0, 1, 2, 0, 1, 2]
    assert len(source.train_x) == 24


def test_there_is_an_example_of_each_class(tmp_path: Path) -> None:
    made = prepared()
    data = described(made, "Mine", CLASSES)
    assert examples(data, tmp_path) is None
    write(tmp_path, data, made)
    found = examples(data, tmp_path)
    assert found is not None
    np.testing.assert_array_equal(found, made.x[[8, 18]])
    own_data.path_of(tmp_path, data).write_bytes(b"PK")
    assert examples(data, tmp_path) is None


def test_a_run_with_own_pictures_goes_through_json() -> None:
    spec = RunSpec(contestants=(CNN,), data=described(prepared(), "Mine", CLASSES), batch=4)
    check(spec)
    assert msgspec.json.decode(msgspec.json.encode(spec), type=RunSpec) == spec
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(spec), type=RunSpec) == spec


def test_settings_from_before_open_still() -> None:
    old = {"contestants": [{"name": "CNN", "network": {"type": "cnn"}}], "data": "digits"}
    spec = msgspec.convert(old, RunSpec)
    assert not spec.altered.words(DATA["digits"].classes)
