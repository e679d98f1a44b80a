import plistlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Stored
from guard.checkup.command import Ran
from guard.checkup.detect import Defaults
from guard.checkup.macos import plists
from guard.checkup.macos.defaults import Account, DefaultsProbe
from guard.checkup.probe import NotWritten
from tests.support.user_defaults import HOST, FakeDefaults

KEY = Defaults(domain="org.example.App", key="Some Key", kind="string", missing="usual")
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


def of_whole_mac(folder: Path) -> Defaults:
    return Defaults(domain=f"{folder}/org.example", key="Sends", kind="bool")


@given(value=st.booleans() | st.integers(-(2**31) + 1, 2**31 - 1) | TEXT)
def test_exactly_the_earlier_value_is_put_back(value: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fake = FakeDefaults(Path(folder))
        probe = DefaultsProbe(Account(fake.home, "anna"), fake, Path(folder))
        fake.put(KEY.domain, KEY.key, value)
        earlier = probe.stored(KEY)
        probe.write(KEY, "new")
        assert probe.read(KEY).value == "new"
        probe.restore(KEY, earlier)
        held = fake.held(KEY.domain)[KEY.key]
        assert (held, type(held)) == (value, type(value))


def test_absent_is_put_back_as_absent(fake: FakeDefaults, probe: DefaultsProbe) -> None:
    earlier = probe.stored(KEY)
    assert earlier == Stored(absent=True)
    probe.write(KEY, "")
    assert probe.stored(KEY) == Stored("string ")
    probe.restore(KEY, earlier)
    probe.restore(KEY, earlier)
    assert KEY.key not in fake.held(KEY.domain)


@pytest.mark.parametrize("value", [1.5, [1], {"a": 1}, b"x", 2**40])
def test_what_could_not_be_put_back_is_not_touched(
    fake: FakeDefaults, probe: DefaultsProbe, value: object
) -> None:
    fake.put(KEY.domain, KEY.key, value)
    with pytest.raises(NotWritten, match="could not be put back"):
        probe.stored(KEY)


@pytest.mark.parametrize(
    ("kind", "value"), [("bool", "1"), ("bool", "yes"), ("int", "a"), ("int", ""), ("int", "3000000000")]
)
def test_only_values_of_its_kind_are_written(
    fake: FakeDefaults, probe: DefaultsProbe, kind: Any, value: str
) -> None:
    with pytest.raises(NotWritten):
        probe.write(Defaults(domain="a", key="b", kind=kind), value)
    assert fake.asked == []


@pytest.mark.parametrize("host", [False, True])
def test_a_closed_file_is_no_empty_one(fake: FakeDefaults, probe: DefaultsProbe, *, host: bool) -> None:
    what = Defaults(domain="org.example.App", key="b", kind="bool", missing="true", current_host=host)
    assert probe.read(what).value == "true"
    fake.says = Ran(0, plistlib.dumps({}).decode())
    fake.file(what.domain, host=host).mkdir()  # cannot be opened, not even by root
    assert probe.read(what).answer is Answer.UNKNOWN
    with pytest.raises(NotWritten):
        probe.stored(what)


def test_no_domain_at_all_is_absent_in_any_language(fake: FakeDefaults, probe: DefaultsProbe) -> None:
    fake.says = Ran(1, err="La paire n'existe pas")
    assert probe.read(KEY).value == "usual"
    fake.says = None
    fake.put(f"{KEY.domain}.Other", "a", "b")
    fake.put(f"{KEY.domain}.Other", "a", "b", host=True)
    fake.says = Ran(1, err="La paire n'existe pas")
    assert probe.read(KEY).value == "usual"
    fake.file(KEY.domain, host=True).with_name(f"{KEY.domain.upper()}.{HOST}.plist").touch()
    assert probe.read(KEY).answer is Answer.UNKNOWN


def test_a_setting_of_the_whole_mac_is_read_as_a_file_and_never_written(
    fake: FakeDefaults, probe: DefaultsProbe, tmp_path: Path
) -> None:
    what = of_whole_mac(tmp_path)
    file = tmp_path / "org.example.plist"
    assert probe.read(what).answer is Answer.UNKNOWN
    file.write_bytes(plistlib.dumps({"Sends": False}, fmt=plistlib.FMT_BINARY))
    assert probe.read(what).value == "false"
    file.write_bytes(b"bplist00garbage")
    assert probe.read(what).answer is Answer.UNKNOWN
    with pytest.raises(NotWritten, match="whole computer"):
        probe.write(what, "true")
    with pytest.raises(NotWritten, match="whole computer"):
        probe.restore(what, Stored(absent=True))
    assert fake.asked == []


@given(st.binary(max_size=200))
def test_no_text_is_taken_for_a_property_list(raw: bytes) -> None:
    for one in (raw, b"bplist00" + raw, b"<?xml version='1.0'?><plist>" + raw):
        try:
            assert isinstance(plists.parsed(one), dict)
        except ValueError:
            continue
