"""The page of a group in a real browser: the code, coming back, a trainer who stops and goes on, and the wall."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

from tests.chromium import DEADLINE, PROGRAM, Browser, Page, browsing
from tests.training.afternoon import GOOD, Afternoon, afternoon

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(not PROGRAM, reason="there is no Chromium on this computer"),
]
_SEEN = """new Promise((resolve) => { const look = () => {
    const one = [...document.querySelectorAll(".notice")].filter((part) => part.offsetParent || part.offsetHeight);
    const text = one.map((part) => part.innerText).join("\\n");
    if (text.includes(%s)) resolve(text); else requestAnimationFrame(look); }; look(); })"""


async def notice(page: Page, words: str) -> str:
    """What stands before the terminal as soon as these words do."""
    return str(await page.js(_SEEN % json.dumps(words)))


async def enter(page: Page, code: str) -> None:
    await page.js(f"document.getElementById('code').value = {json.dumps(code)}")
    await page.js("document.getElementById('form').requestSubmit()")


async def shown(page: Page, words: str) -> str:
    """What stands in the terminal as soon as these words do, and it can be seen."""
    text = await page.until(words)
    state = "new Promise((go) => { const look = () => document.body.dataset.state === 'terminal' ? go(1) : "
    await page.js(state + "requestAnimationFrame(look); look(); })")
    return text


def run(folder: Path, work: Callable[[Afternoon, Browser], Any]) -> None:
    async def go() -> None:
        async with afternoon(folder) as now, browsing(folder / "profile") as browser:
            await work(now, browser)

    asyncio.run(go())


def test_somebody_takes_part_and_comes_back_where_they_were(tmp_path: Path) -> None:
    async def work(now: Afternoon, browser: Browser) -> None:
        page = await browser.open(now.base, tmp_path)
        first = await notice(page, "De code van de trainer")
        assert "OEFENING" in first
        assert "0800-2000 · 112" in first
        assert await page.js("document.activeElement.id") == "code"
        await enter(page, "")
        await notice(page, "Vul eerst de code in.")
        await enter(page, "XXXXX")
        await notice(page, "klopt niet")
        await enter(page, GOOD.lower())
        await shown(page, "mijn antwoord: geen.")
        await page.press("2")
        await page.until("mijn antwoord: nee.")
        await page.ask("Page.reload")  # this page remembers who it was
        await page.js("new Promise((go) => document.readyState == 'complete' ? go() : addEventListener('load', go))")
        await shown(page, "mijn antwoord: nee.")
        again = await browser.open(now.base, tmp_path)  # and the browser knows the code of last time
        await notice(again, "De code van de trainer")
        assert await again.js("document.getElementById('code').value") == GOOD
        await again.press("Enter")
        await shown(again, "mijn antwoord: nee.")
        assert len(now.session.people) == 1
        assert {one.split("/")[2] for one in page.seen + again.seen} == {now.base.split("/")[2]}

    run(tmp_path, work)


def test_a_trainer_who_stops_and_goes_on_is_found_again_by_the_page_itself(tmp_path: Path) -> None:
    async def work(now: Afternoon, browser: Browser) -> None:
        page = await browser.open(now.base, tmp_path)
        await enter(page, GOOD)
        await shown(page, "mijn antwoord: geen.")
        await page.press("1")
        await page.until("ja.")
        await now.group.stop()
        assert "probeert het vanzelf opnieuw" in await notice(page, "De trainer heeft de bijeenkomst even gestopt.")
        await now.group.start("127.0.0.1", int(now.base.rsplit(":")[-1].strip("/")))
        await shown(page, "mijn antwoord: ja.")
        await page.press("2")
        await page.until("nee.")
        for line in list(now.group._open):  # pulled out of the wall
            assert line._req is not None
            assert line._req.transport is not None
            line._req.transport.abort()
        assert "antwoorden zijn bewaard" in await notice(page, "De verbinding is weg.")
        await shown(page, "mijn antwoord: nee.")
        await page.press("x")  # its app breaks
        assert "ValueError" in await notice(page, "niet aan u")
        await page.press("Enter")  # on the button
        await shown(page, "mijn antwoord: nee.")
        now.session.end()
        await now.group.stop()
        await notice(page, "De bijeenkomst is afgelopen.")
        assert await page.js("localStorage.length + sessionStorage.length") == 2, "the codes, and no token"

    run(tmp_path, work)


def test_the_wall_asks_the_code_once_and_never_shows_more_than_22_lines(tmp_path: Path) -> None:
    async def work(now: Afternoon, browser: Browser) -> None:
        page = await browser.open(now.base + "scherm", tmp_path)
        await notice(page, "pagina voor op de muur")
        await enter(page, GOOD)
        await shown(page, "op de muur")
        assert 17 <= await page.js("window.caught.terminal.rows") <= 22
        for width, height in ((1920, 1080), (1024, 768)):
            gone = asyncio.create_task(_gone(now))
            await page.ask(
                "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
            )
            async with asyncio.timeout(DEADLINE):
                await gone  # it is loaded again, with other letters
            await page.js(
                "new Promise((go) => document.readyState == 'complete' ? go() : addEventListener('load', go))"
            )
            await shown(page, "op de muur")
            assert 17 <= await page.js("window.caught.terminal.rows") <= 22, (width, height)
            assert await page.js("window.caught.terminal.cols") >= 60
        assert now.session.there == 0

    run(tmp_path, work)


async def _gone(now: Afternoon) -> None:
    """Waits until the connection that is open now is another one."""
    (before,) = now.group._open
    while not [one for one in now.group._open if one is not before]:
        await asyncio.sleep(0.01)  # the browser is another process: there is nothing to be called by
