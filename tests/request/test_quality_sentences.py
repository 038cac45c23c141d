"""Which sentences the quality check asks about and which it leaves alone, as teachers and youth workers write.

All sentences are invented, and so is everybody in them.
"""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.flow.model import Entry
from meldcode.request.codes import DATA
from meldcode.request.quality import Doubt, doubts
from meldcode.request.quality_sentences import fold, sentences
from tests.request.cases import TODAY, by_hand, flow

LANGUAGE = {"opinion_without_owner", "opinion_in_fact", "hypothesis_not_marked", "clinical_word", "hard_sentence"}


def asked(text: str, source: str = "zelf_gezien", field: str = "feit", profession: str = "onderwijs") -> list[Doubt]:
    """The doubts about the language of one fact in a report."""
    fact: Entry = {"datum": "2026-02-10", "bron": source, "feit": "Kwam om tien uur binnen.", field: text}
    case = by_hand(
        flow(profession), {"signalen": (fact,), "krachten": "Oma past vaak op en het kind gaat er graag heen."}
    )
    return [doubt for doubt in doubts(case.flow, case.position, "report", TODAY) if doubt.id in LANGUAGE]


def kinds(text: str, source: str = "zelf_gezien", field: str = "feit", profession: str = "onderwijs") -> list[str]:
    return [doubt.id for doubt in asked(text, source, field, profession)]


HEARSAY = """
Er wordt gezegd dat vader drinkt.
Er wordt verteld dat het thuis vaak misgaat.
Men zegt dat de moeder de kinderen alleen laat.
Het schijnt dat de politie er al twee keer is geweest.
Vader schijnt in het weekend veel te drinken.
Iedereen weet dat het in dat gezin niet goed gaat.
In de buurt wordt verteld dat de kinderen ’s nachts buiten zijn.
Volgens anderen slaat hij de hond ook.
Er gaan verhalen over schulden.
Naar verluidt is de vader uit huis geplaatst.
Ik hoorde dat er weer politie aan de deur was.
We hebben gehoord dat het zusje niet meer thuis woont.
Iedereen op school zegt het: iedereen ziet dat hij bang is.
Het gerucht gaat dat er wordt gehandeld vanuit de woning.
MEN ZEGT DAT DE KINDEREN ALLEEN THUIS ZIJN.
Via via kwam bij ons dat zij niet naar school mag.
Het is algemeen bekend dat er ruzies zijn.
In de wandelgangen gaat het over een nieuwe vriend van moeder.
Er wordt beweerd dat opa vroeger sloeg.
Volgens geruchten is moeder al weken weg.
"""
OWNED = """
De buurvrouw zei dat vader veel drinkt.
Volgens de buurvrouw huilt de baby elke avond lang.
Er werd verteld door een oom dat de kinderen bij hem slapen.
De zon schijnt de hele dag in het lokaal.
Het licht schijnt onder de deur door.
Ik hoorde van de gymleraar dat zij niet meedeed.
Ik hoorde geschreeuw op de gang, liep ernaartoe en zag kind A zitten.
De moeder vertelde dat er ’s avonds ruzie is.
Kind A zei: «Iedereen weet dat mijn vader gek is.»
Ouder B zegt dat men in de buurt over hen praat.
De wijkagent meldde dat er twee keer is gebeld.
Iedereen was al naar binnen toen zij aankwam.
Mensen van het zwembad belden de school om half vier.
Anderen stonden erbij en keken.
Er wordt thuis Pools gesproken.
Er werd gebeld en daarna opgehangen.
In de brief van de woningbouw staat dat er een achterstand is.
Oma vertelt dat het schijnt te gaan om geld.
“Men zegt zoveel”, antwoordde de vader.
Volgens de leerplichtambtenaar is er acht keer verzuimd.
"""
OPINION = """
Moeder reageerde agressief.
Het kind ziet er verwaarloosd uit.
Hij is een zielig jongetje.
Moeder doet raar als we bellen.
Zij is een slechte moeder.
Volgens mij slaapt hij te weinig.
Ik denk dat hij honger had.
Ik vind dat vader te laat komt ophalen.
Dat is denk ik de reden dat ze niet kwam.
De vader is onbetrouwbaar.
Het is een asociaal gezin.
Moeder liegt over het ontbijt.
Kind A was weer brutaal en liep weg.
Vader was labiel aan de telefoon.
Ze heeft een rare vriend.
Ik heb het gevoel dat er thuis iets speelt.
Het jongetje is verwend.
Vader is gek.
Ik vond dat moeder koel deed.
De ouders zijn lui en onverschillig.
Mijn indruk is dat zij elkaar ontwijken.
Hij gedraagt zich vreemd in de pauze.
"""
SEEN = """
Hij zei: «mijn vader is gek».
Kind A zei: 'Mijn moeder is raar.'
“Jij bent zielig”, riep de vader vanaf de straat.
Zij noemde haar zoon een lui kind.
De moeder vindt haar dochter brutaal.
Volgens de juf was hij agressief in de gym.
Kind A is gek op dieren.
Ik vond haar in de gang, zij zat op de grond.
Ik vond een briefje in zijn tas.
Kwam drie keer zonder jas, het vroor.
Sloeg met de vlakke hand op tafel en riep drie keer ‘ga weg’.
Had een trui aan met gaten en rook naar urine.
Droeg vier dagen dezelfde broek met vlekken.
Huilde een kwartier en zei daarna niets meer.
Moeder haalde haar schouders op en keek weg.
Zij viel in slaap tijdens het rekenen.
Vader trok haar aan haar arm mee naar de auto.
Hij kreeg zijn zin niet en gooide een stoel om.
De leerkracht van groep vier vertelde dat kind B agressief was.
Lachte, speelde tikkertje en at zijn brood op.
Het rare geluid kwam volgens de conciërge uit de kelder.
At in de pauze twee boterhammen van een klasgenoot.
"""
CONCLUSION = """
Kind A is thuis mishandeld.
Kind A wordt geslagen door zijn vader.
De kinderen worden thuis mishandeld.
Het is duidelijk dat er thuis geweld is.
Zij is seksueel misbruikt.
Het verzuim komt door de ruzies thuis.
Dat hij moe is, komt doordat hij ’s nachts oppast.
Hij heeft dus thuis geen bed.
Het staat vast dat vader dit heeft gedaan.
Moeder mishandelt haar zoon.
De blauwe plek is veroorzaakt door een riem.
Het kan niet anders dan dat zij dit vaker meemaakt.
Zonder twijfel speelt drank een rol.
De stilte is het gevolg van de scheiding.
Vader verwaarloost de kinderen.
Zij is slachtoffer van haar broer.
Duidelijk is dat moeder het niet aankan.
Het meisje wordt elke avond opgesloten.
De wond is toegebracht door een volwassene.
Ongetwijfeld gebeurt dit vaker.
Zijn gedrag is dus een roep om hulp.
"""
RESERVED = """
Mogelijk is kind A thuis mishandeld.
Ik weet niet of hij wordt geslagen.
Kind A vertelde dat hij wordt geslagen door zijn vader.
Volgens het meisje wordt zij vaak opgesloten.
Het lijkt of hij bang is om naar huis te gaan.
Wordt kind A thuis geslagen?
«Ik word geslagen door papa», zei kind A.
Het is niet duidelijk dat dit vaker gebeurt.
Kind A kwam door de achterdeur naar binnen.
Zij komt door de gang aanlopen en draait zich om.
Het verzuim zou kunnen komen doordat zij oppast.
Vader duwde haar tegen de muur.
Kind A werd op het plein geslagen door een oudere jongen.
De arts vertelde dat de wond niet past bij een val.
Hij heeft een nieuwe fiets en laat die aan iedereen zien.
De hond is door een auto aangereden en leeft nog.
Ouder B zei dat het slechte slapen komt door de warmte.
Er is geen bewijs dat kind A wordt mishandeld.
Zij kwam door de regen te laat op school, vertelde zij.
De leerlingen hadden dus vrij die middag.
"""
CLINICAL = """
Kind A heeft ADHD.
Moeder is depressief.
Vader is een narcist.
Hij is autistisch en wil niet praten.
Zij heeft een hechtingsstoornis.
Moeder heeft borderline.
Vader was psychotisch toen hij op school kwam.
Het kind heeft een trauma.
Zij is getraumatiseerd.
Er is PTSS bij de vader.
Ouder B is alcoholist.
De broer is schizofreen.
Kind A toont autistische trekken.
Moeder is manisch.
Vader is verslaafd.
Ze zit in een depressie.
De Moeder Is Depressief.
Hij heeft een gedragsstoornis.
Dit gezin heeft traumatische jaren achter zich.
Zij heeft anorexia.
"""
DIAGNOSED = """
De huisarts stelde ADHD vast.
Volgens de huisarts is moeder depressief.
De diagnose van de kinderpsychiater is autisme.
Moeder vertelde dat zij borderline heeft.
Kind A zei: «Mama heeft een depressie.»
In het dossier staat dat hij PTSS heeft.
Bij de ggz is een hechtingsstoornis gezien.
De psycholoog sprak van een trauma.
Vader noemde zichzelf alcoholist.
Een kinderarts heeft autisme vastgesteld.
Oma vertelde dat opa verslaafd was.
Zij nam narcissen mee voor de juf.
De brief van het ziekenhuis noemt anorexia.
Hij plukte een bos narcissen uit de tuin.
De jeugdarts onderzocht haar. Zij heeft ADHD.
Volgens ouder C heeft ouder D een psychose gehad.
De orthopedagoog noemde een gedragsstoornis.
Zij volgt les op de afdeling verpleging.
De school heeft een rapport over zijn autisme.
Een behandelaar vertelde over de psychose.
"""
HARD = """
Toen ik die ochtend in de klas kwam zag ik dat kind A op de grond zat met zijn jas nog aan terwijl de rest las.
Er is sprake van parentificatie.
De problematiek speelt al jaren.
Wij zien pedagogische onmacht bij beide ouders.
Het kind laat externaliserend gedrag zien.
De emotieregulatie vraagt aandacht.
Zij zit in een loyaliteitsconflict.
Wij willen systeemgericht werken.
De draagkracht is klein.
Opvoedingsondersteuning, verslavingsproblemen en gedragsproblemen wisselden elkaar af.
Er is comorbiditeit.
De ouder-kindinteractie is symbiotisch.
"""
PLAIN = """
Kind A kwam om tien uur binnen en ging zitten.
Ik vroeg wat er was. Zij zei niets. Daarna ging zij naar buiten.
De aandachtsfunctionaris en de gedragswetenschapper waren erbij.
Op maandag had zij geen brood mee; op dinsdag en woensdag ook niet; op donderdag bracht oma brood.
Vader belde om 16.20 uur, bijv. om te zeggen dat hij later kwam, en daarna nog eens.
Hij zei: «Ik wil niet naar huis want daar is ruzie en dan ga ik naar boven en blijf daar tot het stil is en slaap.»
De jeugdgezondheidszorg belde over de afspraak.
Het wijkteam en de school spreken elkaar elke maand.
De moeder bracht een tas met kleren.
Kind A, kind B en ouder C stonden bij de deur.
Zij kreeg hulp van de jeugdverpleegkundige.
Op 3 maart was er een gesprek van een uur.
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        *(("opinion_without_owner", line) for line in lines(HEARSAY)),
        *(("opinion_in_fact", line) for line in lines(OPINION)),
        *(("hypothesis_not_marked", line) for line in lines(CONCLUSION)),
        *(("clinical_word", line) for line in lines(CLINICAL)),
        *(("hard_sentence", line) for line in lines(HARD)),
    ],
)
def test_a_sentence_that_needs_a_question_gets_that_one(kind: str, sentence: str) -> None:
    assert kinds(sentence) == [kind]


@pytest.mark.parametrize(
    "sentence",
    [line for text in (OWNED, SEEN, RESERVED, DIAGNOSED, PLAIN) for line in lines(text)],
)
def test_a_good_sentence_gets_no_question(sentence: str) -> None:
    assert kinds(sentence) == []


def test_every_listed_word_is_written_as_texts_are_compared() -> None:
    lists = tomllib.loads((DATA / "quality" / "words.toml").read_text("utf-8"))
    phrases = [part for held in lists.values() for part in (held.split() if isinstance(held, str) else held)]
    listed = [word for phrase in phrases for word in phrase.split()]
    assert len(listed) > 500
    for word in listed:
        assert word == "~" or [read.words for read in sentences(word)] == [(word,)], word


@given(st.text())
def test_folding_keeps_every_sign_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.sampled_from("ab .!?'\"«»“”„‘’\n;é")))
def test_no_word_outside_a_quotation_is_lost_or_made_up(text: str) -> None:
    read = "".join(word for sentence in sentences(text) for word in sentence.written())
    letters = [sign for sign in text if sign.isalpha()]
    assert all(word in fold(text) for sentence in sentences(text) for word in sentence.words)
    assert len(read) <= len(text)
    if not set(text) & set("'\"«»“”„‘’"):
        assert [sign for sign in read if sign.isalpha()] == letters
