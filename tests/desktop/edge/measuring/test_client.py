"""The process that measures, waited for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.edge.measuring import client
from desktop.edge.measuring.client import GONE, Client, MeasuringError, measuring
from desktop.edge.measuring.words import Done, Measure, OfFile, Prepare, Told
from tests.desktop.edge.measuring.small_nets import CHANNELS, SIDE, three_layers


def started(program: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_network_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = three_layers(tmp_path / "net.onnx")
    with measuring() as found:
        ready = found.prepare(Prepare(OfFile(str(path)), str(tmp_path)))
        assert ready.shape == (CHANNELS, SIDE, SIDE)
        first, second, last = found.measure(Measure("Net", ("onnx", "int8")))
        assert isinstance(first, Told)
        assert isinstance(second, Told)
        assert last == Done()
        with pytest.raises(MeasuringError, match="can’t be read"):
            found.prepare(Prepare(OfFile(str(tmp_path / "none.onnx")), str(tmp_path)))
        assert found.prepare(Prepare(OfFile(str(path)), str(tmp_path))) == ready, "it lives on"
    assert found._process.poll() is not None


@pytest.mark.parametrize("program", ["", "input(); print('words')", "input(); raise SystemExit(9)"])
def test_a_process_that_breaks_is_one_sentence(program: str, tmp_path: Path) -> None:
    with started(program) as process:
        found = Client(process)
        with pytest.raises(MeasuringError) as error:
            found.prepare(Prepare(OfFile("net.onnx"), str(tmp_path)))
        assert str(error.value) == GONE
        process.kill()


def test_it_is_ended_whatever_happens() -> None:
    with pytest.raises(KeyboardInterrupt), measuring() as found:
        raise KeyboardInterrupt
    assert found._process.poll() is not None
    assert client.MODULE == "desktop.edge.measuring.process"
