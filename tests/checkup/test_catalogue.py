from datetime import date
from pathlib import Path

import pytest

from guard import resources
from guard.checkup import catalogue
from guard.checkup.catalogue import Catalogue
from guard.checkup.detect import SETTINGS
from guard.errors import DataFileError

ONE = """[[check]]
id = "lin-lock"
group = "lock"
desktops = ["gnome"]
why = "Somebody may walk past."
link = "gnome-control-center screen"
source = "A manual page"
confidence = "high"
reviewed = 2026-11-22
review-after = 2027-11-22

[check.title]
safe = "The screen locks itself"
unsafe = "The screen does not lock"
unknown = "Guard cannot tell whether it locks"
not-applicable = "There is no lock to look at"

[check.detect]
probe = "gsettings"
schema = "org.gnome.desktop.screensaver"
key = "lock-enabled"

[check.safe]
one-of = ["true"]
valid = ["true", "false"]

[check.fix]
value = "true"
"""
PORTS = 'probe = "ports"\ntcp = ["3389"]\n'
GSETTINGS = 'probe = "gsettings"\nschema = "org.gnome.desktop.screensaver"\nkey = "lock-enabled"\n'
RULE = '[check.safe]\none-of = ["true"]\nvalid = ["true", "false"]\n'
FIX = '[check.fix]\nvalue = "true"\n'


def file(folder: Path, text: str, name: str = "linux-lock.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = Catalogue.read([file(tmp_path, ONE)])
    assert [check.id for check in found.checks] == ["lin-lock"]
    assert found.get("lin-lock") is found.checks[0]
    assert found.get("lin-none") is None


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('id = "lin-lock"', 'id = "win-lock"', "id"),
        ('id = "lin-lock"', 'id = "lin-Lock"', "id"),
        ("2027-11-22", "2026-11-22", "review-after"),
        ("2027-11-22", "2029-11-22", "review-after"),
        ("The screen does not lock", "The screen LOCKS itself", "title"),
        ("The screen does not lock", "The screen does not lock!", "title, unsafe"),
        ("Somebody may walk past.", "Somebody may walk past!", "why"),
        ("Somebody may walk past.", " Somebody may walk past.", "why"),
        ('link = "gnome-control-center screen"', 'link = "x; rm -r y"', "link"),
        ('link = "gnome-control-center screen"', 'link = "old:page"', "link"),
        ('desktops = ["gnome"]', "", "desktops"),
        ('desktops = ["gnome"]', 'desktops = ["gnom"]', "desktops 1"),
        (RULE, "", "safe"),
        (RULE, "[check.safe]\n", "safe"),
        (RULE, '[check.safe]\none-of = ["true"]\nleast = 1\n', "safe"),
        (RULE, '[check.safe]\none-of = ["true"]\nvalid = ["true"]\n', "safe, valid"),
        (RULE, '[check.safe]\none-of = ["true", "yes"]\nvalid = ["true", "false"]\n', "safe, valid"),
        (RULE + "\n" + FIX, "[check.safe]\nleast = 5\nmost = 1\n", "safe, most"),
        ('value = "true"', 'value = "false"', "fix, value"),
        (GSETTINGS, PORTS, "safe"),
        (GSETTINGS + "\n" + RULE, PORTS, "fix"),
        (GSETTINGS, 'probe = "registry"\nhive = "HKCU"\nkey = "a"\nname = "b"\n', "detect, probe"),
        (GSETTINGS, 'probe = "kconfig"\nfile = "a"\ngroup = ["b"]\nkey = "c"\ndefault = "true"\n', "desktops"),
        (GSETTINGS, 'probe = "xfconf"\nchannel = "a"\nproperty = "/b"\nkind = "bool"\ndefault = "true"\n', "desktops"),
        (GSETTINGS, GSETTINGS + "\n[[check.also]]\n" + GSETTINGS, "also 1, probe"),
        (GSETTINGS, GSETTINGS + '\n[[check.also]]\nprobe = "ports"\ntcp = ["99999"]\n', "also 1, tcp 1"),
        (GSETTINGS, GSETTINGS + '\n[[check.also]]\nprobe = "ports"\ntcp = ["9-3"]\n', "also 1, tcp 1"),
        (GSETTINGS, GSETTINGS + '\n[[check.also]]\nprobe = "ports"\n', "also 1, tcp"),
        (GSETTINGS, 'probe = "command"\nargv = ["a"]\nsafe = "("\n', "detect, safe"),
        (GSETTINGS, 'probe = "config-file"\nfiles = ["a"]\npattern = "x"\n', "detect, pattern"),
        (GSETTINGS, 'probe = "gsetting"\nschema = "a"\nkey = "b"\n', "detect, probe"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_line_and_field(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in ONE
    with pytest.raises(DataFileError) as caught:
        Catalogue.read([file(tmp_path, ONE.replace(old, new))], [], ["old:page"])
    assert caught.value.field is not None
    assert caught.value.field.removeprefix("check 1, ") == field
    assert caught.value.line is not None
    assert "linux-lock.toml, line" in caught.value.sentence


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    files = [file(tmp_path, ONE), file(tmp_path, ONE, "linux-more.toml")]
    with pytest.raises(DataFileError, match=r"linux-more\.toml.*another check “lin-lock”"):
        Catalogue.read(files)


def test_a_file_is_named_for_its_system(tmp_path: Path) -> None:
    file(tmp_path, ONE, "lock.toml")
    with pytest.raises(DataFileError, match="its name must begin with"):
        catalogue.load("linux", tmp_path)


def test_only_this_systems_checks_and_those_for_any_are_loaded(tmp_path: Path) -> None:
    anywhere = ONE.replace("lin-lock", "any-ports").replace('desktops = ["gnome"]\n', "")
    anywhere = anywhere.replace(GSETTINGS, PORTS).replace(RULE, "").replace(FIX, "")
    anywhere = anywhere.replace('link = "gnome-control-center screen"\n', "")
    file(tmp_path, ONE)
    file(tmp_path, anywhere, "any-all.toml")
    file(tmp_path, '[links]\nwindows = ["ms-settings:privacy"]\n', "links.toml")
    assert {check.id for check in catalogue.load("linux", tmp_path).checks} == {"lin-lock", "any-ports"}
    assert {check.id for check in catalogue.load("windows", tmp_path).checks} == {"any-ports"}
    assert len(catalogue.load_all(folder=tmp_path).checks) == 2


@pytest.mark.parametrize(("link", "good"), [("ms-settings:privacy", True), ("ms-settings:backup", False)])
def test_only_known_settings_pages_are_linked(tmp_path: Path, link: str, *, good: bool) -> None:
    windows = ONE.replace("lin-lock", "win-lock").replace('desktops = ["gnome"]\n', "")
    windows = windows.replace(GSETTINGS, 'probe = "registry"\nhive = "HKCU"\nkey = "a"\nname = "b"\n')
    path = file(tmp_path, windows.replace("gnome-control-center screen", link), "windows-lock.toml")
    if good:
        assert Catalogue.read([path], ["ms-settings:privacy"]).checks[0].link == link
    else:
        with pytest.raises(DataFileError, match=r"links\.toml"):
            Catalogue.read([path], ["ms-settings:privacy"])


def test_old_entries_ask_to_be_read_again(tmp_path: Path) -> None:
    found = Catalogue.read([file(tmp_path, ONE)])
    assert found.overdue(date(2027, 11, 22)) == ()
    assert [check.id for check in found.overdue(date(2027, 11, 23))] == ["lin-lock"]


def test_all_shipped_checks_keep_the_rules() -> None:
    found = catalogue.load_all().checks
    assert found
    assert all(isinstance(check.detect, SETTINGS) for check in found if check.fix)


@pytest.mark.parametrize(("system", "least"), [("linux", 45), ("windows", 45), ("macos", 35), ("any", 8)])
def test_enough_is_checked(system: str, least: int) -> None:
    prefix = {"linux": "lin-", "windows": "win-", "macos": "mac-", "any": "any-"}[system]
    found = [check for check in catalogue.load_all().checks if check.id.startswith(prefix)]
    assert len(found) >= least


def test_no_file_lies_beside_the_catalogue() -> None:
    folder = resources.root() / "checks"
    assert all(path.suffix == ".toml" for path in folder.iterdir())
