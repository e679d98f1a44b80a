import struct
import zlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import RecentPictures, Thumbnails
from guard.checkup.linux.looks_traces import TraceLooks, count_pictures, picture_of


def xbel(*entries: tuple[str, str]) -> str:
    marks = "".join(
        f'<bookmark href="{href}"><info><metadata owner="http://freedesktop.org">'
        f'<mime:mime-type type="{kind}"/></metadata></info></bookmark>'
        for href, kind in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xbel version="1.0"'
        ' xmlns:mime="http://www.freedesktop.org/standards/shared-mime-info">' + marks + "</xbel>"
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(uri: str | None, *, after: bool = False) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    text = chunk(b"tEXt", b"Thumb::URI\0" + uri.encode()) if uri is not None else b""
    data = chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    inner = data + text if after else text + data
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"tEXt", b"Software\0x") + inner + chunk(b"IEND", b"")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def recent(home: Path) -> Reading:
    return TraceLooks({}, home).recent(RecentPictures())


def thumbnails(home: Path) -> Reading:
    return TraceLooks({}, home).thumbnails(Thumbnails())


def listed(home: Path, text: str, place: str = ".local/share") -> None:
    (home / place).mkdir(parents=True, exist_ok=True)
    (home / place / "recently-used.xbel").write_text(text)


def kept(home: Path, name: str, raw: bytes, size: str = "normal") -> None:
    folder = home / ".cache/thumbnails" / size
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.png").write_bytes(raw)


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("file:///h/a", "image/jpeg"),
        ("file:///h/a", "video/mp4"),
        ("file:///h/A.JPG", "application/octet-stream"),
    ],
)
def test_pictures_are_counted_and_never_named(home: Path, href: str, kind: str) -> None:
    listed(home, xbel((href, kind), ("file:///h/letter.txt", "text/plain")))
    reading = recent(home)
    assert reading.answer is Answer.UNSAFE
    assert reading.evidence == (f"{home}/.local/share/recently-used.xbel names one picture or film.",)


@pytest.mark.parametrize("place", [".var/app/org.example.App/data", "snap/app/current/.local/share"])
def test_the_lists_of_sandboxes_are_read_too(home: Path, place: str) -> None:
    listed(home, xbel(("file:///h/letter.txt", "text/plain")))
    listed(home, xbel(("file:///h/a.png", "image/png"), ("file:///h/b.png", "image/png")), place)
    assert recent(home).why == "2 pictures or films can be seen there."


@pytest.mark.parametrize("text", ["", xbel(), xbel(("file:///h/letter.txt", "text/plain"))])
def test_a_list_without_pictures_is_safe(home: Path, text: str) -> None:
    listed(home, text)
    assert recent(home).answer is Answer.SAFE


def test_no_list_is_safe(home: Path) -> None:
    assert recent(home).answer is Answer.SAFE


@pytest.mark.parametrize(
    "text", ["<xbel>", "not xml", '<!DOCTYPE x [<!ENTITY a "b">]><xbel version="1.0">&a;</xbel>']
)
def test_a_damaged_list_cannot_be_told(home: Path, text: str) -> None:
    listed(home, text)
    assert recent(home).answer is Answer.UNKNOWN


@given(st.binary())
def test_any_bytes_are_counted_or_refused(raw: bytes) -> None:
    with suppress(ValueError):
        assert count_pictures(raw) >= 0


@pytest.mark.parametrize("after", [False, True])
def test_a_small_picture_of_a_file_that_is_gone_is_told(home: Path, after: bool) -> None:  # noqa: FBT001 - a parameter of the test
    kept(home, "a", png((home / "gone ä.jpg").as_uri(), after=after), "x-large")
    reading = thumbnails(home)
    assert reading.answer is Answer.UNSAFE
    assert "gone" not in reading.evidence[0].replace("files that are gone", "")


def test_a_small_picture_of_a_file_that_is_there_is_safe(home: Path) -> None:
    (home / "here ä#.jpg").touch()
    kept(home, "a", png("file://" + quote(str(home / "here ä#.jpg"))))
    assert thumbnails(home).answer is Answer.SAFE


@pytest.mark.parametrize(
    "uri", ["file:///media/stick/a.jpg", "file:///run/media/x/a.jpg", "sftp://host/a.jpg"]
)
def test_what_may_be_elsewhere_is_not_called_gone(home: Path, uri: str) -> None:
    kept(home, "a", png(uri))
    assert thumbnails(home).answer is Answer.SAFE


@pytest.mark.parametrize("raw", [b"", b"nonsense", png(None), png("file:///x")[:40]])
def test_one_that_tells_nothing_cannot_be_told(home: Path, raw: bytes) -> None:
    kept(home, "a", raw)
    assert thumbnails(home).answer is Answer.UNKNOWN


def test_no_small_pictures_are_safe(home: Path) -> None:
    assert thumbnails(home).answer is Answer.SAFE


def test_too_many_cannot_be_told(home: Path) -> None:
    for number in range(5):
        kept(home, str(number), png("sftp://host/a.jpg"))
    now = iter(range(100))
    assert (
        TraceLooks({}, home, clock=lambda: float(next(now))).thumbnails(Thumbnails()).answer is Answer.UNKNOWN
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_a_picture_or_not(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "odd.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + raw)
    assert picture_of(file) is None or b"Thumb::URI" in raw
