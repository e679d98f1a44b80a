import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Stored
from guard.checkup.detect import Registry
from guard.checkup.probe import NotWritten
from guard.checkup.windows.keys import Keys
from guard.checkup.windows.registry import RegistryProbe, policies
from tests.support.registries import FakeWinreg

WHAT = Registry(hive="HKCU", key=r"Software\A", name="B")


def test_without_a_registry_nothing_is_told_or_written() -> None:
    probe = RegistryProbe(None)
    assert probe.read(WHAT).answer is Answer.UNKNOWN
    for act in (
        lambda: probe.stored(WHAT),
        lambda: probe.write(WHAT, "1"),
        lambda: probe.restore(WHAT, Stored("1")),
        lambda: probe.restore(WHAT, Stored(absent=True)),
    ):
        with pytest.raises(NotWritten):
            act()


def test_absent_and_zero_are_two_states(winreg: FakeWinreg, keys: Keys) -> None:
    probe = RegistryProbe(keys)
    assert probe.stored(WHAT) == Stored(absent=True)
    winreg.set("HKCU", WHAT.key, WHAT.name, 0)
    assert probe.stored(WHAT) == Stored("0")


@pytest.mark.parametrize("value", ["", "-1", "1.0", "0x1", "4294967296", "one", "\u0661"])
def test_what_a_dword_cannot_hold_is_not_written(winreg: FakeWinreg, keys: Keys, value: str) -> None:
    with pytest.raises(NotWritten):
        RegistryProbe(keys).write(WHAT, value)
    assert winreg.everything() == {}


def test_another_kind_is_neither_read_nor_noted(winreg: FakeWinreg, keys: Keys) -> None:
    winreg.set("HKCU", WHAT.key, WHAT.name, "0")
    assert RegistryProbe(keys).read(WHAT).answer is Answer.UNKNOWN
    with pytest.raises(NotWritten):
        RegistryProbe(keys).stored(WHAT)


def test_a_refused_write_says_that_nothing_changed_and_who_is_needed(winreg: FakeWinreg, keys: Keys) -> None:
    machine = Registry(hive="HKLM", key=r"SOFTWARE\A", name="B")
    winreg.set("HKLM", machine.key, "B", 1)
    winreg.read_only.add("HKLM")
    with pytest.raises(NotWritten, match="administrator"):
        RegistryProbe(keys).write(machine, "0")
    with pytest.raises(NotWritten, match="as it was"):
        RegistryProbe(keys).restore(machine, Stored(absent=True))
    assert winreg.everything() == {r"HKLM\SOFTWARE\A!B": (1, FakeWinreg.REG_DWORD)}


def test_the_first_policy_that_decides_wins(winreg: FakeWinreg, keys: Keys) -> None:
    what = Registry(
        hive="HKCU",
        key="A",
        name="B",
        policy=r"HKLM\P Q\R!One safe=2 free=0 unsafe=1; HKCU\P!Two safe=1",
    )
    probe = RegistryProbe(keys)
    winreg.set("HKCU", "A", "B", 7)
    assert (probe.read(what).value, probe.read(what).managed) == ("7", False)
    winreg.set("HKLM", r"P Q\R", "One", 0)
    assert (probe.read(what).value, probe.read(what).managed) == ("7", False)
    winreg.set("HKCU", "P", "Two", 1)
    assert (probe.read(what).answer, probe.read(what).managed) == (Answer.SAFE, True)
    winreg.set("HKLM", r"P Q\R", "One", 1)
    assert (probe.read(what).answer, probe.read(what).managed) == (Answer.UNSAFE, True)


@pytest.mark.parametrize(
    "text", ["X", r"HKCU\A", "HKCU!A", r"HKCR\A!B", r"HKCU\A!B safe", r"HKCU\A!B good=1"]
)
def test_a_policy_that_cannot_be_understood_is_never_a_pass(keys: Keys, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        policies(text)
    what = Registry(hive="HKCU", key="A", name="B", missing="0", policy=text)
    assert RegistryProbe(keys).read(what).answer is Answer.UNKNOWN


@given(st.text(max_size=60))
def test_reading_policies_ends_in_policies_or_a_value_error(text: str) -> None:
    try:
        found = policies(text)
    except ValueError:
        return
    assert all(one.key and one.name for one in found)
