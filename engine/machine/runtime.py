"""What has to be said to the operating system before torch is loaded. Nothing here imports torch."""

import contextlib
import ctypes
import os
import signal
import sys

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_PR_SET_PDEATHSIG = 1
_KEEP = 32 * 1024 * 1024
_TRIM = 512 * 1024 * 1024


def wait_quietly() -> None:
    """Let idle OpenMP threads sleep instead of spin; only has an effect before torch is imported.

    Spinning threads hold their core while they wait. Where the window or another program wants that core
    too, each of torch's many short parallel sections then waits for the scheduler: training was measured 20
    to 60 times slower.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    os.environ.setdefault("KMP_BLOCKTIME", "0")


def keep_pages() -> bool:
    """Let glibc's allocator keep the pages of freed tensors; return whether it will.

    By default it hands every large block back to the kernel and asks for it again in the next step, which
    then has to fill it with zeros. Other systems' allocators have no such setting and return False.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_M_MMAP_THRESHOLD, _KEEP)) and bool(mallopt(_M_TRIM_THRESHOLD, _TRIM))


def end_with_parent(wanted: bool) -> None:
    """Have this process killed when the one that started it ends, or no longer; Linux alone can do that.

    It is for the seconds in which torch is loaded: the interpreter is busy then, and no thread of ours could notice
    that nobody listens any more.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL if wanted else 0)
