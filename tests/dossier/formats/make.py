"""Writes the files of the format of today, once: `python -m tests.dossier.formats.make`. Afterwards they never change.

They are what a user of that version has on disk: a store, a backup of it, and a dossier handed over to itself. All
cases in it are invented. A new format gets a new folder; the old ones stay, and `test_formats.py` opens them all.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from meldcode.desk.work import begin
from meldcode.dossier.codes import new_recovery_code
from meldcode.dossier.database import FORMAT
from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Closed
from meldcode.dossier.home import Home
from meldcode.dossier.opening import create
from meldcode.dossier.sealed import backup, hand_over
from meldcode.flow.loader import load_flow

HERE = Path(__file__).parent
PASSPHRASE = "blauwe fiets onder de brug"  # noqa: S105  # of tests only


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def main() -> None:
    """Write the folder of today's format; refuse when it is there."""
    folder = HERE / str(FORMAT)
    folder.mkdir()
    recovery = new_recovery_code()
    (folder / "herstelcode.txt").write_text(recovery + "\n", encoding="ascii")
    vault = create(Home(folder / "dossiers"), PASSPHRASE, recovery, clock=_Clock(), who="leerkracht groep 5")
    flow = load_flow(HERE.parent.parent / "defects" / "klein.yaml")
    for label in ("zaak 1", "zaak 2", "zaak 3"):
        interview = begin(vault, flow, label)
        interview.answer("gevaar", "nee")
        interview.answer("vormen", ["x"])
        interview.next()
        store = interview.store
        if isinstance(store, Dossier) and label == "zaak 2":
            store.append(Closed(vault.clock(), "vermoeden weg", "2026-04-01"))
        if isinstance(store, Dossier) and label == "zaak 3":
            vault.erase(store.code, "overgedragen")
    first = next(entry.code for entry in vault.list() if entry.label == "zaak 1")
    (folder / "overdracht.age").write_bytes(hand_over(vault, first, vault.receive_key))
    backup(vault, folder / "kopie.meldcode")
    vault.close()


if __name__ == "__main__":
    main()
