import re

import pytest
import torch

from engine.machine import device


def test_the_cpu_is_always_there() -> None:
    assert device.find("cpu") == torch.device("cpu")
    cpu = device.devices()[0]
    assert cpu.available
    assert re.fullmatch(r"\d+ cores?", cpu.title)


@pytest.mark.parametrize(("cores", "words"), [(1, "1 core"), (8, "8 cores")])
def test_the_cpu_tells_its_cores(cores: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "cores", lambda: cores)
    assert device.devices()[0].title.endswith(words)


def test_devices_that_are_missing_say_why() -> None:
    assert [one.name for one in device.devices()] == ["cpu", "cuda", "mps"]
    for one in device.devices():
        assert one.available == (one.reason == "")


@pytest.mark.parametrize("built", [None, "12.8"])
def test_a_missing_card_is_one_sentence(built: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.version, "cuda", built)
    with pytest.raises(device.DeviceError, match="train on the CPU") as missing:
        device.find("cuda")
    assert ("without CUDA" in str(missing.value)) == (built is None)


def test_a_missing_graphics_processor_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(device.DeviceError, match="Apple"):
        device.find("mps")


def test_a_card_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _: "A card")
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert device.find("cuda:1") == torch.device("cuda:1")
    with pytest.raises(device.DeviceError, match="this machine has 2"):
        device.find("cuda:2")


def test_an_unknown_device_is_one_sentence() -> None:
    with pytest.raises(device.DeviceError, match="'tpu'"):
        device.find("tpu")
