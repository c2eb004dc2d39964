"""The camera's code with libavfilter's test picture in the camera's place; no camera is needed, and none was tried."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.collecting import camera as module
from desktop.collecting.camera import BUSY, FORBIDDEN, GONE, INSTEAD, NONE_THERE, Camera, Source, cameras, first_of

PICTURE = "testsrc=size=320x240:rate=30,realtime"


@pytest.fixture
def camera(qtbot: QtBot) -> Iterator[Camera]:
    made = Camera()
    yield made
    made.close()


def test_pictures_come_in_colour_one_after_the_other(qtbot: QtBot, camera: Camera) -> None:
    camera.start(Source("lavfi", PICTURE, "test"))
    qtbot.waitUntil(lambda: camera.frame is not None, timeout=20_000)
    first = camera.frame
    assert first is not None
    assert first.shape == (3, 240, 320)
    assert first[:, 100, 5].tolist() != first[:, 100, 60].tolist(), "stripes"
    qtbot.waitUntil(lambda: camera.frame is not first)
    camera.stop()
    assert camera.frame is None
    assert not camera.on


def test_unplugged_midway_it_says_so_and_can_be_turned_on_again(qtbot: QtBot, camera: Camera) -> None:
    said: list[str] = []
    camera.failed.connect(said.append)
    camera.start(Source("lavfi", "testsrc=size=64x48:rate=30:duration=0.3,realtime", "test"))
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said == [GONE]
    assert not camera.on
    assert camera.frame is None
    camera.start(Source("lavfi", PICTURE, "test"))
    qtbot.waitUntil(lambda: camera.frame is not None, timeout=20_000)


def test_what_was_turned_off_says_nothing_any_more(qtbot: QtBot, camera: Camera) -> None:
    said: list[str] = []
    camera.failed.connect(said.append)
    camera.start(Source("lavfi", "testsrc=duration=0.1", "test"))
    reader = camera._reader
    assert reader is not None
    camera.stop()
    reader.join(20)
    camera._end(reader, "late")
    assert said == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError(errno.ENOENT, "no such file"), NONE_THERE),
        (OSError(errno.ENODEV, "no such device"), NONE_THERE),
        (PermissionError(errno.EACCES, "denied"), FORBIDDEN),
        (OSError(errno.EBUSY, "busy"), BUSY),
        (OSError(errno.EIO, "Input/output error"), "The camera can't be read (Input/output error)."),
        (RuntimeError("odd driver"), "The camera can't be read (odd driver)."),
    ],
)
def test_whatever_is_wrong_is_one_sentence_with_a_way_out(
    qtbot: QtBot, camera: Camera, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    import av

    def refuse(*_words: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(av, "open", refuse)
    with qtbot.waitSignal(camera.failed, timeout=20_000) as heard:
        camera.start(Source("lavfi", PICTURE, "test"))
    assert heard.args[0].startswith(sentence)
    assert "a folder of pictures" in heard.args[0]


def test_without_the_extra_it_says_how_to_get_it(qtbot: QtBot, camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with qtbot.waitSignal(camera.failed, timeout=20_000) as heard:
        camera.start()
    assert "needs the extra camera" in heard.args[0]
    assert "run.py get camera" in heard.args[0]
    assert "A folder of pictures works without it." in heard.args[0]


def test_cameras_are_listed_as_the_system_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import av.device

    class Device:
        def __init__(self, name: str, description: str, media_types: list[str]) -> None:
            self.name, self.description, self.media_types = name, description, media_types

    devices = [Device("Mic", "", ["audio"]), Device("C920", "HD Webcam", ["video"])]
    asked: list[str] = []
    monkeypatch.delenv(INSTEAD, raising=False)
    monkeypatch.setattr(av.device, "enumerate_input_devices", lambda kind: asked.append(kind) or devices)
    found = {}
    for platform in module.FORMATS:
        monkeypatch.setattr(sys, "platform", platform)
        found[platform] = cameras()
    assert asked == ["v4l2", "dshow", "avfoundation"]
    assert found["linux"] == (Source("v4l2", "C920", "HD Webcam"),)
    assert found["win32"] == (Source("dshow", "video=C920", "HD Webcam"),)
    with pytest.raises(module.CameraError, match="No camera was found"):
        first_of(())


def test_a_system_that_cannot_list_its_cameras_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import av.device

    def refuse(kind: str) -> None:
        raise ValueError(kind)

    monkeypatch.delenv(INSTEAD, raising=False)
    monkeypatch.setattr(av.device, "enumerate_input_devices", refuse)
    assert cameras() == ()
