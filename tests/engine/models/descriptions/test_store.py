import dataclasses
import json
from pathlib import Path

import pytest

import assets
from engine.models.architectures.catalogue import ARCHITECTURES
from engine.models.descriptions import description, store
from scenes.stage.data import networks

FOLDER = assets.path("networks")
LONG = 200
"""Networks with more layers are described anew by slow tests."""


def layers(name: str) -> int:
    return len(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["layers"])


def parameters() -> list[object]:
    return [pytest.param(name, marks=[pytest.mark.slow] * (layers(name) > LONG)) for name in ARCHITECTURES]


@pytest.mark.parametrize("name", parameters())
def test_what_is_stored_is_what_the_module_says(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == store.stored(ARCHITECTURES[name])


def test_every_network_is_stored_and_nothing_else() -> None:
    names = {file.name for file in FOLDER.iterdir()} - {"LICENCES.md"}
    assert names == {f"{name}.json" for name in ARCHITECTURES} | {store.INDEX}
    assert json.loads((FOLDER / store.INDEX).read_text(encoding="utf-8")) == list(ARCHITECTURES)


def test_writing_makes_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(store, "ARCHITECTURES", {"lenet-5": ARCHITECTURES["lenet-5"]})
    assert store.write(tmp_path / "new") == 0
    assert {file.name for file in (tmp_path / "new").iterdir()} == {"index.json", "lenet-5.json"}
    assert (tmp_path / "new" / "lenet-5.json").read_bytes() == (FOLDER / "lenet-5.json").read_bytes()
    assert "lenet-5.json" in capsys.readouterr().err


def test_the_reader_knows_every_field_that_is_stored() -> None:
    written, read = (dataclasses.fields(module.Layer) for module in (description, networks))
    assert [(field.name, field.default) for field in written] == [(field.name, field.default) for field in read]
    assert {*store.FACTS, "layers"} == {field.name for field in dataclasses.fields(networks.Network)}
    assert networks.INPUT == description.INPUT
