import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.app_scope import application_ids, unit_of

USER = "/user.slice/user-1000.slice/user@1000.service/app.slice"


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("app-gnome-org.kde.kate-123.scope", "org.kde.kate"),
        ("app-org.kde.kate-1a2b3c.scope", "org.kde.kate"),
        (r"app-gnome-firefox\x2desr-99.scope", "firefox-esr"),
        ("app-gnome-firefox-esr-99.scope", "firefox-esr"),
        ("app-org.kde.kate@0123456789abcdef.service", "org.kde.kate"),
        (r"app-KDE-org.kde.kate\x2done@autostart.service", "org.kde.kate-one"),
        ("app-flatpak-com.obsproject.Studio-4711.scope", "com.obsproject.Studio"),
        ("snap.firefox.firefox-0f5c6a1e-1111-2222-3333-444455556666.scope", "firefox_firefox"),
        ("snap.obs.obs-cli.0f5c6a1e-1111-2222-3333-444455556666.scope", "obs_obs-cli"),
        ("snap.lxd.daemon.service", "lxd_daemon"),
        ("dbus-:1.2-org.gnome.Maps@0.service", "org.gnome.Maps"),
    ],
)
def test_the_application_is_among_those_a_unit_may_stand_for(unit: str, wanted: str) -> None:
    assert wanted in application_ids(unit_of(f"0::{USER}/{unit}\n"))


@pytest.mark.parametrize(
    "unit",
    [
        "session-2.scope",
        "vte-spawn-0f5c6a1e.scope",
        "app-.scope",
        "run-u12.service",
        "user@1000.service",
        "app-x.slice",
    ],
)
def test_other_units_stand_for_none(unit: str) -> None:
    assert not any(application_ids(unit))


def test_the_innermost_unit_of_systemds_own_hierarchy_counts() -> None:
    assert (
        unit_of(f"12:cpu:/app-evil-1.scope\n1:name=systemd:{USER}/app-gnome-a-1.scope/sub\n")
        == "app-gnome-a-1.scope"
    )
    assert unit_of("0::/\n") == ""
    assert unit_of("") == ""


@given(st.text(max_size=60), st.sampled_from([".scope", ".service", ""]))
def test_any_name_is_answered(name: str, ending: str) -> None:
    application_ids(unit_of(f"0::/{name}{ending}\n"))
    application_ids(f"app-{name}{ending}")
