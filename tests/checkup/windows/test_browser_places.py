import json
from pathlib import Path

import pytest

from guard.checkup.check import Answer
from guard.checkup.detect import BrowserSites
from guard.checkup.windows.browser_places import chromium_homes, firefox_homes
from guard.checkup.windows.keys import Keys
from guard.checkup.windows.probes import looks

CAMERA = BrowserSites(browser="chromium", permission="camera")


@pytest.mark.parametrize(
    "profile",
    [
        "AppData/Local/Google/Chrome/User Data/Default",
        "AppData/Local/Microsoft/Edge/User Data/Profile 2",
        "AppData/Roaming/Opera Software/Opera Stable/Default",
    ],
)
def test_a_site_allowed_in_a_profile_on_windows_is_found(tmp_path: Path, keys: Keys, profile: str) -> None:
    folder = tmp_path / profile
    folder.mkdir(parents=True)
    allowed = {"https://a.example:443,*": {"setting": 1}}
    said = {"profile": {"content_settings": {"exceptions": {"media_stream_camera": allowed}}}}
    (folder / "Preferences").write_text(json.dumps(said))
    assert looks({}, tmp_path, frozenset, keys)[BrowserSites](CAMERA).answer is Answer.UNSAFE


def test_moved_folders_are_followed(tmp_path: Path) -> None:
    moved = {"LocalAppData": str(tmp_path / "L"), "APPDATA": str(tmp_path / "R")}
    assert tmp_path / "R/Mozilla/Firefox" in firefox_homes(moved, tmp_path)
    assert all(
        str(place).startswith((moved["LocalAppData"], moved["APPDATA"]))
        for _, place in chromium_homes(moved, tmp_path)
    )
