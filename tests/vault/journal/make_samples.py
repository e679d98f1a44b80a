"""Makes the sample journal of the current schema version in `samples/`, for tests of later versions.

    python -m tests.vault.journal.make_samples

Samples of earlier versions are never made anew: they are what that version of Guard wrote.
"""

import shutil
import tempfile
from pathlib import Path

from guard.vault.journal.schema import MIGRATIONS, latest
from tests.vault.journal.helpers import created, entry

SAMPLES = Path(__file__).with_name("samples")
ENTRIES = tuple(
    entry(n, kind="plan" if n % 3 else "mood", session=f"s{n // 4}" if n % 2 else "") for n in range(12)
)


def sample(version: int) -> Path:
    return SAMPLES / f"version-{version}.db"


def main() -> None:
    target = sample(latest(MIGRATIONS))
    if target.exists():
        raise SystemExit(f"{target.name} is there already and stays as it is")
    SAMPLES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "journal.db"
        with created(place, *ENTRIES):
            pass
        shutil.copyfile(place, target)


if __name__ == "__main__":
    main()
