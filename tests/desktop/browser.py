"""A real browser without a window: Debian's Chromium, spoken to over two pipes (the DevTools protocol)."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
PATIENCE = 60.0
"""Seconds that a busy machine gets for anything."""
KEYS = {
    "ArrowRight": 39,
    "ArrowLeft": 37,
    "ArrowDown": 40,
    "ArrowUp": 38,
    "PageDown": 34,
    "PageUp": 33,
    "Home": 36,
    "End": 35,
    "Backspace": 8,
    " ": 32,
    "n": 78,
}


class Browser:
    """One page of a browser. What it asked of a network is in `requests`, what it complained of in `complaints`."""

    def __init__(self, said: int, heard: int) -> None:
        self._said, self._heard = said, heard
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.tell(f"{domain}.enable")

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and return what comes of it."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            command["sessionId"] = self._session
        os.write(self._said, json.dumps(command).encode() + b"\0")
        while (message := self._next()).get("id") != self._number:
            self._note(message)
        assert "error" not in message, message
        return message["result"]

    def open(self, address: str) -> None:
        """Open an address and wait until all of it is there."""
        self.tell("Page.navigate", url=address)
        while (message := self._next()).get("method") != "Page.loadEventFired":
            self._note(message)

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript is worth, once what had been begun is done and painted."""
        settled = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
        found = self.tell(
            "Runtime.evaluate",
            expression=f"{settled}.then(() => ({expression}))",
            awaitPromise=True,
            returnByValue=True,
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys by their names in the DOM."""
        for key in keys:
            for kind in ("keyDown", "keyUp"):
                text = {"text": key} if kind == "keyDown" and len(key) == 1 else {}
                self.tell("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=KEYS[key], **text)

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window."""
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a finger over the page."""
        for kind, points in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
            self.tell("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y} for x, y in points])

    def resize(self, width: int, height: int, phone: bool = False) -> None:
        """Give the page a window of so many pixels."""
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)
        self.tell("Emulation.setTouchEmulationEnabled", enabled=phone)

    def picture(self, path: Path) -> None:
        """Write what is seen as a PNG."""
        path.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot")["data"]))

    def printed(self) -> bytes:
        """The page as the PDF that its print style makes of it."""
        return base64.b64decode(self.tell("Page.printToPDF", preferCSSPageSize=True)["data"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._heard], [], [], PATIENCE)
            assert ready, f"the browser says nothing for {PATIENCE:g} s"
            part = os.read(self._heard, 1 << 20)
            assert part, "the browser has ended"
            self._buffer += part
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def _note(self, message: dict[str, Any]) -> None:
        method, said = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            address = said["request"]["url"]
            self.requests += [] if address.startswith(("file:", "data:")) else [address]
        elif method == "Log.entryAdded":
            self.complaints.append(said["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(said["exceptionDetails"]["text"])


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile in a folder."""
    assert CHROMIUM is not None
    to_it, from_it = os.pipe(), os.pipe()
    words = [CHROMIUM, "--headless", "--no-sandbox", "--remote-debugging-pipe", f"--user-data-dir={profile}"]
    words += ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars"]
    shell = f'exec "$@" 3<&{to_it[0]} 4>&{from_it[1]}'  # where the browser looks for its pipes
    with subprocess.Popen(
        ["bash", "-c", shell, "bash", *words], pass_fds=(to_it[0], from_it[1]), stderr=subprocess.DEVNULL
    ) as process:
        os.close(to_it[0])
        os.close(from_it[1])
        try:
            page = Browser(to_it[1], from_it[0])
            yield page
        finally:
            process.terminate()
            os.close(to_it[1])
            os.close(from_it[0])
