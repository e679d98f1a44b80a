"""The window's port to secrets, on a real passphrase file, real kits and real backups."""

import stat
from pathlib import Path

import pytest

from guard import homes
from guard.errors import GuardError
from guard.keeping import PASSPHRASE_FILE, Keeping
from guard.linux.autostart import Autostart
from guard.safekeeping import Safekeeping
from guard.ui.secrets import Lock, Unlocked
from guard.vault.journal.entry import Shut, Trouble, Writable
from guard.vault.missing import RecordElsewhere
from guard.vault.outcome import PassphraseFileDamaged, PassphraseFileMissing, WrongPassphrase
from guard.vault.passphrase.errors import PassphraseFileCut
from guard.vault.passphrase.seen import OLDER
from guard.vault.recovery.errors import NotAKit, WrongKit
from guard.vault.tries import FREE_TRIES
from tests.test_recovering import PASSPHRASE, computer

OTHER = "tobami welaru dinoha suyeta"


def autostart(tmp_path: Path) -> Autostart:
    return Autostart(["guard"], {}, tmp_path / "home")


@pytest.fixture
def safe(tmp_path: Path) -> Safekeeping:
    made = Safekeeping(computer(tmp_path / "guard"), autostart(tmp_path))
    made.profiles.add("Juniper")
    return made


def test_a_file_is_begun_where_there_is_no_keyring_and_used_ever_after(tmp_path: Path) -> None:
    where = computer(tmp_path / "guard").where
    where.passphrase_file.unlink()
    safe = Safekeeping(Keeping(where, passphrase_file=False), autostart(tmp_path))
    assert safe.home().trouble
    safe.create_file(PASSPHRASE)
    assert (safe.by_file, safe.sealed) == (True, False)
    safe.profiles.add("Wren")
    again = Keeping(where)
    assert again.locked
    assert again.pin.backend() == PASSPHRASE_FILE


def test_a_file_is_begun_and_found_again_before_anything_was_kept(tmp_path: Path) -> None:
    where = computer(tmp_path / "guard").where
    where.passphrase_file.unlink()
    safe = Safekeeping(Keeping(where, passphrase_file=False), autostart(tmp_path))
    safe.create_file(PASSPHRASE)
    assert Keeping(where).locked


def test_a_weak_passphrase_leaves_the_keyring_in_use(tmp_path: Path) -> None:
    where = computer(tmp_path / "guard").where
    where.passphrase_file.unlink()
    safe = Safekeeping(Keeping(where, passphrase_file=False), autostart(tmp_path))
    with pytest.raises(GuardError):
        safe.create_file("juniper")
    assert not safe.by_file
    assert not where.passphrase_file.exists()
    safe.close()


def test_sealing_and_unsealing(safe: Safekeeping) -> None:
    safe.seal()
    assert safe.sealed
    with pytest.raises(WrongPassphrase):
        safe.unseal(OTHER)
    assert safe.sealed
    safe.unseal(PASSPHRASE)
    assert [one.name for one in safe.profiles.load()] == ["Juniper"]


def test_missing_cut_and_damaged_are_told_apart(safe: Safekeeping) -> None:
    file = safe.keeping.where.passphrase_file
    whole = file.read_bytes()
    for beside in file.parent.glob(f"{file.name}.*"):
        beside.unlink()
    safe.seal()
    told: set[str] = set()
    for data, kind in (
        (whole[:-20], PassphraseFileCut),
        (whole[:-40] + bytes(40), PassphraseFileDamaged),
        (None, PassphraseFileMissing),
    ):
        file.unlink()
        if data is not None:
            file.write_bytes(data)
            file.chmod(0o600)
        for beside in file.parent.glob("vault.*"):
            if beside != file:
                beside.unlink()
        with pytest.raises(kind) as failure:
            safe.unseal(PASSPHRASE)
        told.add(failure.value.sentence)
        if data is None:
            continue
    assert len(told) == 3


def test_a_damaged_file_is_put_aside_for_a_new_one(safe: Safekeeping) -> None:
    file = safe.keeping.where.passphrase_file
    file.write_bytes(b"nonsense")
    with pytest.raises(GuardError):
        safe.create_file(OTHER)
    safe.create_file(OTHER, instead=True)
    assert safe.profiles.load() == ()
    assert any(one.read_bytes() == b"nonsense" for one in file.parent.iterdir() if one.is_file())


def test_changing_the_passphrase_takes_a_fresh_key(safe: Safekeeping) -> None:
    safe.change_passphrase(PASSPHRASE, OTHER)
    safe.seal()
    safe.unseal(OTHER)
    assert [one.name for one in safe.profiles.load()] == ["Juniper"]


def test_ones_own_words_make_a_weaker_passphrase(safe: Safekeeping) -> None:
    safe.profiles.add("Quetzalcoatlus Brontosaurus")
    assert safe.rate("quetzalcoatlusbrontosaurus").score < safe.rate(OTHER).score
    assert safe.rate(safe.suggest()).enough


def test_kit_drill_backup_and_restore(safe: Safekeeping, tmp_path: Path) -> None:
    assert safe.kit().made is None
    sheet = safe.new_kit()
    assert safe.kit().made is None
    assert sheet.line.endswith(sheet.ending)
    assert len(sheet.ending) >= 4
    safe.use_kit(sheet)
    assert safe.kit().drilled is None
    opened = safe.drill(" ".join(sheet.groups).lower())
    assert (opened.profiles, opened.noted) == (1, True)
    assert safe.kit().drilled is not None
    saved = safe.back_up(tmp_path / "mine.age")
    assert stat.S_IMODE(saved.path.stat().st_mode) == 0o600

    other = Safekeeping(computer(tmp_path / "other"), autostart(tmp_path))
    other.profiles.add("Wren")
    assert other.lock_of(saved.path) is Lock.KIT
    plan = other.plan(saved.path, Lock.KIT, sheet.line)
    assert (plan.added, plan.only_here, plan.is_empty) == (("Juniper",), ("Wren",), False)
    assert [one.name for one in other.profiles.load()] == ["Wren"]
    assert other.restore(plan).added == ("Juniper",)
    assert sorted(one.name for one in other.profiles.load()) == ["Juniper", "Wren"]
    assert other.plan(saved.path, Lock.KIT, sheet.line).is_empty


def test_a_namesake_here_stays_and_is_told(safe: Safekeeping, tmp_path: Path) -> None:
    saved = safe.back_up(tmp_path / "mine.age", OTHER)
    other = Safekeeping(computer(tmp_path / "other"), autostart(tmp_path))
    other.profiles.add("Juniper")
    assert other.lock_of(saved.path) is Lock.PASSPHRASE
    assert other.plan(saved.path, Lock.PASSPHRASE, OTHER).clashing == ("Juniper",)


def test_another_kit_and_no_kit_are_told_apart(safe: Safekeeping) -> None:
    safe.use_kit(safe.new_kit())
    with pytest.raises(WrongKit):
        safe.drill(safe.new_kit().line)
    with pytest.raises(NotAKit):
        safe.drill("hello")


def test_the_lock_of_the_window_lives_in_the_store(tmp_path: Path) -> None:
    keeping = computer(tmp_path / "guard")
    safe = Safekeeping(keeping, autostart(tmp_path))
    safe.set_lock(OTHER)
    assert not safe.lock_set  # a passphrase file has a passphrase of its own
    assert safe.try_lock(OTHER) is Unlocked.RIGHT
    assert safe.try_lock("another") is Unlocked.WRONG
    safe.remove_lock()
    assert safe.try_lock(OTHER) is Unlocked.GONE


def test_erasing_leaves_nothing(safe: Safekeeping) -> None:
    where = safe.keeping.where
    safe.use_kit(safe.new_kit())
    gone = safe.erase()
    assert gone.left == ()
    assert not where.data.exists()
    assert safe.beyond


def test_the_examination_names_what_is_there(safe: Safekeeping) -> None:
    parts = {part.name: part for part in homes.parts(safe.keeping)}
    assert "passphrase file" in parts["keyring"].says
    assert "pinned" in parts["keyring"].says
    assert parts["recovery kit"].state == "limited"
    sheet = safe.new_kit()
    safe.use_kit(sheet)
    assert "never tried" in homes.parts(safe.keeping)[1].says
    safe.drill(sheet.line)
    assert "last tried on" in homes.parts(safe.keeping)[1].says
    safe.seal()
    assert "locked" in homes.parts(safe.keeping)[0].says
    assert parts["journal"].says == "there is none yet"


def test_the_journal_is_backed_up_only_once_it_is_open(safe: Safekeeping) -> None:
    safe.keep_journal_safe()
    assert not safe.keeping.where.journal.exists()
    safe.journal()
    safe.keep_journal_safe()
    safe.close_journal()
    assert safe.keeping.where.journal.exists()


def test_a_journal_is_one_whoever_asks_for_it(safe: Safekeeping) -> None:
    assert safe.journal() is safe.journal()
    safe.keep_journal_safe()
    assert safe.keeping.journal_state() == Writable()


def test_a_journal_whose_file_was_exchanged_is_opened_anew(safe: Safekeeping) -> None:
    where = safe.keeping.where.journal
    first = safe.journal()
    copy = where.read_bytes()
    where.with_name("copy").write_bytes(copy)
    where.with_name("copy").replace(where)
    assert first.is_replaced
    second = safe.journal()
    assert second is not first
    assert second.state == Writable()
    safe.close_journal()


def test_a_journal_that_cannot_be_opened_has_a_state_of_its_own(safe: Safekeeping) -> None:
    where = safe.keeping.where.journal
    safe.journal()
    safe.close_journal()
    whole = where.read_bytes()
    seen = {}
    for name, content in (("cut", whole[:-100]), ("noise", bytes(len(whole))), ("gone", None)):
        where.unlink()
        if content is not None:
            where.write_bytes(content)
        state = safe.keeping.journal_state()
        assert isinstance(state, Shut)
        seen[name] = state.trouble
    assert seen == {"cut": Trouble.TRUNCATED, "noise": Trouble.FOREIGN, "gone": Trouble.MISSING}
    where.write_bytes(whole)
    assert safe.keeping.journal_state() == Writable()
    safe.close_journal()
    safe.seal()
    sealed = safe.keeping.journal_state()
    assert isinstance(sealed, Shut)
    assert sealed.trouble is Trouble.SECRETS


def test_wrong_tries_make_the_next_one_wait_also_after_a_restart(safe: Safekeeping) -> None:
    safe.seal()
    for _ in range(FREE_TRIES):
        assert safe.wait == 0
        with pytest.raises(WrongPassphrase):
            safe.unseal(OTHER)
    again = Safekeeping(Keeping(safe.keeping.where), safe.autostart)
    assert 0 < again.wait <= 2
    assert again.unseal(PASSPHRASE) == ""
    assert again.wait == 0
    assert Keeping(safe.keeping.where).tries.wait == 0


def test_wrong_tries_at_the_windows_lock_are_counted_and_a_lost_passphrase_is_not(
    safe: Safekeeping,
) -> None:
    safe.set_lock(OTHER)
    for _ in range(FREE_TRIES):
        assert safe.try_lock("another") is Unlocked.WRONG
    assert safe.wait > 0
    safe.remove_lock()
    assert safe.try_lock(OTHER) is Unlocked.GONE
    assert safe.wait == 0


def test_a_file_that_cannot_be_read_is_no_wrong_try(safe: Safekeeping) -> None:
    safe.seal()
    safe.keeping.where.passphrase_file.write_bytes(b"nonsense")
    for _ in range(FREE_TRIES + 1):
        with pytest.raises(PassphraseFileDamaged):
            safe.unseal(PASSPHRASE)
    assert safe.wait == 0


def test_an_older_file_is_told_when_it_is_unlocked_and_once_only(safe: Safekeeping) -> None:
    file = safe.keeping.where.passphrase_file
    older = file.read_bytes()
    safe.profiles.add("Wren")
    safe.seal()
    file.write_bytes(older)
    assert safe.unseal(PASSPHRASE) == OLDER
    assert [one.name for one in safe.profiles.load()] == ["Juniper"]
    assert safe.profiles.notice == ""
    safe.profiles.add("Amber")
    safe.seal()
    assert safe.unseal(PASSPHRASE) == ""


def test_a_file_from_before_the_first_profile_is_never_a_new_start(safe: Safekeeping, tmp_path: Path) -> None:
    empty = Safekeeping(computer(tmp_path / "fresh"), autostart(tmp_path))
    file = empty.keeping.where.passphrase_file
    before = file.read_bytes()
    empty.profiles.add("Juniper")
    empty.seal()
    file.write_bytes(before)
    assert empty.unseal(PASSPHRASE) == OLDER
    with pytest.raises(RecordElsewhere) as lost:
        empty.profiles.load()
    assert "passphrase file" in lost.value.sentence
    assert "keyring" not in lost.value.sentence


def test_a_home_that_a_service_copies_is_told_in_the_settings_and_by_the_doctor(tmp_path: Path) -> None:
    for folder, copied in (("Dropbox", True), ("Documents", False)):
        safe = Safekeeping(computer(tmp_path / folder / "guard"), autostart(tmp_path))
        part = homes.parts(safe.keeping)[-1]
        assert (part.name, part.state) == ("folder", "limited" if copied else "on")
        assert ("Dropbox" in part.says) is copied
        assert ("Dropbox" in safe.home().warning) is copied
