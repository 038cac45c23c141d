"""Generated dossiers full of identifiers, in every form in which people write them. All persons are invented."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from meldcode.flow.model import Flow, Value
from meldcode.request import build
from meldcode.request.extract import words_of
from meldcode.request.review import Decided, Memo, review
from meldcode.request.shape import Request
from tests.request.cases import FLOWS, Case, by_hand, everything, flow

FIRST = (
    *(
        "Sem",
        "Qorinda",
        "Jaydenn",
        "Çağla",
        "Fatima-Zahra",
        "Łukasz",
        "Noor",
        "Roos",
        "Jean-Luc",
        "Bo",
        "Abdoellah",
        "Selam",
    ),
    *(
        "Wiesje",
        "Daniëlle",
        "Xanthe",
        "Mohammed-Amin",
        "Sjoerdtje",
        "Thị Lan",
        "D'Angelo",
        "Ximena",
        "Bram",
        "Joppe",
        "Ewa",
    ),
    *(
        "Tirza",
        "Ömer",
        "Zéfira",
        "Kwame",
        "Ilse",
        "Jip",
        "Mees",
        "Guusje",
        "Hüseyin",
        "Oksana",
        "Chenaira",
        "Femke",
        "Niels",
    ),
)
LAST = (
    *(
        "de Wit",
        "Zwaanewitz",
        "van der Vlugt-Smeets",
        "el Amrani",
        "Yıldız",
        "Wójcik",
        "van 't Hoff",
        "d'Hondt",
        "Jansen",
    ),
    *(
        "Bakker",
        "de Boer",
        "van den Berg",
        "Nguyễn",
        "Tesfaye",
        "O'Brien",
        "Özdemir",
        "ter Haar",
        "in 't Veld",
        "Kowalczyk",
    ),
    *(
        "Gerritsma",
        "Hoekzema",
        "Pinas",
        "Martina",
        "Lamsoul",
        "Verstappenburg",
        "Quist",
        "Abubakar",
        "Sjoukema",
        "Kuipers",
    ),
)
STREETS = ("Vlierbloemlaan", "Kerkstraat", "Oude Zijpkade", "Burgemeester Vosplein", "Molenwerf", "Prins Hendrikdreef")

FORMS = (
    "{full} kwam te laat.",
    "{first} huilde in de gang, en {first} wilde niet naar huis.",
    "Ik sprak {first}s moeder, mevrouw {last}.",
    "{FULL} WAS ER NIET.",
    "{lower} zei dat het niet mocht.",
    "Er is gebeld vanaf {phone} en vanaf {phone2}.",
    "Het adres is {address}, {postcode} in het dorp.",
    "BSN {bsn} staat in het dossier ({bsn2}).",
    "Geboren op {day}, dus {day2}.",
    "Mail: {mail}.",
    "De familie {last} woont aan de {street}.",
    "Volgens «{full}» ({initial}) is er niets aan de hand.",
    '{first} {last} zei: "ik ben {first}".',
    "Kind A en {first} speelden samen.",
    "Het gaat om {full}: {first} is vaak moe\n{first} eet niet.",
)


class Person(NamedTuple):
    """One invented person and every identifier of it."""

    first: str
    last: str
    birth: date
    street: str
    house: int
    postcode: str
    bsn: str
    phone: str
    mail: str

    def say(self, chance: random.Random) -> str:
        """A sentence about this person."""
        full = f"{self.first} {self.last}"
        day = self.birth
        months = (*("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september"),
                  *("oktober", "november", "december"))  # fmt: skip
        return chance.choice(FORMS).format(
            full=full, FULL=full.upper(), lower=full.lower(), first=self.first, last=self.last,
            initial=f"{self.first[0]}. {self.last}", street=self.street, address=f"{self.street} {self.house}",
            postcode=self.postcode, bsn=self.bsn, bsn2=f"{self.bsn[:3]}.{self.bsn[3:6]}.{self.bsn[6:]}",
            phone=self.phone, phone2=f"+31 {self.phone[1]} {self.phone[2:6]} {self.phone[6:]}", mail=self.mail,
            day=f"{day.day} {months[day.month - 1]} {day.year}", day2=f"{day.day}-{day.month}-{day:%y}",
        )  # fmt: skip

    def traces(self) -> list[str]:
        """What may be in no output, as it would stand there without case and accents."""
        digits = self.phone[1:]
        found = [f"{self.first} {self.last}", self.street, self.postcode, self.postcode.replace(" ", ""), self.bsn]
        found += [
            digits,
            f"{digits[0]} {digits[1:5]} {digits[5:]}",
            f"{self.bsn[:3]}.{self.bsn[3:6]}",
            self.mail,
            self.mail.split("@")[0],
        ]
        found += [self.birth.isoformat(), f"{self.birth.day}-{self.birth.month}-{self.birth:%y}"]
        return [bare(trace) for trace in found]


def bare(text: str) -> str:
    """Without case and accents, white space as single spaces."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(plain.split())


def person(chance: random.Random) -> Person:
    """An invented person."""
    first, last = chance.choice(FIRST), chance.choice(LAST)
    birth = date(2026, 1, 1) - timedelta(days=chance.randrange(400, 18000))
    letters = "".join(chance.choice("BCDFGHJKLMNPRSTVWXZ") for _ in "12")
    mail = f"{bare(first).replace(' ', '')}.q{chance.randrange(99)}@voorbeeld.example"
    phone = f"06{chance.randrange(10**7, 10**8)}"
    street, house = chance.choice(STREETS), chance.randrange(1, 300)
    return Person(
        first, last, birth, street, house, f"{chance.randrange(1000, 9999)} {letters}", _bsn(chance), phone, mail
    )


def _bsn(chance: random.Random) -> str:
    while True:
        digits = [chance.randrange(10) for _ in range(8)]
        total = sum(digit * (9 - place) for place, digit in enumerate(digits))
        if digits[0] and total % 11 < 10 and total % 11 == (last := total % 11):
            return "".join(map(str, digits)) + str(last)


def dossier(found: Flow, seed: int) -> tuple[Case, list[Person]]:
    """Every question answered; every text names the persons of the dossier."""
    chance = random.Random(seed)  # noqa: S311  # the same dossier for the same seed
    people = [person(chance) for _ in range(chance.randrange(1, 5))]

    def say(_place: str) -> str:
        return " ".join(chance.choice(people).say(chance) for _ in range(chance.randrange(1, 4)))

    answers: dict[str, Value] = everything(found, say)
    roles = ("kind", "ouder", "partner", "ander")
    answers["personen"] = tuple(
        {"rol": chance.choice(roles), "naam": f"{one.first} {one.last}", "geboortedatum": one.birth.isoformat(),
         "adres": f"{one.street} {one.house}, {one.postcode}", "bsn": one.bsn, "telefoon": one.phone,
         "gemeente": "Utrecht"}
        for one in people
    )  # fmt: skip
    me = person(chance)
    answers |= {"eigen_naam": f"{me.first} {me.last}", "eigen_telefoon": me.phone, "eigen_email": me.mail}
    answers |= {"gemeente": "Utrecht", "eigen_organisatie": "Openbare school De Zonnewijzer"}
    return by_hand(found, answers), [*people, me]


def all_along(case: Case, memo: Memo) -> Decided:
    """Every text taken along, and every marked word replaced: what a person might decide who wants to send all."""
    found = review(*case, {}, memo).texts
    decided = {("text", text.place.subject): ("take", "") for text in found}
    return {**decided, **{("word", mark.text): ("replace", "") for text in found for mark in text.open}}


def data_of(seed: int) -> tuple[Request, list[Person]]:
    """The advice of one generated dossier with every text taken along, and its persons."""
    case, people = dossier(flow(FLOWS[seed % len(FLOWS)]), seed)
    memo: Memo = {}
    return build(*case[:2], "advice", case.today, decided=all_along(case, memo), memo=memo), people


def found_in(files: Mapping[str, bytes], people: Iterable[Person]) -> list[tuple[str, str]]:
    """Traces of these persons in files, searched for in another way than the program does."""
    words = {name: bare(f"{name}\n{words_of(name, content)}") for name, content in files.items()}
    traces = {trace for one in people for trace in one.traces()}
    return [(name, trace) for name, text in words.items() for trace in traces if trace in text]
