import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup import firefox_files as files
from guard.checkup.check import Answer, Stored
from guard.checkup.detect import FirefoxPref
from guard.checkup.firefox_pref import FirefoxPrefProbe
from guard.checkup.probe import NotWritten

PEER = FirefoxPref(name="media.peerconnection.enabled", default="true")
INI = """[Profile1]
Name=work
IsRelative=1
Path=abc.work
Default=1

[Profile0]
Name=default
IsRelative=0
Path={absolute}

[General]
StartWithLastProfile=1
"""


class Firefox:
    """A home with two profiles, and Firefox's own behaviour at its start and end."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "firefox"
        self.profiles = [self.home / "abc.work", folder / "elsewhere"]
        for profile in self.profiles:
            profile.mkdir(parents=True)
            (profile / "prefs.js").write_text("// Mozilla User Preferences\n\n" + files.line("a.b", "1"))
        (self.home / "profiles.ini").write_text(INI.format(absolute=self.profiles[1]))
        self.running = False

    def probe(self, *policies: Path) -> FirefoxPrefProbe:
        return FirefoxPrefProbe([self.home, self.home / "none"], policies, running=lambda _: self.running)

    def texts(self) -> dict[str, str]:
        return {
            str(file): file.read_text(encoding="utf-8")
            for profile in self.profiles
            for file in profile.iterdir()
        }

    def starts_and_ends(self) -> None:
        """What `user.js` says goes into `prefs.js`."""
        for profile in self.profiles:
            user = profile / "user.js"
            if user.exists() and (value := files.find(user.read_text(), PEER.name)) is not None:
                prefs = profile / "prefs.js"
                prefs.write_text(files.without(prefs.read_text(), PEER.name) + files.line(PEER.name, value))


@pytest.fixture
def firefox(tmp_path: Path) -> Firefox:
    return Firefox(tmp_path)


def test_unset_is_the_default_in_every_profile_and_absent(firefox: Firefox) -> None:
    reading = firefox.probe().read(PEER)
    assert (reading.value, reading.more, reading.managed) == ("true", ("true",), False)
    assert len(reading.evidence) == 2
    assert firefox.probe().stored(PEER) == Stored(absent=True)


def test_every_profile_counts_and_user_js_comes_last(firefox: Firefox) -> None:
    first, second = firefox.profiles
    (first / "prefs.js").write_text(files.line(PEER.name, "true"))
    (first / "user.js").write_text(files.line(PEER.name, "false"))
    reading = firefox.probe().read(PEER)
    assert (reading.value, reading.more) == ("false", ("true",))
    assert json.loads(firefox.probe().stored(PEER).value) == {str(first): "false"}
    (second / "prefs.js").write_text(files.line(PEER.name, "false"))
    assert firefox.probe().read(PEER).more == ("false",)


def before_nothing(firefox: Firefox) -> None:
    pass


def before_user_set(firefox: Firefox) -> None:
    prefs = firefox.profiles[0] / "prefs.js"
    prefs.write_text(prefs.read_text() + files.line(PEER.name, "true"))


def before_own_user_js(firefox: Firefox) -> None:
    (firefox.profiles[1] / "user.js").write_text('// mine\nuser_pref("x.y", "z // no comment");\n')


def before_own_same_pref(firefox: Firefox) -> None:
    (firefox.profiles[1] / "user.js").write_text(files.line(PEER.name, "true"))


BEFORE = [before_nothing, before_user_set, before_own_user_js, before_own_same_pref]


@pytest.mark.parametrize("prepare", BEFORE)
def test_fixing_and_undoing_at_once_leaves_every_file_as_it_was(
    firefox: Firefox, prepare: Callable[[Firefox], None]
) -> None:
    prepare(firefox)
    start, before = firefox.texts(), firefox.probe().stored(PEER)
    firefox.running = True
    firefox.probe().write(PEER, "false")
    assert firefox.probe().read(PEER).value == "false"
    assert firefox.probe().read(PEER).more == ("false",)
    firefox.probe().restore(PEER, before)
    assert firefox.texts() == start
    assert firefox.probe().stored(PEER) == before


@pytest.mark.parametrize("prepare", BEFORE)
def test_after_firefox_ran_it_goes_back_as_soon_as_firefox_is_closed(
    firefox: Firefox, prepare: Callable[[Firefox], None]
) -> None:
    prepare(firefox)
    before = firefox.probe().stored(PEER)
    firefox.probe().write(PEER, "false")
    fixed = firefox.probe().stored(PEER)
    firefox.starts_and_ends()
    assert firefox.probe().stored(PEER) == fixed
    middle = firefox.texts()
    firefox.running = True
    if prepare is not before_own_same_pref:
        with pytest.raises(NotWritten, match="Close it"):
            firefox.probe().restore(PEER, before)
        assert firefox.texts() == middle
    firefox.running = False
    firefox.probe().restore(PEER, before)
    assert firefox.probe().stored(PEER) == before
    assert not any(files.BEGIN in text for text in firefox.texts().values())


def test_a_second_preference_shares_the_block(firefox: Firefox) -> None:
    other = FirefoxPref(name="media.navigator.enabled", default="true")
    firefox.probe().write(PEER, "false")
    firefox.probe().write(other, "false")
    firefox.probe().restore(PEER, Stored(absent=True))
    assert firefox.probe().read(other).value == "false"
    assert firefox.probe().read(PEER).value == "true"
    text = (firefox.profiles[0] / "user.js").read_text()
    assert text.count(files.BEGIN) == text.count(files.END) == 1


def test_a_linked_user_js_stays_a_link(firefox: Firefox, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles-user.js"
    kept.write_text("")
    (firefox.profiles[0] / "user.js").symlink_to(kept)
    firefox.probe().write(PEER, "false")
    assert (firefox.profiles[0] / "user.js").is_symlink()
    assert PEER.name in kept.read_text()
    firefox.probe().restore(PEER, Stored(absent=True))
    assert kept.read_text() == ""


def test_what_an_organisation_decides_is_managed(firefox: Firefox, tmp_path: Path) -> None:
    policy = tmp_path / "policies.json"
    policy.write_text(json.dumps({"policies": {"Preferences": {PEER.name: {"Value": True}}}}))
    assert firefox.probe(policy).read(PEER).managed
    policy.write_text(json.dumps({"policies": {"Preferences": {"other": 1}}}))
    assert not firefox.probe(policy).read(PEER).managed
    policy.write_text("[]")
    assert not firefox.probe(policy, tmp_path / "none").read(PEER).managed


def test_without_firefox_it_does_not_apply(tmp_path: Path) -> None:
    probe = FirefoxPrefProbe([tmp_path], running=lambda _: False)
    assert probe.read(PEER).answer is Answer.NOT_APPLICABLE


@pytest.mark.parametrize("damaged", ["profiles.ini", "prefs.js", "user.js"])
@pytest.mark.parametrize("how", [b"\xff\xfe\x00", None])
def test_what_cannot_be_read_is_neither_told_nor_touched(
    firefox: Firefox, damaged: str, how: bytes | None
) -> None:
    file = (firefox.home if damaged == "profiles.ini" else firefox.profiles[0]) / damaged
    file.unlink(missing_ok=True)
    if how is None:
        file.mkdir()
    else:
        file.write_bytes(how)
    assert firefox.probe().read(PEER).answer is Answer.UNKNOWN
    with pytest.raises(NotWritten):
        firefox.probe().stored(PEER)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('user_pref("p", true);', "true"),
        ('  user_pref ( "p" , -5 ) ;', "-5"),
        ("user_pref('p', 'single');", "'single'"),
        ('user_pref("p", 1);user_pref("p", 2);', "2"),
        ('// user_pref("p", true);', None),
        ('/* user_pref("p", true);\n*/ user_pref("q", 1);', None),
        ('# user_pref("p", true);', None),
        ('user_pref("q", "user_pref(\\"p\\", true);");', None),
        ('user_pref("q", "/*"); user_pref("p", "*/");', '"*/"'),
        ('user_pref("p", maybe);', None),
        ("", None),
    ],
)
def test_preferences_are_read_as_firefox_reads_them(text: str, value: str | None) -> None:
    assert files.find(text, "p") == value


values = st.one_of(st.sampled_from(["true", "false", "0", "-7"]), st.text(max_size=12))


@given(st.text(max_size=60), values)
def test_the_block_comes_and_goes_without_a_trace(text: str, value: str) -> None:
    if files.BEGIN in text or re.search(r"user_pref|/\*|'|\"", text):
        return
    start = text if not text or text.endswith("\n") else f"{text}\n"
    fixed = files.with_own(start, "p", files.literal(value))
    found = files.find(fixed, "p")
    assert found == files.literal(value)
    assert files.with_own(fixed, "p", files.literal(value)) == fixed
    assert files.with_own(fixed, "p", None) == start


@given(st.text())
def test_no_text_ends_in_an_exception(text: str) -> None:
    files.find(text, "p")
    files.without(text, "p")
    files.with_own(text, "p", "true")
