import os
import subprocess
import sys

import pytest

from engine.machine import runtime


def test_idle_threads_wait_quietly_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KMP_BLOCKTIME", "200")
    runtime.wait_quietly()
    assert os.environ["OMP_WAIT_POLICY"] == "passive"
    assert os.environ["GOMP_SPINCOUNT"] == "0"
    assert os.environ["KMP_BLOCKTIME"] == "200"


def test_the_allocator_can_be_told_on_linux_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert runtime.keep_pages() is False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has this setting")
def test_the_allocator_takes_the_setting() -> None:
    code = "from engine.machine import runtime; print(runtime.keep_pages())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() in {"True", "False"}
    libc = os.confstr("CS_GNU_LIBC_VERSION") or ""
    assert (told.stdout.strip() == "True") == libc.startswith("glibc")


@pytest.mark.parametrize(
    "module",
    ["contract.spec", "contract.events", "contract.wire", "machine.runtime", "process.pipe", "process.server"],
)
def test_what_has_to_be_quick_does_not_load_torch(module: str) -> None:
    code = f"import sys, engine.{module}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
