"""The app in a real browser: somebody opens the page, answers, and gets the files; and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

from tests.chromium import DEADLINE, PROGRAM, browsing
from tests.test_serving import left_in, served

ANSWERS = Path(__file__).parents[1] / "flows" / "voorbeelden" / "onderwijs-melding.yaml"


async def _work(folder: Path) -> set[str]:
    async with served() as (address, _process), browsing(folder / "profile") as browser:
        page = await browser.open(address, folder)
        first = await page.until("Waar werkt u?")
        assert "Hier wordt niets bewaard" in first
        await page.press("4")
        await page.until("█ Is er op dit moment direct gevaar voor iemand?")
        await page.press("2")
        await page.until("(•) Nee")
        await page.press("F8")
        await page.until("Om wie maakt u zich zorgen?")
        await page.press("F6")
        await page.press("F12")
        assert "zorgen" not in await page.until("Enter")
        await page.press("Enter")
        await page.until("Om wie maakt u zich zorgen?")
        return {seen.split("/")[2] for seen in page.seen} - {address.split("/")[2]}


@pytest.mark.heavy
@pytest.mark.skipif(not PROGRAM, reason="there is no Chromium on this computer")
def test_somebody_answers_in_a_browser_and_nothing_is_kept_or_fetched_elsewhere(tmp_path: Path) -> None:
    assert asyncio.run(_work(tmp_path)) == set()
    assert left_in(os.environ["MELDCODE_HOME"]) == []


async def _fetch(folder: Path) -> None:
    prepared = served("onderwijs", "--answers", str(ANSWERS))
    async with prepared as (address, _process), browsing(folder / "profile") as browser:
        page = await browser.open(address, folder)
        await page.until("klaar om te maken")
        await page.press("F4")
        await page.until("Melding: met namen")
        await page.press("F8")
        await page.until("Schrijf de bestanden")
        await page.press("F8")
        await page.until("Opgehaald door uw browser")
        async with asyncio.timeout(DEADLINE):
            await browser.downloaded.wait()


@pytest.mark.heavy
@pytest.mark.skipif(not PROGRAM, reason="there is no Chromium on this computer")
def test_the_files_of_a_request_come_as_one_download(tmp_path: Path) -> None:
    asyncio.run(_fetch(tmp_path))
    (found,) = tmp_path.glob("*.zip")
    assert zipfile.is_zipfile(found)
    assert left_in(os.environ["MELDCODE_HOME"]) == []
