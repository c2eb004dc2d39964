"""What a process that reads foreign files may take of the machine."""

import math
import sys


def hold_to(megabytes: int, seconds: int | None = None, written: int | None = None) -> None:
    """Hold this process to so much memory from now on, and to no core dumps, where the system can.

    `seconds` are of a processor's time: they end a process whose parent is gone, for parents look at the clock.
    `written` is how many bytes a file may have that it writes.
    """
    if sys.platform == "win32":  # the parent's clock is what there is
        return
    import resource

    wanted = {resource.RLIMIT_AS: megabytes * 2**20, resource.RLIMIT_CORE: 0}
    if seconds is not None:
        spent = math.ceil(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
        wanted[resource.RLIMIT_CPU] = spent + seconds
    if written is not None:
        wanted[resource.RLIMIT_FSIZE] = written
    for kind, most in wanted.items():
        hardest = resource.getrlimit(kind)[1]
        try:
            resource.setrlimit(kind, (most, hardest))
        except (OSError, ValueError):  # macOS can't limit the memory of a process, and a lower limit may stand
            continue
