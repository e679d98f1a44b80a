"""Random damage to what the keyring holds: a whole book or a sentence, never a traceback or an empty book."""

from tests.support.book_fuzz import fuzz


def test_damage_of_any_kind_gives_the_book_or_a_sentence() -> None:
    outcomes = fuzz(600, seed=11)
    assert {"whole", "older, told", "KeyringDamaged", "OtherRecord"} <= set(outcomes)
    assert sum(outcomes.values()) == 600
