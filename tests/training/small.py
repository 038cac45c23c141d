"""A small practice case for tests. Everything in it is invented; it is short and not meant to teach anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from meldcode.flow.model import Flow
from meldcode.training.case import Case
from meldcode.training.reading import read_case

SMALL = """\
case: klein_geval
title: Het rode boekje
version: "1"
flow: onderwijs
flow_version: "2026.3"
practice: true
today: 2026-03-09
minutes: 20
role: U bent leerkracht van groep 4.
setting: Dit is verzonnen. U kent kind A sinds augustus.
people:
  - {who: kind A, about: Meisje van 7 uit uw klas.}
  - {who: ouder B, about: De moeder. Zij heeft gezag.}
sources:
  lesboek: {title: Verzonnen lesboek, year: 2026}
stages:
  - stage: maandag
    step: signalen
    title: Maandagochtend
    fragments:
      - {kind: sign, text: Kind A huilt bij het weggaan.}
      - {kind: against, text: Ouder B lacht en zwaait.}
      - {kind: distracts, text: De fiets van kind A is stuk.}
    weigh:
      - ask: acuut_gevaar
        answer: nee
        why: U ziet niemand die nu hulp nodig heeft.
        source: rijksoverheid
        tempting: {answer: ja, why: U schrikt van het huilen.}
      - ask: vermoeden
        answer: onbekend
        text: Denkt u nu aan een vermoeden?
        why: U weet nog weinig.
        source: [afwegingskader_basis, lesboek]
        tempting: {answer: nee, why: U wilt er niet aan.}
    discuss:
      - Wat zag u, en wat dacht u erbij?
      - Wie zou u dit vertellen?
    expect: {outcome: overleg_amhk}
  - stage: dinsdag
    step: beslissen
    title: Dinsdagmiddag
    fragments:
      - {kind: sign, text: Kind A durft niet naar huis.}
      - {kind: fact, text: Het is half vier.}
    weigh:
      - {ask: vermoeden, answer: ja, why: Nu wel., source: afwegingskader_basis}
      - {ask: acuut_onveilig, answer: ja, why: Kind A is bang voor vandaag., source: afwegingskader_basis}
variants:
  - variant: anders
    title: Kind A gaat graag naar huis
    text: Het huilen ging over de fiets.
    answers: {vermoeden: nee, acuut_onveilig: nee}
    expect: {outcome: afsluiten}
    why: Dan is er geen vermoeden.
    source: afwegingskader_basis
  - variant: gevaar
    title: Er is nu gevaar
    text: Ouder B staat te schreeuwen op de gang.
    answers: {acuut_gevaar: ja}
    expect: {outcome: melden}
    why: Dan gaat hulp voor.
    source: rijksoverheid
discuss:
  - Wat neemt u mee?
answers:
  acuut_gevaar: nee
  betrokkene: kind
  disclosure: nee
  dader_beroepskracht: nee
  vermoeden: ja
  acuut_onveilig: ja
expect: {outcome: melden}
"""
"""Two stages with two weighings each (`vermoeden` in both), two variants, a source of its own."""


def small_file(folder: Path) -> Path:
    """The small case as a file in this folder."""
    path = folder / "klein_geval.yaml"
    path.write_text(SMALL, "utf-8")
    return path


def small_case(folder: Path) -> tuple[Case, Flow]:
    """The small case, and the flow of education in which it is walked."""
    return read_case(small_file(folder))


class Clock:
    """A clock that stands still until a test moves it. UTC."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float = 0, minutes: float = 0, hours: float = 0) -> None:
        """Let time go by."""
        self.now += timedelta(seconds=seconds, minutes=minutes, hours=hours)
