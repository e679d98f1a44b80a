import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.ui.linux.icon_files import IconPlaces, find, places


@pytest.fixture
def where(tmp_path: Path) -> IconPlaces:
    return IconPlaces((tmp_path / "own", tmp_path / "shared"), (tmp_path / "pixmaps",), ("Fancy",))


def put(folder: Path, part: str, content: str = "x") -> str:
    file = folder / part
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    return str(file)


def test_a_bare_system_has_hicolor_and_pixmaps(where: IconPlaces, tmp_path: Path) -> None:
    assert find("obs", where) == ""
    picture = put(tmp_path, "pixmaps/obs.png")
    assert find("obs", where) == picture
    themed = put(tmp_path, "shared/hicolor/48x48/apps/obs.png")
    assert find("obs", where) == find("obs.png", where) == themed


def test_large_pictures_come_before_drawings_and_small_ones(where: IconPlaces, tmp_path: Path) -> None:
    for part in (
        "24x24/apps/obs.png",
        "32x32/apps/obs.png",
        "scalable/apps/obs.svg",
        "256x256/apps/obs.png",
        "128x128/apps/obs.png",
    ):
        better = put(tmp_path, f"shared/hicolor/{part}")
        assert find("obs", where) == better
    put(tmp_path, "shared/hicolor/512x512/apps/obs.png")
    assert find("obs", where) == better


def test_the_desktops_theme_and_those_it_inherits_come_first(where: IconPlaces, tmp_path: Path) -> None:
    put(tmp_path, "shared/hicolor/48x48/apps/obs.png")
    put(
        tmp_path,
        "shared/Fancy/index.theme",
        "[Icon Theme]\nInherits=Plain, Fancy,../evil\nDirectories=apps/48\n",
    )
    put(
        tmp_path,
        "shared/Plain/index.theme",
        "[Icon Theme]\nInherits=Fancy\nDirectories=devices/32,../../..\n",
    )
    inherited = put(tmp_path, "shared/Plain/devices/32/obs.png")
    assert find("obs", where) == inherited
    own = put(tmp_path, "own/Fancy/apps/48/obs.svg")
    assert find("obs", where) == own


def test_an_absolute_path_is_taken_only_for_a_real_local_picture(where: IconPlaces, tmp_path: Path) -> None:
    picture = put(tmp_path, "a b/picture.png")
    assert find(picture, where) == picture
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "huge.png").touch()
    os.truncate(tmp_path / "huge.png", 5_000_000)
    for wrong in ("pipe.png", "huge.png", "a b", "missing.png"):
        assert find(str(tmp_path / wrong), where) == ""
    assert find(put(tmp_path, "empty.png", ""), where) == ""
    assert find(put(tmp_path, "secret.txt"), where) == ""


@pytest.mark.parametrize(
    "icon",
    [
        "",
        ".",
        "..",
        "../secret",
        "a/b.png",
        "http://example.org/a.png",
        "file:///etc/a.png",
        "obs-symbolic",
        "\0",
    ],
)
def test_what_is_no_name_is_nothing(icon: str, where: IconPlaces, tmp_path: Path) -> None:
    put(tmp_path, "shared/secret.png")
    put(tmp_path, "shared/hicolor/scalable/apps/obs-symbolic.svg")
    assert find(icon, where) == ""


def test_the_places_follow_the_environment(tmp_path: Path) -> None:
    found = places({"XDG_DATA_HOME": "/own", "XDG_DATA_DIRS": "/one:relative:/two"}, tmp_path, ("", "Fancy"))
    assert found.themes[:4] == (
        tmp_path / ".icons",
        Path("/own/icons"),
        Path("/one/icons"),
        Path("/two/icons"),
    )
    assert Path("/var/lib/flatpak/exports/share/icons") in found.themes
    assert found.wanted == ("Fancy",)
    assert Path("/usr/share/icons") in places({}, tmp_path).themes


@given(st.text(max_size=40))
def test_any_icon_is_answered(icon: str) -> None:
    find(icon, IconPlaces((), ()))
