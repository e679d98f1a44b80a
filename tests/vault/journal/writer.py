"""A program that changes a journal and says of each change that it begins and that it is saved.

    writer.py PATH KEY-HEX SEED COUNT [PREFIX]

It adds, changes and deletes entries and makes backups; with PREFIX it only adds.
"""

import random
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from guard.vault.journal.entry import Entry
from guard.vault.journal.journal import Journal

DAY = date(2026, 1, 1)


def note(name: str, text: str) -> Entry:
    return Entry(name, DAY, datetime(2026, 1, 1, tzinfo=UTC), "mood", f"s-{name}", text.encode())


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main() -> None:
    path, key, seed, count, *prefix = sys.argv[1:]
    chance = random.Random(int(seed))  # noqa: S311 - the same moments again for the same seed
    journal = Journal.open(Path(path), bytes.fromhex(key), patience=60)
    there = sorted(str(each["id"]) for each in journal.export())
    say("ready")
    for number in range(int(count)):
        what = (
            "add"
            if prefix or not there
            else chance.choice(["add", "add", "add", "change", "delete", "backup"])
        )
        name = (
            f"{prefix[0] if prefix else 'n'}-{seed}-{number}"
            if what == "add"
            else chance.choice([*there, ""])
        )
        if what in {"change", "delete"} and not name:
            continue
        text = f"text-{seed}-{number}" + "x" * chance.randrange(3000)
        say("begin", what, name or "-", text)
        if what == "add":
            journal.add(note(name, text))
            there.append(name)
        elif what == "change":
            journal.replace(note(name, text))
        elif what == "delete":
            journal.delete(name)
            there.remove(name)
        else:
            journal.back_up(even_today=True)
        say("saved")
    journal.close()
    say("closed")


if __name__ == "__main__":
    main()
