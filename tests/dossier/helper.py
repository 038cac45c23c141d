"""What tests of the store share. Every case here is invented."""

from __future__ import annotations

from datetime import datetime

from meldcode.dossier.dossier import Dossier
from meldcode.dossier.events import Answered, Begun, Standing, Term
from meldcode.dossier.home import Home
from meldcode.dossier.opening import unlock
from meldcode.dossier.vault import Clock, Layers, Vault

PASSPHRASE = "blauwe fiets onder de brug"  # noqa: S105  # of tests only
RECOVERY = "6PAP-4B7W-3JGB-49DZ-T7N2-6GN4-QHEG"
CANARY = "Quirijn van Zwaluwenburg"
"""A name that stands nowhere else: where it is found, something leaked."""
LAYERS: Layers = (("klein.yaml", b"flow: klein\n"), ("basis.yaml", b"flow: basis\n"))
DIGEST = "a" * 64
STANDING = Standing("wegen", "melden", (Term("besluit", "2026-03-09", "Vraag wat het besluit is."),))


def begin(vault: Vault, label: str = "zaak 1", answers: int = 3) -> Dossier:
    """A dossier with some answers, the last of them a name."""
    dossier = vault.begin(label, DIGEST, LAYERS)
    dossier.append(Begun(vault.clock(), "klein", "1", DIGEST))
    for number in range(answers):
        dossier.append(Answered(vault.clock(), f"vraag_{number}", f"{CANARY} {number}"), STANDING)
    return dossier


def reopen(vault: Vault, clock: Clock | None = None, secret: str = PASSPHRASE) -> Vault:
    """The store closed and opened again."""
    vault.close()
    return unlock(vault.home, secret, clock=clock or vault.clock)


def look(home: Home, clock: Clock = datetime.now) -> dict[str, object]:
    """All that a person could see in a store: rows, events, flows."""
    vault = unlock(home, PASSPHRASE, clock=clock)
    try:
        if vault.trouble:
            return {"trouble": vault.trouble}
        return {
            "list": vault.list(),
            "records": list(vault.records()),
            "flow": vault.flow(DIGEST),
            "who": vault.who,
        }
    finally:
        vault.close()
