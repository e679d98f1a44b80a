"""A writer of the passphrase file killed over and over. GUARD_BENCH_KILLS sets how often."""

import os
import random
import time
from pathlib import Path

import pytest

from guard.vault.passphrase.kdf import LIGHT, MIDDLE, STANDARD, Cost, derive
from tests.support.passphrases import killed_while_writing

KILLS = int(os.environ.get("GUARD_BENCH_KILLS", "500"))

pytestmark = [pytest.mark.bench, pytest.mark.timeout(120 + KILLS * 5)]


def test_killed_over_and_over_it_loses_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(2**32)
    began = time.monotonic()
    kept = killed_while_writing(tmp_path / "vault", KILLS, random.Random(seed))  # noqa: S311 - moments, not secrets
    print(  # noqa: T201 - the figures are what a bench is for
        f"\n{KILLS} kills with seed {seed}: {kept} acknowledged writes, none lost, {time.monotonic() - began:.0f} s"
    )


@pytest.mark.parametrize("cost", [LIGHT, MIDDLE, STANDARD], ids=str)
def test_a_key_takes_long_enough_and_not_too_long(cost: Cost) -> None:
    began = time.process_time()  # all of it is work, and what else runs on the machine is not ours
    derive("measure", bytes(16), cost)
    seconds = time.process_time() - began
    print(f"\n{cost}: {seconds:.2f} s of work a key (aim under 5)")  # noqa: T201 - the figures are what a bench is for
    assert 0.01 < seconds < 5
