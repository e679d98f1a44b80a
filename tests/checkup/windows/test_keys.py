"""The contract of the registry port, for the stand-in everywhere and for the real one on Windows."""

import importlib
import sys
from collections.abc import Iterator

import pytest

from guard.checkup.windows.keys import Held, Keys, Kind, WinregKeys, system_keys
from tests.support.registries import FakeWinreg

KEY = r"Software\GuardTests\Contract"


@pytest.fixture(
    params=[
        "stand-in",
        pytest.param(
            "real", marks=pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a registry")
        ),
    ]
)
def any_keys(request: pytest.FixtureRequest) -> Iterator[Keys]:
    if request.param == "stand-in":
        yield WinregKeys(FakeWinreg())
        return
    real = importlib.import_module("winreg")
    yield WinregKeys(real)
    for path in (KEY, KEY.rpartition("\\")[0]):
        real.DeleteKeyEx(real.HKEY_CURRENT_USER, path, real.KEY_WOW64_64KEY, 0)


@pytest.mark.parametrize(
    "held",
    [
        Held(Kind.DWORD, 0),
        Held(Kind.DWORD, 2**32 - 1),
        Held(Kind.STRING, ""),
        Held(Kind.STRING, "Deny"),
        Held(Kind.STRING, "1"),
    ],
)
def test_what_is_written_is_read_again_and_absent_is_not_zero(any_keys: Keys, held: Held) -> None:
    any_keys.put("HKCU", KEY, "Other", Held(Kind.DWORD, 1))
    assert any_keys.value("HKCU", KEY, "Value") is None
    any_keys.put("HKCU", KEY, "Value", held)
    assert any_keys.value("HKCU", KEY, "Value") == held
    assert any_keys.value("HKCU", KEY.upper(), "VALUE") == held
    any_keys.remove("HKCU", KEY, "Value")
    assert any_keys.value("HKCU", KEY, "Value") is None
    any_keys.remove("HKCU", KEY, "Value")
    assert any_keys.value("HKCU", KEY, "Other") == Held(Kind.DWORD, 1)


def test_a_missing_key_is_no_error_and_not_an_empty_one(any_keys: Keys) -> None:
    any_keys.put("HKCU", KEY, "Value", Held(Kind.DWORD, 1))
    assert any_keys.value("HKCU", KEY + r"\Nowhere", "Value") is None
    assert any_keys.children("HKCU", KEY + r"\Nowhere") is None
    assert any_keys.children("HKCU", KEY) == ()
    any_keys.remove("HKCU", KEY + r"\Nowhere", "Value")
    assert "Contract" in (any_keys.children("HKCU", r"Software\GuardTests") or ())


def test_types_guard_does_not_read_are_told_apart(winreg: FakeWinreg, keys: Keys) -> None:
    for name, data, kind, wanted in (
        ("long", 2**40, FakeWinreg.REG_QWORD, Held(Kind.QWORD, 2**40)),
        ("path", "%HOME%", FakeWinreg.REG_EXPAND_SZ, Held(Kind.EXPAND, "%HOME%")),
        ("list", ["a"], FakeWinreg.REG_MULTI_SZ, Held(Kind.OTHER)),
        ("raw", b"\0", FakeWinreg.REG_BINARY, Held(Kind.OTHER)),
        ("torn", None, FakeWinreg.REG_DWORD, Held(Kind.OTHER)),
    ):
        winreg.set("HKCU", KEY, name, data, kind)
        assert keys.value("HKCU", KEY, name) == wanted


def test_a_refusal_is_an_error_and_never_absence(winreg: FakeWinreg, keys: Keys) -> None:
    winreg.set("HKLM", KEY, "Value", 1)
    winreg.read_only.add(rf"HKLM\{KEY}")
    assert keys.value("HKLM", KEY, "Value") == Held(Kind.DWORD, 1)
    with pytest.raises(PermissionError):
        keys.put("HKLM", KEY, "Value", Held(Kind.DWORD, 0))
    with pytest.raises(PermissionError):
        keys.remove("HKLM", KEY, "Value")
    winreg.unreadable.add(rf"HKLM\{KEY}")
    with pytest.raises(PermissionError):
        keys.value("HKLM", KEY, "Value")
    with pytest.raises(PermissionError):
        keys.children("HKLM", KEY)


def test_only_windows_has_a_registry() -> None:
    assert (system_keys() is not None) == (sys.platform == "win32")
