"""Tries the single file as a person would, and tells its size and start against an installed program. Linux, macOS."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILE, INSTALLED, EXAMPLES = sys.argv[1:4]
WAIT = 60
"""Seconds for any one thing."""


def said(*words: str, typed: str = "", code: int = 0) -> str:
    """What the file says to these words."""
    ended = subprocess.run([FILE, *words], input=typed, capture_output=True, text=True, timeout=WAIT, check=False)
    if ended.returncode != code:
        sys.exit(f"{words}: exit {ended.returncode}\n{ended.stdout}\n{ended.stderr}")
    print("ok:", *words)
    return ended.stdout


def shows(wanted: bytes, keys: bytes, *words: str) -> None:
    """The file in a terminal: shows this, and ends with 0 after these keys."""
    process, master = pty.fork()
    if not process:
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execv(FILE, [FILE, *words])
    end, shown, typed = time.monotonic() + WAIT, b"", False
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 1)
        try:
            part = os.read(master, 65536) if ready else b"-"
        except OSError:
            break
        shown += part if ready else b""
        if wanted in shown and not typed:
            os.write(master, keys)
            typed = True
    _, status = os.waitpid(process, 0 if typed else os.WNOHANG)
    if not typed or os.waitstatus_to_exitcode(status):
        sys.exit(f"{wanted!r} was not shown, or it ended with {status}:\n{shown[-2000:]!r}")
    print("ok: a terminal shows", wanted.decode())


def first_word(program: str) -> float:
    """Seconds until the help is there, the best of three."""
    times = []
    for _turn in range(3):
        began = time.perf_counter()
        subprocess.run([program, "--version"], capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """Every way in, and what must come out."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        assert said("--version").startswith("meldcode ")
        assert "onderwijs" in said("flows")
        assert "Reporting code" in said("--lang", "en", "flows")
        answers = str(Path(EXAMPLES) / "onderwijs-advies.yaml")
        said("run", "onderwijs", "--answers", answers, "--out", str(out / "a"), "--also", "docx", "--also", "fhir",
             "--also", "sheet")  # fmt: skip
        for made in ("request.pdf", "request.docx", "request.json", "request.txt", "request.fhir.json"):
            said("verify", str(out / "a" / made))
        said("protocol", "onderwijs", "--out", str(out / "p.pdf"))
        said("protocol", "onderwijs", "--out", str(out / "p.docx"))
        said("graph", "onderwijs", "--format", "svg", "--out", str(out / "svg"))
        said("check", "kinderopvang")
        typed = "4\n1\n?\no\n!\nq\n1\n"
        assert "Bel nu 112" in said("plain", typed=typed)
        assert "SQLCipher" in said("doctor")
        assert "_MELDCODE_COMPLETE" in said("completion", "bash")
        shows(b"0800-2000", b"\x11")  # whichever screen comes first
        left = os.listdir(os.environ.get("TMPDIR", "/tmp"))
        assert [one for one in left if one.startswith("_MEI")] == [], left
    size = os.path.getsize(FILE)
    spread = sum(path.stat().st_size for path in Path(INSTALLED).parent.parent.rglob("*") if path.is_file())
    print(f"size: {size / 2**20:.0f} MB, {size / spread:.2f} of the venv it was made in")
    print(f"start: {first_word(FILE):.2f} s, {first_word(FILE) / first_word(INSTALLED):.0f} times that of the venv")
    print(f"free for unpacking: {shutil.disk_usage(tempfile.gettempdir()).free // 2**20} MB")


if __name__ == "__main__":
    main()
