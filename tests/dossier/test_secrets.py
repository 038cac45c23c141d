"""Destroyed is destroyed: not in a page, not in the journal, not where the program was killed; and copies are sealed.

What was deleted may stand on in the unused part of an encrypted page, for whoever gets the key later. So the pages are
decrypted here, by `openssl` and not by the code under test.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from meldcode.dossier.codes import age_identity
from meldcode.dossier.events import Answered, Begun
from meldcode.dossier.home import Home
from meldcode.dossier.keys import public_key
from meldcode.dossier.sealed import backup, hand_over
from meldcode.dossier.trouble import NotSavedError
from meldcode.dossier.vault import Vault
from tests.dossier.child import Child, Say
from tests.dossier.conftest import Ticking
from tests.dossier.helper import DIGEST, LAYERS, PASSPHRASE, begin, reopen
from tests.leaks import seen_in_files

CANARY = b"Zwaluwenburg"
KEPT = b"Goudvink"
MOVED = 83
"""With this seed SQLite 3.53 leaves copies of destroyed answers where it moved rows from; found by trying."""


def decrypted(path: Path, key: str) -> bytes:
    """What stands in a file of SQLCipher, wherever its pages begin.

    AES-256-CBC: each block of 16 bytes needs only the block before it, so all of the file is decrypted at each of the
    16 places where a block may begin. That leaves out the first block of each page, and makes noise of the rest.
    """
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which decrypts the pages, is not here")
    data, found = path.read_bytes() if path.exists() else b"", b""
    for start in range(16):
        part = data[start : start + (len(data) - start) // 16 * 16]
        command = [openssl, "enc", "-d", "-aes-256-cbc", "-nopad", "-K", key, "-iv", "00" * 16]
        found += subprocess.run(command, input=part, capture_output=True, check=True).stdout if part else b""
    return found


def pages(home: Home, key: str) -> tuple[int, int]:
    """How often the name stands in the database and in its journal."""
    journal = home.db.with_name(home.db.name + "-journal")
    return decrypted(home.db, key).count(CANARY), decrypted(journal, key).count(CANARY)


def crowded(vault: Vault, seed: int) -> str:
    """Two dossiers of many answers by turns, so that rows are moved between pages. Gives the code of the first."""
    dice = random.Random(seed)  # noqa: S311  # sizes of answers, no secrets
    both = [vault.begin(f"{name.decode()} thuis", DIGEST, LAYERS) for name in (CANARY, KEPT)]
    for dossier in both:
        dossier.append(Begun(vault.clock(), "klein", "1", DIGEST))
    for number in range(150):
        turn = dice.randrange(2)
        text = f"{(CANARY, KEPT)[turn].decode()} " * dice.choice([1, 20, 60, 100])
        both[turn].append(Answered(vault.clock(), f"vraag_{number}", text))
        both[turn].go(f"vraag_{number}")
    return both[0].code


def test_a_destroyed_dossier_is_in_no_page_and_no_journal(vault: Vault) -> None:
    code, key = crowded(vault, 1), vault.keys.database[0]
    assert all(pages(vault.home, key)), "else this test would notice nothing"
    vault.erase(code, "verzonnen")
    assert pages(vault.home, key) == (0, 0)
    assert KEPT in decrypted(vault.home.db, key)
    vault.close()
    assert {path.name for path in vault.home.folder.iterdir()} == {f"dossiers.{end}" for end in ("db", "head", "key")}


def need_remains(vault: Vault, key: str) -> None:
    """Else the test would notice nothing."""
    if not pages(vault.home, key)[0]:
        pytest.skip("this SQLite moves rows in another way: find another seed")


def test_remains_where_a_row_was_moved_from_are_wiped(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    code, key = crowded(vault, MOVED), vault.keys.database[0]
    with monkeypatch.context() as patch:
        patch.setattr(vault, "_sweep", lambda: None)  # as if it were killed just before
        vault.erase(code, "verzonnen")
    need_remains(vault, key)
    again = reopen(vault)
    assert pages(again.home, key) == (0, 0), "what was not done is done at the next opening"
    assert again.trouble == ""
    assert not again._database.rows("SELECT * FROM place WHERE code = '-'")
    again.close()


def test_a_disk_too_full_to_wipe_leaves_it_for_the_next_opening(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    code, key = crowded(vault, MOVED), vault.keys.database[0]
    rows = vault._database.rows

    def full(sql: str, *values: tuple[str, ...]) -> object:
        if sql == "VACUUM":
            raise NotSavedError("vol")
        return rows(sql, *values)

    monkeypatch.setattr(vault._database, "rows", full)
    vault.erase(code, "verzonnen")
    assert code not in {entry.code for entry in vault.list()}
    need_remains(vault, key)
    reopen(vault).close()
    assert pages(vault.home, key) == (0, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="here no process can be forked to be killed")
def test_killed_while_destroying_it_is_all_there_or_all_gone(vault: Vault, tmp_path: Path, clock: Ticking) -> None:
    code, key = crowded(vault, MOVED), vault.keys.database[0]
    vault.close()
    dice, seen = random.Random(), set()  # noqa: S311  # moments to kill at, no secrets
    for place in range(12):
        home = Home(tmp_path / str(place) / "dossiers")
        shutil.copytree(vault.home.folder, home.folder)
        child = Child(partial(_destroy, home, clock, code))
        child.wait_for(1)
        child.wait_at_most(dice.uniform(0, 0.08) if place else 30)
        child.kill()
        again = reopen_at(home, clock)
        there = code in {entry.code for entry in again.list()}
        assert again.trouble == ""
        assert there or pages(home, key) == (0, 0)
        seen.add(there)
        again.close()
    assert False in seen


def reopen_at(home: Home, clock: Ticking) -> Vault:
    """The store of this folder."""
    from meldcode.dossier.opening import unlock

    return unlock(home, PASSPHRASE, clock=clock)


def _destroy(home: Home, clock: Ticking, code: str, say: Say) -> None:
    vault = reopen_at(home, clock)
    say()
    vault.erase(code, "verzonnen")
    say()


def test_what_a_killed_program_left_is_no_way_around(vault: Vault, tmp_path: Path, clock: Ticking) -> None:
    """A journal of before, with the pages of before, is there when the dossier is destroyed the next day."""
    code, key = crowded(vault, 1), vault.keys.database[0]
    home = Home(tmp_path / "gedood" / "dossiers")
    shutil.copytree(vault.home.folder, home.folder)  # as it lies there when the program is killed now
    assert pages(home, key)[1]
    again = reopen_at(home, clock)
    again.erase(code, "verzonnen")
    assert pages(home, key) == (0, 0)
    again.close()


SECRETS: dict[str, Callable[[Vault], str]] = {
    "name": lambda vault: CANARY.decode(),
    "passphrase": lambda vault: PASSPHRASE,
    "key": lambda vault: vault.keys.database[0],
    "receive": lambda vault: vault.keys.receive,
}


def test_copies_that_leave_are_sealed_and_nothing_is_left_of_the_making(vault: Vault, tmp_path: Path) -> None:
    import pyrage

    dossier = begin(vault, CANARY.decode())
    dossier.append(Answered(vault.clock(), "vraag", CANARY.decode() * 50))
    backup(vault, tmp_path / "kopie")
    colleague = pyrage.x25519.Identity.from_str(age_identity(bytes(range(32)))).to_public()
    (tmp_path / "overdracht").write_bytes(hand_over(vault, dossier.code, public_key(str(colleague))))
    secrets = {name: find(vault) for name, find in SECRETS.items()}
    assert not seen_in_files([tmp_path], secrets)
    assert not list(vault.home.folder.glob("dossiers.copy*"))


def test_another_key_makes_nothing_of_the_pages_readable_with_the_old_one(vault: Vault) -> None:
    crowded(vault, 1)
    old = vault.keys.database[0]
    vault.rekey()
    assert pages(vault.home, old)[0] == 0
    assert pages(vault.home, vault.keys.database[0])[0]
    vault.close()
    assert not vault.home.db.with_name(vault.home.db.name + "-journal").exists()
