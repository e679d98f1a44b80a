"""What is said of the place where secrets live, on real keyrings: open, locked, another's, without a password."""

import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage

from guard import homes, places
from guard.doctor import Part
from guard.keeping import Keeping
from guard.ui.secrets import Home
from guard.vault.linux.clear_keyring import WARNING
from guard.vault.missing import RecordElsewhere
from guard.vault.outcome import KeyringLocked
from tests.support import keepassxc as keepassxc_support
from tests.support.keepassxc import keepassxc
from tests.support.keyrings import gnome_keyring, make_passwordless

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
]


@pytest.fixture
def folders(home: Path) -> list[Path]:
    """Three folders for daemons."""
    made = [home.parent / name for name in ("one", "two", "three")]
    for folder in made:
        folder.mkdir(mode=0o700)
    return made


def examined() -> tuple[Part, Home]:
    keeping = Keeping(places.usual())
    try:
        return homes.parts(keeping)[0], homes.home(keeping)
    finally:
        keeping.close()


def keep(name: str) -> None:
    keeping = Keeping(places.usual())
    keeping.keeper.add(name)
    keeping.close()


def test_a_keyring_is_on_until_it_is_locked(bus: str, folders: list[Path]) -> None:
    with gnome_keyring(bus, folders[0]):
        assert "nothing is kept there yet" in examined()[0].says
        keep("Juniper")
        part, home = examined()
        assert (part.state, home.trouble, home.warning) == ("on", "", "")
        assert "GNOME Keyring, pinned" in part.says
        with closing(secretstorage.dbus_init()) as connection:
            secretstorage.Collection(connection).lock()
        part, home = examined()
        assert part.state == "limited"
        assert KeyringLocked.SAYS in part.says
        assert home.trouble == ""  # it is the right one; its own pages ask for it to be opened


def test_another_keyring_is_not_where_the_profiles_are(bus: str, folders: list[Path]) -> None:
    if shutil.which(keepassxc_support.PROGRAM) is None:
        pytest.skip("KeePassXC is not installed")
    with gnome_keyring(bus, folders[0]):
        keep("Juniper")
    with keepassxc(bus, folders[1]):
        part, home = examined()
        assert (part.state, part.says) == ("off", RecordElsewhere.SAYS)
        assert (home.name, home.trouble) == ("KeePassXC", RecordElsewhere.SAYS)
    with gnome_keyring(bus, folders[2]):
        assert examined()[0].state == "on"


def test_a_keyring_without_a_password_is_told(bus: str, folders: list[Path]) -> None:
    make_passwordless(Path(os.environ["XDG_DATA_HOME"]))
    with gnome_keyring(bus, folders[0]):
        keep("Juniper")
        part, home = examined()
        assert part.state == "limited"
        assert WARNING in part.says
        assert home.warning == WARNING
