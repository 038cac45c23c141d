"""Writing a request: the PDF beside a bare compile of one page by the same compiler, and every format together.

A report has as many pages as the case needs, and layout costs by the page: so the PDF is told per page as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from statistics import median
from time import perf_counter

import typst
from pypdf import PdfReader

from meldcode.request import content
from meldcode.request.fhir import to_fhir
from meldcode.request.pdf import to_pdf
from meldcode.request.sheet import sheet_pdf
from meldcode.request.text import to_text
from meldcode.request.word import to_docx
from tests.benchmarks.table import Row
from tests.request.cases import example

TIMES = 15
PAGE = '#set document(title: "Verzonnen")\n#set text(lang: "nl")\n' + "Een zin over wat er op school gebeurde. " * 70


def rows() -> Iterator[Row]:
    """Each taken in turn, so that a busy machine touches both alike."""
    case = example("onderwijs-melding")
    report, advice = case.request("report"), example("onderwijs-advies").request("advice")
    attached = content(report)
    makers: dict[str, Callable[[], object]] = {
        "bare": _bare,
        "report": lambda: to_pdf(report, attached),
        "advice": lambda: to_pdf(advice, content(advice)),
        "sheet": lambda: sheet_pdf(advice),
        "word": lambda: to_docx(report),
        "fhir": lambda: to_fhir(report, case.flow, case.position.answers),
        "text": lambda: to_text(report),
        "json": lambda: content(report),
    }
    seen: dict[str, list[float]] = {name: [] for name in makers}
    for _time in range(TIMES):
        for name, make in makers.items():
            seen[name].append(_timed(make))
    took = {name: median(times) for name, times in seen.items()}
    bare = took["bare"]
    for name, request in (("report", report), ("advice", advice)):
        pages = len(PdfReader(BytesIO(to_pdf(request, content(request)))).pages)
        yield Row(f"PDF of {name}, {pages} pages (beside a bare page)", took[name], bare)
        yield Row("  per page", took[name] / pages, bare, wanted=3 * bare)
    yield Row("call sheet, one page (beside a bare page)", took["sheet"], bare)
    every = sum(seen[name][0] for name in ("report", "word", "fhir", "text", "json"))
    yield Row("report in every format, the first time", every, bare, wanted=1_000.0)


def _bare() -> object:
    return typst.Compiler(PAGE.encode(), ignore_system_fonts=True).compile(format="pdf", pdf_standards=["a-3a", "ua-1"])


def _timed(run: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000
