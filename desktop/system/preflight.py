"""What a window needs of the system, looked at before Qt does: Qt ends the whole process without a usable word.

Standard library only, because it runs before anything of Qt may be imported.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys

_QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
_XCB = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
# What Qt's platform plugins load: Debian's package for each library. Any other plugin needs the first table only.
_NEEDED = {"xcb": _QT | _XCB, "wayland": _QT | _WAYLAND}


def problem() -> str | None:
    """Say in one sentence why no window can open here and what to do about it; None when one can.

    Call it before `QtGui` is imported. Looks at Linux only; elsewhere the system always has what Qt needs.
    """
    if not sys.platform.startswith("linux"):
        return None
    platforms = _platforms()
    if not platforms:
        return (
            "There is no display to open a window on: start Convoscope from a desktop session "
            "(over ssh with `ssh -X`), or export pictures with `convoscope export`."
        )
    problems = [_problem_of(platform) for platform in platforms]
    return None if None in problems else problems[0]


def missing(platform: str) -> dict[str, str]:
    """Map each shared library that Qt's `platform` plugin needs and that isn't here to its Debian package."""
    return {name: package for name, package in _NEEDED.get(platform, _QT).items() if not _loads(name)}


def _platforms() -> list[str]:
    """List the platform plugins that Qt would try, in its order."""
    if chosen := os.environ.get("QT_QPA_PLATFORM"):
        return [name.partition(":")[0] for name in chosen.split(";")]
    offered = [("wayland", "WAYLAND_DISPLAY"), ("xcb", "DISPLAY")]
    return [platform for platform, variable in offered if os.environ.get(variable)]


def _problem_of(platform: str) -> str | None:
    if not _has_plugin(platform):
        return (
            f"Qt has no platform {platform!r}, which QT_QPA_PLATFORM names: unset that variable, "
            "or set it to xcb, wayland or offscreen."
        )
    if lacking := missing(platform):
        packages = " ".join(sorted(set(lacking.values())))
        return (
            f"The window needs system libraries that are missing here ({', '.join(sorted(lacking))}): "
            f"install them, on Debian or Ubuntu with `sudo apt-get install {packages}`."
        )
    variable, answers = {
        "xcb": ("DISPLAY", _x_server_answers),
        "wayland": ("WAYLAND_DISPLAY", _wayland_answers),
    }.get(platform, ("", lambda: True))
    if not answers():
        return (
            f"The display {os.environ.get(variable, '')!r} that {variable} names does not answer: "
            "start Convoscope from a running desktop session (over ssh with `ssh -X`)."
        )
    return None


def _has_plugin(platform: str) -> bool:
    """Whether Qt comes with a plugin for a platform; taken for granted where its plugins lie somewhere else."""
    found = importlib.util.find_spec("PySide6")
    if found is None or found.origin is None or os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH"):
        return True
    folder = os.path.join(os.path.dirname(found.origin), "Qt", "plugins", "platforms")
    plugin = f"libq{platform.lower().partition('-')[0]}"  # one is for wayland, wayland-egl and others
    return not os.path.isdir(folder) or any(name.startswith(plugin) for name in os.listdir(folder))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x_server_answers() -> bool:
    """Open a connection to the X server that DISPLAY names and close it again."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _wayland_answers() -> bool:
    """Connect to the socket that WAYLAND_DISPLAY names, absolute or in XDG_RUNTIME_DIR."""
    import socket  # costs as much as all the rest of this file, and most windows never need it

    path = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), os.environ.get("WAYLAND_DISPLAY", "wayland-0"))
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(path)
        except OSError:
            return False
    return True
