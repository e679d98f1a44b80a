"""Twenty thousand spoilt files of each kind: never a traceback, never fewer secrets without a word."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.support import age_fuzz, book_fuzz, journal_fuzz, passphrase_fuzz

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

ROUNDS = 20_000
KINDS: dict[str, Callable[[int, int], Counter[str]]] = {
    "book in the keyring": book_fuzz.fuzz,
    "passphrase file": passphrase_fuzz.fuzz,
    "backup": age_fuzz.fuzz_backups,
    "mirror": age_fuzz.fuzz_mirrors,
    "journal": journal_fuzz.fuzz,
}


@pytest.mark.parametrize("kind", KINDS)
def test_spoilt_in_every_way(kind: str) -> None:
    outcomes = KINDS[kind](ROUNDS, 20_261_122)
    print(f"\n{kind}: {dict(outcomes.most_common())}")  # noqa: T201 - the measurement
    assert outcomes.total() == ROUNDS
