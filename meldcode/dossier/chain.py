"""The chain that holds the events together, and the mark of its end that is kept outside the database.

Each event has a commitment: a hash over a random salt and its content. The chain hashes commitments, so that content
(with its salt) can be destroyed later while the chain still holds. Encryption alone would not notice an older page, or
an older file, that is put back; the chain and its mark do.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

SALT = 16
"""Bytes of salt for each event."""
_MAGIC = b"MELDHEAD"
_SIZE = 96
_SLOT = 512
"""The mark is written in two places by turns, each in a sector of its own: one of them is always whole."""


def commitment(salt: bytes, body: bytes) -> bytes:
    """SHA-256 over salt and content, 32 bytes."""
    return hashlib.sha256(salt + body).digest()


def genesis(store: bytes) -> bytes:
    """What the first event of a store hangs on, 32 bytes."""
    return hashlib.sha256(b"meldcode chain 1" + store).digest()


def link(before: bytes, seq: int, at: str, kind: str, code: str, held: bytes) -> bytes:
    """The hash of an event: over the hash before it, what is told of it in the open, and its commitment."""
    named = "\0".join((str(seq), at, kind, code)).encode()
    return hashlib.sha256(before + len(named).to_bytes(4, "big") + named + held).digest()


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of the chain: number and hash of the last event."""

    seq: int
    hash: bytes


class HeadFile:
    """The mark on disk, bound to one store. Writes in place: no room needed, so a full disk cannot stop it."""

    def __init__(self, path: Path, store: bytes) -> None:
        self.path = path
        self.store = store
        self._descriptor = -1

    def read(self) -> Mark | None:
        """The latest mark that is whole and of this store; None when there is none."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        marks = [mark for place in (0, _SLOT) if (mark := self._parse(data[place : place + _SIZE]))]
        return max(marks, key=lambda mark: mark.seq, default=None)

    def write(self, mark: Mark) -> None:
        """Keep this mark. When that fails the older one stays: the event itself is already safe."""
        record = _MAGIC + self.store + mark.seq.to_bytes(8, "big") + mark.hash
        record += hashlib.sha256(record).digest()
        with contextlib.suppress(OSError):
            if self._descriptor < 0:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
                os.ftruncate(self._descriptor, _SLOT * 2)
            os.lseek(self._descriptor, _SLOT * (mark.seq % 2), os.SEEK_SET)
            os.write(self._descriptor, record)
            getattr(os, "fdatasync", os.fsync)(self._descriptor)

    def reset(self, mark: Mark) -> None:
        """Forget what was there and begin with this mark."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.write(mark)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _parse(self, record: bytes) -> Mark | None:
        body, check = record[:64], record[64:]
        if hashlib.sha256(body).digest() != check or not body.startswith(_MAGIC + self.store):
            return None
        return Mark(int.from_bytes(body[24:32], "big"), body[32:64])
