"""Weights out of files that PyTorch saved, by the command that the window starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from engine.contract.unpacked import LONGEST_NAME, MOST_TENSORS, MOST_TOLD, Unpacked, read_unpacked
from engine.models import state_dicts
from engine.models.state_dicts import UnfitError, unpack
from tests import network_files


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.safetensors"


def same(out: Path, net: nn.Module) -> bool:
    found, expected = load_file(out), net.state_dict()
    return found.keys() == expected.keys() and all(torch.equal(found[name], each) for name, each in expected.items())


@pytest.mark.parametrize("zipped", [True, False])
def test_a_state_dict_comes_out_as_it_went_in(tmp_path: Path, out: Path, zipped: bool) -> None:
    net, path = network_files.net(), tmp_path / "net.pt"
    torch.save(net.state_dict(), path, _use_new_zipfile_serialization=zipped)
    assert unpack(path, out) == Unpacked()
    assert same(out, net)


def test_the_order_of_the_layers_is_kept(tmp_path: Path, out: Path) -> None:
    from desktop.model_files.safetensors_file import listed

    net = network_files.net()
    unpack(network_files.saved(tmp_path / "net.pt", net.state_dict()), out)
    assert [tensor.name for tensor in listed(out).tensors] == list(net.state_dict())


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod."])
def test_weights_are_found_in_what_a_training_program_keeps(tmp_path: Path, out: Path, prefix: str) -> None:
    net = network_files.net()
    weights = {prefix + name: each for name, each in net.state_dict().items()}
    path = network_files.saved(tmp_path / "net.pt", {"epoch": 3, "model": {"state_dict": weights}, "optimizer": {}})
    assert unpack(path, out) == Unpacked("", "model.state_dict", ("epoch", "optimizer"), 2, unprefixed=True)
    assert same(out, net)


def test_networks_side_by_side_are_told_apart(tmp_path: Path, out: Path) -> None:
    parts = {"encoder": {"weight": torch.ones(2)}, "decoder": {"weight": torch.zeros(3)}, "lr": 0.1}
    found = unpack(network_files.saved(tmp_path / "net.pt", parts), out)
    assert list(load_file(out)) == ["encoder.weight", "decoder.weight"]
    assert (found.ignored, found.ignored_count) == (("lr",), 1)


def test_of_what_is_left_out_some_is_named(tmp_path: Path, out: Path) -> None:
    odd = {f"sparse{index}": torch.ones(3).to_sparse() for index in range(9)}
    odd |= {"complex": torch.zeros(2, dtype=torch.complex64), "nowhere": torch.zeros(3, device="meta")}
    path = network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2), **odd, 7: "seven", "text": "x"})
    found = unpack(path, out)
    assert list(load_file(out)) == ["weight"]
    assert (len(found.unshown), found.unshown_count) == (MOST_TOLD, 11)
    assert found.ignored == ("7", "text")


def test_numbers_of_every_kind_are_handed_over(tmp_path: Path, out: Path) -> None:
    values = torch.tensor([0.0, 1.0, 3.0])
    kinds = {str(kind): values.to(kind) for kind in state_dicts.KINDS}
    kinds |= {"one": torch.tensor(2.5), "none": torch.zeros(0, 3), "turned": torch.arange(6.0).reshape(2, 3).T}
    unpack(network_files.saved(tmp_path / "net.pt", kinds), out)
    found = load_file(out)
    assert all(torch.equal(found[name], each) and found[name].dtype == each.dtype for name, each in kinds.items())


@pytest.mark.parametrize("make", [network_files.stride_zero, network_files.huge_storage])
def test_tensors_that_claim_more_than_the_file_has_are_refused(tmp_path: Path, out: Path, make: object) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    assert path.stat().st_size < 2000
    with pytest.raises(UnfitError, match=r"claims|damaged"):
        unpack(path, out)
    assert not out.exists()


def test_one_storage_under_many_names_is_refused(tmp_path: Path, out: Path) -> None:
    shared = torch.zeros(1000)
    path = network_files.saved(tmp_path / "net.pt", {f"layer{index}": shared for index in range(100)})
    with pytest.raises(UnfitError, match="claims"):
        unpack(path, out)


def test_a_bomb_is_not_unpacked(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = network_files.bomb(tmp_path)
    assert path.stat().st_size < 300_000
    monkeypatch.setattr(torch, "load", None)
    with pytest.raises(UnfitError, match="packed"):
        unpack(path, out)


def test_programs_are_refused_and_not_run(tmp_path: Path, out: Path) -> None:
    canary = tmp_path / "canary"
    script, whole = tmp_path / "script.pt", network_files.saved(tmp_path / "whole.pt", network_files.net())
    with pytest.warns(DeprecationWarning, match="torch.jit"):
        torch.jit.save(torch.jit.trace(nn.ReLU(), torch.zeros(1)), script)
    for path in (network_files.program(tmp_path, canary), script, whole):
        with pytest.raises(UnfitError, match="program"):
            unpack(path, out)
    assert not canary.exists()


@pytest.mark.parametrize("zipped", [True, False])
def test_what_is_cut_off_is_damaged(tmp_path: Path, out: Path, zipped: bool) -> None:
    path = tmp_path / "net.pt"
    torch.save(network_files.net().state_dict(), path, _use_new_zipfile_serialization=zipped)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UnfitError, match="damaged"):
        unpack(path, out)


def test_what_holds_no_weights_too_many_or_odd_names_is_refused(tmp_path: Path, out: Path) -> None:
    one = torch.zeros(1)
    loop: dict[str, object] = {}
    loop["model"] = loop
    many = {str(index): one for index in range(MOST_TENSORS + 1)}
    for what, problem in (
        ({"lr": 0.1}, "nothing"),
        ([1, 2], "nothing"),
        (loop, "nothing"),
        (many, "many"),
        ({"x" * (LONGEST_NAME + 1): one}, "damaged"),
    ):
        with pytest.raises(UnfitError, match=problem):
            unpack(network_files.saved(tmp_path / "net.pt", what), out)


@pytest.mark.slow
def test_the_command_says_what_came_of_it_and_ends_with_who_asked(tmp_path: Path, out: Path) -> None:
    path = network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2)})
    command = [sys.executable, "-m", "engine", "unpack"]
    pipe = subprocess.PIPE
    with subprocess.Popen([*command, str(path), str(out)], stdin=pipe, stdout=pipe) as process:
        process.wait(60)
        assert process.stdout is not None
        assert read_unpacked(process.stdout.read()) == Unpacked()
    assert np.array_equal(load_file(out)["weight"].numpy(), [1, 1])
    plain = network_files.saved(tmp_path / "plain.pt", {"weight": torch.ones(2)})
    slow = network_files.changed(plain, tmp_path / "slow.pt", {"data.pkl": b"\x80\x02" + b"K\x01" * 4_000_000 + b"."})
    done = subprocess.run([*command, str(slow), str(out)], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")


def test_a_file_that_takes_too_much_memory_is_told(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(*_: object, **__: object) -> object:
        return torch.zeros(2**60)  # what the allocator says is its own

    path = network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2)})
    monkeypatch.setattr(torch, "load", short)
    with pytest.raises(UnfitError, match="memory"):
        unpack(path, out)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = network_files.saved(tmp_path / "net.pt", {"weight": torch.ones(2)})
    with pytest.raises(UnfitError, match="room"):
        unpack(path, tmp_path / "gone" / "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(state_dicts, "_write", full)
    with pytest.raises(UnfitError, match="room"):
        unpack(path, tmp_path / "out")
