import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.java_classes import JavaClass, parse
from guard.capture.sensors.linux.java_program import class_path, main_file, words_of

ROBOT = "java/awt/Robot"


def java_class(*classes: str, calls: str = "") -> bytes:
    """A class file's beginning that names `classes` and one method that it calls."""
    table = b""
    place = 1
    for name in classes:
        table += struct.pack(">BH", 1, len(name)) + name.encode() + struct.pack(">BH", 7, place)
        place += 2
    if calls:
        table += struct.pack(">BH", 1, len(calls)) + calls.encode() + struct.pack(">BHH", 12, place, place)
        table += struct.pack(">Bq", 5, 1)
        place += 4
    return struct.pack(">IHHH", 0xCAFEBABE, 0, 61, place) + table


def test_a_class_names_what_it_uses() -> None:
    found = parse(java_class(ROBOT, "notes/Main", calls="createScreenCapture"))
    assert found == JavaClass(frozenset({ROBOT, "notes/Main"}), frozenset({"createScreenCapture"}))
    assert found.words == {"java:java.awt.Robot", "java:notes.Main", "java:.createScreenCapture"}


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", java_class(ROBOT)[:14], struct.pack(">IHHHB", 0xCAFEBABE, 0, 61, 2, 99)]
)
def test_what_is_no_class_names_nothing(data: bytes) -> None:
    assert parse(data) == JavaClass()


@given(st.binary(), st.integers(0, 200))
def test_any_bytes_are_taken(noise: bytes, at: int) -> None:
    whole = java_class(ROBOT, calls="a")
    parse(noise)
    parse(whole[:at] + noise + whole[at:])


def test_a_program_is_followed_from_its_main_class(tmp_path: Path) -> None:
    (tmp_path / "Main.class").write_bytes(java_class("Helper"))
    (tmp_path / "Helper.class").write_bytes(java_class("Main", ROBOT, calls="createScreenCapture"))
    (tmp_path / "Other.class").write_bytes(java_class("java/lang/String"))
    assert "java:.createScreenCapture" in words_of(str(tmp_path), "Main")
    assert words_of(str(tmp_path), "Other") == {"java:java.lang.String"}
    assert words_of(str(tmp_path), "Gone") == frozenset()


def test_an_archive_says_itself_where_it_begins(tmp_path: Path) -> None:
    jar = tmp_path / "tool.jar"
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMain-Class: notes.Main\r\n")
        archive.writestr("notes/Main.class", java_class("notes/Helper"))
        archive.writestr("notes/Helper.class", java_class(ROBOT, calls="createScreenCapture"))
        archive.writestr("notes/Unused.class", java_class("never/Named"))
    found = words_of(str(jar), "")
    assert "java:.createScreenCapture" in found
    assert "java:never.Named" not in found
    jar.write_bytes(jar.read_bytes()[:100])
    assert words_of(str(jar), "") == frozenset()


def test_where_a_program_may_lie() -> None:
    argv = ("java", "-cp", "a:b.jar", "notes.Main")
    assert class_path(argv, "notes.Main") == (("a", "b.jar"), "notes/Main")
    assert [main_file(entry, "notes/Main") for entry in ("a", "b.jar")] == ["a/notes/Main.class", "b.jar"]
    assert class_path(("java", "Main"), "Main") == ((".",), "Main")
    assert class_path(("java", "-jar", "x.jar"), "x.jar") == (("x.jar",), "")
