"""The whole way: profiles are made, the keyring is lost, and the typed kit brings them back on this computer and another."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from guard.profiles.book import decode, encode
from guard.profiles.keeper import ProfileKeeper
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.recovery.apply import Targets, apply_restore, book_here
from guard.vault.recovery.backup import open_backup
from guard.vault.recovery.drill import drill
from guard.vault.recovery.kit import new_kit, parse_kit
from guard.vault.recovery.mirror import Mirror
from guard.vault.recovery.mirrored import MirroredRecord
from guard.vault.recovery.note import RecoveryFile
from guard.vault.recovery.restore import Here, plan_restore
from guard.vault.recovery.sheet import sheet
from guard.vault.slots import SlottedRecord
from tests.vault.fakes import MemoryStore
from tests.vault.recovery.support import KEY, FakeKeyPlace

DAY = date(2026, 11, 22)
NAMES = ["Wren Hollow", "Lark Été", "翠鳥"]


class Computer:
    """A keyring, a state folder and Guard's parts on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note = RecoveryFile(folder / "recovery.json")
        self.lose_keyring()

    def lose_keyring(self) -> None:
        self.store = MemoryStore()
        self.keys = FakeKeyPlace()

    def mirror(self) -> Mirror | None:
        note = self.note.load()
        return Mirror(self.folder / "recovery.age", note.recipient) if note else None

    def record(self) -> MirroredRecord:
        pinned = PinnedRecord(SlottedRecord(self.store, "book"), Pin(self.folder / "pin.json"), self.store)
        return MirroredRecord(pinned, self.mirror, self.keys.load, is_older=lambda: pinned.older)

    def keeper(self) -> ProfileKeeper:
        return ProfileKeeper(self.record(), ["sage", "plum"])

    def restore(self, file: Path, typed: str) -> None:
        kit = parse_kit(typed)
        contents = open_backup(file, kit)
        record = self.record()
        plan = plan_restore(contents, Here(book_here(record), self.keys.load(), has_journal=False), split)
        self.note.use(kit.recipient, DAY)
        apply_restore(
            plan,
            contents.book,
            Targets(record, self.keys, self.folder / "journal.db", lambda _file, _key: None),
        )


def split(book: bytes) -> dict[str, bytes]:
    return {profile.id: msgspec.json.encode(profile) for profile in decode(book).profiles}


def now() -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC)


def test_the_kit_and_the_mirror_bring_everything_back(tmp_path: Path) -> None:
    here = Computer(tmp_path / "here")
    kit = new_kit()
    typed = "\n".join(sheet(kit, DAY).code.groups).lower()
    here.keys.save(KEY)
    here.note.use(kit.recipient, DAY)
    keeper = here.keeper()
    for name in NAMES:
        keeper.add(name)
    file = here.folder / "recovery.age"
    passed = drill(file, parse_kit(typed), count=lambda b: len(decode(b).profiles), note=here.note, now=now)
    assert (passed.profiles, passed.generation, passed.noted) == (3, 3, True)
    assert encode(decode(open_backup(file, kit).book)) == open_backup(file, kit).book

    there = Computer(tmp_path / "there")
    there.restore(file, typed)
    here.lose_keyring()
    here.restore(file, typed)
    for computer in (here, there):
        again = computer.keeper()
        assert [profile.name for profile in again.load()] == NAMES
        assert (again.notice, computer.keys.load()) == ("", KEY)
        again.add("Swift")
        assert len(decode(open_backup(computer.folder / "recovery.age", kit).book).profiles) == 4


def test_an_older_copy_in_the_keyring_never_costs_what_the_mirror_holds(tmp_path: Path) -> None:
    here = Computer(tmp_path)
    kit = new_kit()
    here.keys.save(KEY)
    here.note.use(kit.recipient, DAY)
    here.keeper().add("Wren")
    old = dict(here.store.items)
    here.keeper().add("Swift")
    here.store.items.clear()
    here.store.items.update(old)
    file = here.folder / "recovery.age"
    before = file.read_bytes()

    keeper = here.keeper()
    assert [profile.name for profile in keeper.load()] == ["Wren"]
    assert "older copy" in keeper.notice
    assert file.read_bytes() == before

    keeper.add("Robin")
    mirror = here.mirror()
    assert mirror is not None
    names = [{each.name for each in decode(open_backup(one, kit).book).profiles} for one in mirror.copies()]
    assert names == [{"Wren", "Robin"}, {"Wren", "Swift"}]
    assert here.keeper().load()
    here.restore(mirror.copies()[1], "\n".join(sheet(kit, DAY).code.groups))
    assert "Swift" in {profile.name for profile in here.keeper().load()}
