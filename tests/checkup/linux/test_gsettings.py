import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Stored
from guard.checkup.command import Ran
from guard.checkup.detect import GSettings
from guard.checkup.linux.dconf import parse_dump, profile
from guard.checkup.linux.gsettings import GSettingsProbe, plain
from guard.checkup.probe import NotWritten
from tests.support.settings_stores import needs

DESKTOP = "org.gnome.desktop"
LOCK = GSettings(schema=f"{DESKTOP}.screensaver", key="lock-enabled")
DELAY = GSettings(schema=f"{DESKTOP}.screensaver", key="lock-delay")
PICTURE = GSettings(schema=f"{DESKTOP}.screensaver", key="picture-uri")
SOURCES = GSettings(schema=f"{DESKTOP}.input-sources", key="sources")
APP = GSettings(
    schema=f"{DESKTOP}.notifications.application",
    key="details-in-lock-screen",
    path="/org/gnome/desktop/notifications/application/chat/",
)
FOLDER = "/org/gnome/desktop/screensaver/"
real = needs("gsettings", "dconf", "dbus-daemon")


def dconf(session: Mapping[str, str], *words: str) -> str:
    run = subprocess.run(
        ["dconf", *words], env=dict(session), capture_output=True, text=True, timeout=30, check=True
    )
    return run.stdout.strip()


@pytest.fixture(params=[False, True], ids=["one", "at-once"])
def at_once(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", "true"),
        ("uint32 300", "300"),
        ("-1", "-1"),
        ("int64 -5", "-5"),
        ("'text'", "text"),
        ("'int64 5'", "int64 5"),
        ('"it\'s"', "it's"),
        ("''", ""),
        ("@as []", "[]"),
        ("@a(ss) []", "[]"),
        ("['a', 'b']", "['a', 'b']"),
        ("[“a”]", "[“a”]"),
        ("'a' 'b'", "'a' 'b'"),
        ("", ""),
    ],
)
def test_values_lose_their_type_and_their_quotes(text: str, value: str) -> None:
    assert plain(text) == value


@given(st.text())
def test_no_text_ends_in_an_exception(text: str) -> None:
    assert isinstance(plain(text), str)
    assert all(isinstance(value, str) for _, value in parse_dump(text))


def test_a_dump_is_read() -> None:
    text = "[/]\nroot=1\n\n[org/gnome]\nkey='a=b'\n\n[org/gnome/sub]\nother=@as []\n"
    assert dict(parse_dump(text)) == {
        "root": "1",
        "org/gnome/key": "'a=b'",
        "org/gnome/sub/other": "@as []",
    }


@pytest.mark.real
@real
def test_unset_means_the_default_and_is_absent(dconf_session: Mapping[str, str], *, at_once: bool) -> None:
    probe = GSettingsProbe(dconf_session, at_once=at_once)
    assert probe.read(LOCK).value == "true"
    assert not probe.read(LOCK).managed
    assert probe.stored(LOCK) == Stored(absent=True)
    assert probe.read(LOCK).evidence == ("org.gnome.desktop.screensaver lock-enabled is true.",)


@pytest.mark.real
@real
@pytest.mark.parametrize(
    ("key", "value", "stored"),
    [
        (LOCK, "false", "false"),
        (DELAY, "30", "uint32 30"),
        (PICTURE, "file:///ä “b” 'c'", None),
        (SOURCES, "[('xkb', 'de')]", "[('xkb', 'de')]"),
        (APP, "true", "true"),
    ],
    ids=["bool", "uint32", "text", "list", "relocatable"],
)
def test_writing_reading_and_putting_back(
    dconf_session: Mapping[str, str], key: GSettings, value: str, stored: str | None, *, at_once: bool
) -> None:
    probe = GSettingsProbe(dconf_session)
    probe.write(key, value)
    assert plain(GSettingsProbe(dconf_session, at_once=at_once).read(key).value) == plain(value).replace(
        '"', ""
    )
    held = probe.stored(key)
    assert stored is None or held == Stored(stored)
    probe.restore(key, Stored(absent=True))
    assert probe.stored(key) == Stored(absent=True)
    probe.restore(key, held)
    assert probe.stored(key) == held
    assert plain(probe.read(key).value) == plain(value)


@pytest.mark.real
@real
def test_a_value_of_another_type_is_told_apart(dconf_session: Mapping[str, str], *, at_once: bool) -> None:
    dconf(dconf_session, "write", f"{FOLDER}lock-enabled", "'true'")
    assert GSettingsProbe(dconf_session, at_once=at_once).read(LOCK).answer is Answer.UNKNOWN
    dconf(dconf_session, "write", f"{FOLDER}lock-enabled", "'false'")
    reading = GSettingsProbe(dconf_session, at_once=at_once).read(LOCK)
    assert reading.answer is Answer.UNKNOWN
    assert reading.why.endswith(".")


@pytest.fixture
def managed(
    dconf_session: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, str]:
    """Lay an administrator's settings under the user's own, one of them locked."""
    source = tmp_path / "site.d"
    (source / "locks").mkdir(parents=True)
    (source / "00").write_text("[org/gnome/desktop/screensaver]\nlock-enabled=false\nlock-delay=uint32 99\n")
    (source / "locks" / "00").write_text(f"{FOLDER}lock-enabled\n")
    dconf(dconf_session, "compile", str(tmp_path / "site"), str(source))
    (tmp_path / "profile").write_text(f"user-db:user # one's own\nfile-db:{tmp_path / 'site'}\n")
    monkeypatch.setenv("DCONF_PROFILE", str(tmp_path / "profile"))
    return {**dconf_session, "DCONF_PROFILE": str(tmp_path / "profile")}


@pytest.mark.real
@real
def test_a_locked_key_is_managed_and_stays(managed: Mapping[str, str], *, at_once: bool) -> None:
    probe = GSettingsProbe(managed, at_once=at_once)
    assert probe.read(LOCK).value == "false"
    assert probe.read(LOCK).managed
    assert not probe.read(DELAY).managed
    with pytest.raises(NotWritten):
        probe.write(LOCK, "true")
    assert probe.stored(LOCK) == Stored(absent=True)


@pytest.mark.real
@real
def test_what_the_administrator_set_is_not_taken_for_ones_own(managed: Mapping[str, str]) -> None:
    probe = GSettingsProbe(managed)
    assert probe.read(DELAY).value == "99"
    assert probe.stored(DELAY) == Stored(absent=True)
    probe.write(DELAY, "5")
    assert probe.stored(DELAY) == Stored("uint32 5")
    probe.restore(DELAY, Stored(absent=True))
    assert probe.read(DELAY).value == "99"
    assert probe.stored(DELAY) == Stored(absent=True)


def test_the_first_source_of_the_profile_is_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "profile"
    file.write_text("# a comment\n\nuser-db:mine # more\nsystem-db:local\n")
    assert profile({"DCONF_PROFILE": str(file)}) == "user-db:mine"
    assert profile({"DCONF_PROFILE": str(tmp_path / "none")}) == "user-db:user"


@pytest.mark.real
@real
@pytest.mark.parametrize(
    "broken",
    [
        {"GSETTINGS_BACKEND": "memory"},
        {"DCONF_PROFILE": "/nowhere/at/all"},
        {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"},
        {"DBUS_SESSION_BUS_ADDRESS": "nonsense"},
        {"PATH": "/nowhere"},
    ],
    ids="+".join,
)
def test_without_store_or_session_nothing_it_says_counts(
    dconf_session: Mapping[str, str], broken: Mapping[str, str], *, at_once: bool
) -> None:
    reading = GSettingsProbe({**dconf_session, **broken}, at_once=at_once).read(LOCK)
    assert reading.answer is Answer.UNKNOWN
    assert reading.why.endswith(".")


@pytest.mark.real
@real
def test_settings_without_their_store_do_not_pass(
    dconf_session: Mapping[str, str], tmp_path: Path, *, at_once: bool
) -> None:
    GSettingsProbe(dconf_session).write(LOCK, "false")
    reading = GSettingsProbe({**dconf_session, "GIO_MODULE_DIR": str(tmp_path)}, at_once=at_once).read(LOCK)
    assert reading.answer is Answer.UNKNOWN


@pytest.mark.real
@real
def test_what_is_not_there_is_told_apart(dconf_session: Mapping[str, str], *, at_once: bool) -> None:
    probe = GSettingsProbe(dconf_session, at_once=at_once)
    assert probe.read(GSettings(schema="org.gnome.nosuch", key="a")).answer is Answer.NOT_APPLICABLE
    moved = GSettings(schema="org.gnome.nosuch", key="a", path="/org/gnome/")
    assert probe.read(moved).answer is Answer.NOT_APPLICABLE
    assert probe.read(GSettings(schema=LOCK.schema, key="nosuch")).answer is Answer.UNKNOWN
    with pytest.raises(NotWritten):
        probe.stored(GSettings(schema="org.gnome.nosuch", key="a"))


@pytest.mark.real
@real
def test_another_language_changes_nothing(dconf_session: Mapping[str, str], *, at_once: bool) -> None:
    session = {**dconf_session, "LANGUAGE": "de", "LC_ALL": "de_DE.UTF-8"}
    assert GSettingsProbe(session, at_once=at_once).read(LOCK).value == "true"
    missing = GSettings(schema="org.gnome.nosuch", key="a", path="/org/gnome/")
    assert GSettingsProbe(session).read(missing).answer is Answer.NOT_APPLICABLE


def test_one_pass_asks_once_for_all() -> None:
    asked = []

    def tool(argv: list[str]) -> Ran:
        asked.append(argv)
        listed = {
            "list-schemas": "a.b /a/b/\na.c /a/c/\n",
            "list-recursively": "a.b x true\na.c y uint32 3\n",
        }
        return Ran(0, listed.get(argv[1], ""))

    probe = GSettingsProbe({}, tool, at_once=True, has_bus=lambda _: True)
    for _ in range(20):
        assert probe.read(GSettings(schema="a.b", key="x")).value == "true"
        assert probe.read(GSettings(schema="a.c", key="y")).value == "3"
        assert probe.read(GSettings(schema="a.d", key="z")).answer is Answer.NOT_APPLICABLE
    assert len(asked) == 4


@pytest.mark.parametrize("failing", ["list-schemas", "list-recursively", "dump"])
@pytest.mark.parametrize(
    "ran",
    [
        Ran(None, why="The tool does not answer.", slow=True),
        Ran(1, err="Fehler: nichts geht"),
        Ran(0, "org.gnome.desktop.screensaver", err="dconf-WARNING **: using the null configuration."),
    ],
    ids=["slow", "foreign", "warning"],
)
def test_whatever_fails_is_never_a_value(failing: str, ran: Ran, *, at_once: bool) -> None:
    def tool(argv: list[str]) -> Ran:
        if argv[1] == failing:
            return ran
        said = {
            "list-schemas": f"{LOCK.schema} {FOLDER}\n",
            "list-recursively": f"{LOCK.schema} {LOCK.key} true",
        }
        return Ran(0, said.get(argv[1], ""))

    reading = GSettingsProbe({}, tool, at_once=at_once, has_bus=lambda _: True).read(LOCK)
    assert reading.answer is Answer.UNKNOWN
    assert reading.why
