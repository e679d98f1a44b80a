import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup import browser_files
from guard.checkup.browser_looks import BrowserLooks
from guard.checkup.check import Answer, Reading
from guard.checkup.detect import BrowserExtensions, BrowserSites

Browser = Literal["firefox", "chromium"]
NOW = 1_795_000_000.0
SCHEMA = (
    "CREATE TABLE moz_perms (id INTEGER PRIMARY KEY, origin TEXT, type TEXT, permission INTEGER,"
    " expireType INTEGER, expireTime INTEGER, modificationTime INTEGER)"
)
SITE = "https://chat.example"
Row = tuple[str, str, int, int, int]
ALLOWED: Row = (SITE, "camera", 1, 0, 0)


class Browsers:
    """A home folder with profiles."""

    def __init__(self, home: Path) -> None:
        self.firefox = home / ".mozilla/firefox"
        self.chromium = home / ".config/chromium"

    def firefox_profile(self, name: str = "abc.default") -> Path:
        profile = self.firefox / name
        profile.mkdir(parents=True)
        named = "".join(
            f"[Profile{n}]\nName={one.name}\nIsRelative=1\nPath={one.name}\n\n"
            for n, one in enumerate(sorted(self.firefox.iterdir()))
            if one.is_dir()
        )
        (self.firefox / "profiles.ini").write_text(named)
        return profile

    def permissions(self, rows: Iterable[Row] = (), name: str = "abc.default") -> Path:
        file = self.firefox_profile(name) / "permissions.sqlite"
        with closing(sqlite3.connect(file)) as held, held:
            held.execute(SCHEMA)
            for row in rows:
                held.execute(
                    "INSERT INTO moz_perms (origin, type, permission, expireType, expireTime) VALUES (?,?,?,?,?)",
                    row,
                )
        return file

    def preferences(self, said: object, profile: str = "Default") -> None:
        folder = self.chromium / profile
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "Preferences").write_text(said if isinstance(said, str) else json.dumps(said))

    def looks(self) -> BrowserLooks:
        return BrowserLooks((self.firefox,), (("Chromium", self.chromium),), lambda: NOW)

    def camera(self, browser: Browser = "firefox") -> Reading:
        return self.looks().sites(BrowserSites(browser=browser, permission="camera"))

    def extensions(self, browser: Browser) -> Reading:
        return self.looks().extensions(BrowserExtensions(browser=browser))


@pytest.fixture
def browsers(tmp_path: Path) -> Browsers:
    return Browsers(tmp_path)


def exceptions(kind: str = "media_stream_camera", **more: Any) -> dict[str, Any]:
    entry = {"last_modified": "13300000000000000", "setting": 1, **more}
    return {"profile": {"content_settings": {"exceptions": {kind: {f"{SITE}:443,*": entry}}}}}


@pytest.mark.parametrize(
    "row",
    [
        ALLOWED,
        (SITE, "camera", 1, 2, int((NOW + 60) * 1000)),
        (f"{SITE}^userContextId=2", "camera", 1, 0, 0),
        (SITE, "camera^device", 1, 0, 0),
        (SITE, "camera", 1, 3, 0),
    ],
)
def test_a_site_that_firefox_allows_for_good_is_told(browsers: Browsers, row: Row) -> None:
    browsers.permissions([row])
    reading = browsers.camera()
    assert reading.answer is Answer.UNSAFE
    assert reading.evidence == (f"{SITE} may use the camera without asking (Firefox, profile abc.default).",)


@pytest.mark.parametrize(
    "row",
    [
        (SITE, "camera", 2, 0, 0),
        (SITE, "camera", 3, 0, 0),
        (SITE, "microphone", 1, 0, 0),
        (SITE, "camera", 1, 1, 0),
        (SITE, "camera", 1, 2, int((NOW - 60) * 1000)),
    ],
)
def test_a_site_that_has_to_ask_is_not(browsers: Browsers, row: Row) -> None:
    browsers.permissions([row])
    assert browsers.camera().answer is Answer.SAFE


def test_every_profile_is_read(browsers: Browsers) -> None:
    browsers.permissions()
    browsers.permissions([ALLOWED], "xyz.work")
    assert "xyz.work" in browsers.camera().evidence[0]


def test_a_database_that_firefox_holds_open_is_read_all_the_same(browsers: Browsers) -> None:
    with closing(sqlite3.connect(browsers.permissions([ALLOWED]), isolation_level=None)) as firefox:
        firefox.execute("PRAGMA locking_mode = EXCLUSIVE")
        firefox.execute("BEGIN IMMEDIATE")
        firefox.execute("SELECT * FROM moz_perms").fetchall()
        assert browsers.camera().answer is Answer.UNSAFE


def test_a_change_that_is_under_way_cannot_be_told(browsers: Browsers) -> None:
    file = browsers.permissions()
    file.with_name("permissions.sqlite-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(504))
    assert browsers.camera().answer is Answer.UNKNOWN


def test_a_write_ahead_log_with_something_in_it_cannot_be_told(browsers: Browsers) -> None:
    with closing(sqlite3.connect(browsers.permissions(), isolation_level=None)) as firefox:
        firefox.execute("PRAGMA journal_mode = WAL")
        firefox.execute("INSERT INTO moz_perms (origin, type, permission) VALUES ('x', 'camera', 1)")
        assert browsers.camera().answer is Answer.UNKNOWN
    assert browsers.camera().answer is Answer.UNSAFE


@pytest.mark.parametrize("raw", [b"nonsense", b"SQLite format 3\0" + bytes(200)])
def test_a_damaged_database_cannot_be_told_unless_another_profile_tells(
    browsers: Browsers, raw: bytes
) -> None:
    browsers.permissions().write_bytes(raw)
    assert browsers.camera().answer is Answer.UNKNOWN
    browsers.permissions([ALLOWED], "other")
    assert browsers.camera().answer is Answer.UNSAFE


def test_a_profile_without_a_database_allows_nothing(browsers: Browsers) -> None:
    browsers.firefox_profile()
    assert browsers.camera().answer is Answer.SAFE


@pytest.mark.parametrize("browser", ["firefox", "chromium"])
def test_without_the_browser_it_does_not_apply(browsers: Browsers, browser: Browser) -> None:
    assert browsers.camera(browser).answer is Answer.NOT_APPLICABLE
    assert browsers.extensions(browser).answer is Answer.NOT_APPLICABLE


@pytest.mark.parametrize("browser", ["firefox", "chromium"])
def test_profiles_that_cannot_be_listed_cannot_be_told(browsers: Browsers, browser: Browser) -> None:
    if browser == "firefox":
        browsers.firefox.mkdir(parents=True)
        (browsers.firefox / "profiles.ini").mkdir()
    else:
        browsers.preferences("{", "Default")
    assert browsers.camera(browser).answer is Answer.UNKNOWN


@pytest.mark.parametrize("said", [exceptions(), exceptions(expiration="0"), exceptions(expiration=10**18)])
def test_a_site_that_chromium_allows_is_told(browsers: Browsers, said: object) -> None:
    browsers.preferences({})
    browsers.preferences(said, "Profile 1")
    (line,) = browsers.camera("chromium").evidence
    assert line == f"{SITE}:443 may use the camera without asking (Chromium, profile Profile 1)."


def test_a_browser_that_allows_every_site_is_told(browsers: Browsers) -> None:
    browsers.preferences({"profile": {"default_content_setting_values": {"media_stream_camera": 1}}})
    assert "every site" in browsers.camera("chromium").evidence[0]


@pytest.mark.parametrize(
    "said",
    [
        {},
        exceptions(setting=2),
        exceptions(setting=3),
        exceptions("media_stream_mic"),
        exceptions(expiration="13200000000000000"),
        {"profile": {"default_content_setting_values": {"media_stream_camera": 2}}},
    ],
)
def test_a_site_that_has_to_ask_chromium_is_not(browsers: Browsers, said: object) -> None:
    browsers.preferences(said)
    assert browsers.camera("chromium").answer is Answer.SAFE


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        "[]",
        {"profile": []},
        {"profile": {"content_settings": {"exceptions": {"media_stream_camera": {"x": 1}}}}},
    ],
)
def test_damaged_preferences_cannot_be_told(browsers: Browsers, said: object) -> None:
    browsers.preferences(said)
    assert browsers.camera("chromium").answer is Answer.UNKNOWN


def test_chromium_never_keeps_a_yes_for_the_screen(browsers: Browsers) -> None:
    browsers.preferences(exceptions())
    what = BrowserSites(browser="chromium", permission="screen")
    assert browsers.looks().sites(what).answer is Answer.NOT_APPLICABLE


def addon(**more: object) -> dict[str, object]:
    return {
        "id": "a@example",
        "type": "extension",
        "active": True,
        "location": "app-profile",
        "defaultLocale": {"name": "Helper"},
        "userPermissions": {"permissions": [], "origins": ["<all_urls>"]},
        **more,
    }


def test_a_firefox_extension_that_reads_every_page_is_told(browsers: Browsers) -> None:
    (browsers.firefox_profile() / "extensions.json").write_text(json.dumps({"addons": [addon()]}))
    (line,) = browsers.extensions("firefox").evidence
    assert line == "Helper may read every page (Firefox, profile abc.default)."


@pytest.mark.parametrize(
    "more",
    [
        {"active": False},
        {"type": "theme", "userPermissions": None},
        {"location": "app-builtin-addons"},
        {"userPermissions": {"origins": ["https://one.example/*"]}},
        {"userPermissions": None},
    ],
)
def test_another_firefox_extension_is_not(browsers: Browsers, more: dict[str, object]) -> None:
    (browsers.firefox_profile() / "extensions.json").write_text(json.dumps({"addons": [addon(**more)]}))
    assert browsers.extensions("firefox").answer is Answer.SAFE


def extension(**more: object) -> dict[str, object]:
    manifest = {"name": "Helper", "manifest_version": 3, "host_permissions": ["*://*/*"]}
    return {"extensions": {"settings": {"abcdef": {"state": 1, "location": 1, "manifest": manifest, **more}}}}


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({}, "Helper"),
        ({"manifest": {"name": "__MSG_x__", "permissions": ["<all_urls>"]}}, "abcdef"),
        ({"manifest": {"name": "S", "content_scripts": [{"matches": ["https://*/*"]}]}}, "S"),
        ({"active_permissions": {"explicit_host": ["<all_urls>"]}, "manifest": {}}, "abcdef"),
    ],
)
def test_a_chromium_extension_that_reads_every_page_is_told(
    browsers: Browsers, more: dict[str, object], name: str
) -> None:
    browsers.preferences({})
    (browsers.chromium / "Default/Secure Preferences").write_text(json.dumps(extension(**more)))
    (line,) = browsers.extensions("chromium").evidence
    assert line == f"{name} may read every page (Chromium, profile Default)."


@pytest.mark.parametrize(
    "more",
    [
        {"state": 0},
        {"disable_reasons": [1]},
        {"location": 5},
        {"manifest": {"host_permissions": ["https://one.example/*"]}},
        {"active_permissions": {"explicit_host": [], "scriptable_host": []}},
    ],
)
def test_another_chromium_extension_is_not(browsers: Browsers, more: dict[str, object]) -> None:
    browsers.preferences(extension(**more))
    assert browsers.extensions("chromium").answer is Answer.SAFE


def test_an_extension_that_tells_nothing_cannot_be_told(browsers: Browsers) -> None:
    browsers.preferences(extension(manifest={}, path="/x"))
    assert browsers.extensions("chromium").answer is Answer.UNKNOWN


def test_what_a_site_calls_itself_cannot_upset_the_screen(browsers: Browsers) -> None:
    browsers.permissions([("https://a.example\n\x1b[31m", "camera", 1, 0, 0)])
    (line,) = browsers.camera().evidence
    assert line.isprintable()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["addons", "profile", "extensions", "settings", "manifest", "content_settings", "exceptions"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["addons", "profile", "extensions"]), JSON), st.binary(max_size=300))
def test_anything_is_understood_or_refused(said: dict[str, Any], raw: bytes) -> None:
    for read in (browser_files.firefox_extensions, browser_files.chromium_extensions):
        with suppress(ValueError):
            assert isinstance(read(said), list)
    with suppress(ValueError):
        assert isinstance(browser_files.chromium_sites(said, "media_stream_camera", NOW), list)
    with suppress(ValueError):
        assert isinstance(browser_files.firefox_sites(raw, ("camera",), NOW), list)
