"""Random damage to every file that holds secrets: all of it, an older state that is told, or a sentence; never less."""

from tests.support import age_fuzz, journal_fuzz, passphrase_fuzz

ROUNDS = 250


def test_a_spoilt_passphrase_file() -> None:
    outcomes = passphrase_fuzz.fuzz(ROUNDS, seed=1)
    assert {"whole", "older, told", "PassphraseFileDamaged", "PassphraseFileCut"} <= set(outcomes)
    assert outcomes.total() == ROUNDS


def test_a_spoilt_backup() -> None:
    outcomes = age_fuzz.fuzz_backups(ROUNDS, seed=2)
    assert {"whole", "BackupDamaged", "NotABackup", "WrongKit"} <= set(outcomes)
    assert outcomes.total() == ROUNDS


def test_a_spoilt_mirror_is_good_again_after_the_next_load() -> None:
    outcomes = age_fuzz.fuzz_mirrors(ROUNDS, seed=3)
    assert {"renewed or left", "set aside"} <= set(outcomes)
    assert outcomes.total() == ROUNDS


def test_a_spoilt_journal() -> None:
    outcomes = journal_fuzz.fuzz(ROUNDS, seed=4)
    assert {"whole", "older, told", "JournalDamagedError", "JournalTruncatedError"} <= set(outcomes)
    assert outcomes.total() == ROUNDS
