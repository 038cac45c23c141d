// The code first, then the terminal of textual.js on a connection that comes back by itself.
"use strict";
(() => {
  const body = document.body, terminal = document.getElementById("terminal"), field = document.getElementById("code");
  const said = document.getElementById("said"), why = document.getElementById("why");
  const again = document.getElementById("again"), go = document.getElementById("go");
  const wall = body.dataset.wall === "yes";
  const ASK = 6000, DEAD = 10000, SOONEST = 500, LATEST = 8000, LONGEST = 256; // milliseconds; signs

  // what is remembered: for this page the token; for the browser the code of last time, and the token that goes with
  // it, so that somebody who closed it comes back where they were
  const store = (area, name, value) => {
    try {
      const box = window[area], key = (wall ? "oefening.muur." : "oefening.") + name;
      if (value === undefined) return box.getItem(key) || "";
      if (value) box.setItem(key, value); else box.removeItem(key);
    } catch { /* a browser that keeps nothing: then the code is asked again */ }
    return value || "";
  };
  const plain = (code) => code.replace(/[\s-]/g, "").toUpperCase();
  let token = store("sessionStorage", "token"), code = store("sessionStorage", "code");
  const forget = () => { token = store("sessionStorage", "token", ""); if (code) store("localStorage", "van." + code, ""); };
  const remember = (value) => {
    token = store("sessionStorage", "token", value);
    store("sessionStorage", "code", code);
    store("localStorage", "code", code);
    if (!wall) store("localStorage", "van." + code, value);
  };

  const letters = () => {
    // at most 22 lines on a wall, that reads at five metres; a letter is 0.6 as wide as it is high, and a line 1.32
    const [narrow, sixty, eighty] = [44, 60, 80].map((columns) => Math.floor(window.innerWidth / columns / 0.6));
    if (wall) return Math.max(10, Math.min(sixty, Math.ceil(window.innerHeight / 22 / 1.32)));
    return eighty >= 12 ? Math.min(17, eighty) : Math.max(9, Math.min(15, narrow)); // a telephone: 40 columns will do
  };
  const size_of_letters = letters();
  terminal.dataset.fontSize = String(size_of_letters);
  terminal.dataset.sessionWebsocketUrl = "ws";

  const show = (state) => {
    if (body.dataset.state === state) return;
    body.dataset.state = state;
    focus();
  };
  const focus = () => {
    const first = { code: field, told: again, terminal: document.querySelector(".xterm-helper-textarea") }[body.dataset.state];
    if (!first || first.hidden) return;
    // where fingers point there is no keyboard to type on: one on the screen would cover half of it
    if (body.dataset.state === "terminal" && matchMedia("(pointer: coarse)").matches) first.inputMode = "none";
    first.focus();
  };
  window.addEventListener("focus", focus);
  const tell = (words, button) => {
    why.textContent = words;
    again.hidden = !button;
    show("told");
  };
  const ask = (words) => {
    said.textContent = words || "";
    field.value = field.value || code || store("localStorage", "code");
    show("code");
  };

  // the connection
  const Real = window.WebSocket;
  let line = null, real = null, size = { width: 80, height: 24 }, heard = 0, asked = 0, tries = 0, timer = 0;
  let done = false, farewell = "";

  const connect = () => {
    clearTimeout(timer);
    if (!line || !token || real) return;
    const at = new URL("ws", location.href);
    at.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    at.hash = "";
    at.search = new URLSearchParams({ token, width: size.width, height: size.height });
    const one = real = new Real(at.href);
    one.binaryType = "arraybuffer";
    asked = heard = Date.now();
    one.onopen = () => { if (one === real) { heard = Date.now(); line.dispatchEvent(new Event("open")); } };
    one.onmessage = (event) => { if (one === real) { heard = Date.now(); take(event.data); } };
    one.onclose = () => { if (one === real) lost(); };
  };
  const drop = () => { const one = real; real = null; if (one) one.close(); };
  const lost = () => {
    drop();
    if (done) return;
    tell(farewell || body.dataset.lost, false);
    later();
  };
  const later = () => {
    clearTimeout(timer);
    const wait = Math.min(LATEST, SOONEST * 2 ** tries++);
    timer = setTimeout(connect, wait + Math.random() * wait / 2); // not all thirty at the same moment
  };
  const now = () => { if (!real && token && !done) { tries = 0; connect(); } };
  const take = (data) => {
    if (typeof data !== "string") {
      tries = 0;
      farewell = "";
      show("terminal");
      line.dispatchEvent(new MessageEvent("message", { data }));
      return;
    }
    const [kind, words] = JSON.parse(data);
    if (kind === "again") { // not known any more: in with the same code, if that is still the code
      forget();
      drop();
      if (code && !entered) enter(code, words); else ask(words);
    } else if (kind === "told") {
      done = true;
      tell(words, true);
    } else if (kind === "over") {
      done = true;
      forget();
      tell(words, false);
    } else if (kind === "stopped") {
      farewell = words + " " + body.dataset.retry;
      tell(farewell, false);
    }
  };
  setInterval(() => { // a laptop that slept leaves a connection that seems open and hears nothing any more
    if (!real) return;
    if (real.readyState === Real.CONNECTING || heard < asked) {
      if (Date.now() - asked > DEAD) lost();
    } else if (Date.now() - asked >= ASK) {
      asked = Date.now();
      real.send(JSON.stringify(["ping", ""]));
    }
  }, ASK / 2);
  window.addEventListener("online", now);
  window.addEventListener("pageshow", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });

  // what textual.js takes for its socket: it never closes, and what is typed while there is no connection is left out
  window.WebSocket = class Line extends EventTarget {
    constructor(address) {
      super();
      line = this;
      const about = new URL(address, location.href).searchParams;
      size = { width: about.get("width"), height: about.get("height") };
      setTimeout(begin); // once it listens
    }
    send(data) {
      const [kind, about] = JSON.parse(data);
      if (kind === "resize") { size = about; fitted(); }
      if (kind === "ping" || kind === "focus" || kind === "blur" || (kind === "stdin" && about.length > LONGEST)) return;
      if (real && real.readyState === Real.OPEN) real.send(data);
    }
  };
  let resized = 0;
  const fitted = () => { // textual.js takes the size of its letters once
    clearTimeout(resized);
    if (wall && Math.abs(letters() - size_of_letters) > 1)
      resized = setTimeout(() => { if (real && real.readyState === Real.OPEN) location.reload(); }, 400);
  };
  const begin = () => { if (token) connect(); else ask(); };

  // the code
  let entered = false;
  const enter = async (given, before) => {
    entered = true;
    code = plain(given);
    if (!code) { ask(body.dataset.empty); return; }
    const mine = before || wall ? "" : store("localStorage", "van." + code);
    if (mine) { remember(mine); entered = false; show("wait"); connect(); return; }
    go.disabled = true;
    let answer;
    try {
      const about = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code, wall }) };
      answer = await (await fetch("join", about)).json();
    } catch { answer = { error: body.dataset.away }; }
    go.disabled = false;
    if (!answer.token) { ask(before || answer.error); field.select(); return; }
    remember(answer.token);
    entered = false;
    tries = 0;
    show("wait");
    connect();
  };
  document.getElementById("form").addEventListener("submit", (event) => { event.preventDefault(); enter(field.value, ""); });
  again.addEventListener("click", () => { done = false; drop(); show("wait"); connect(); });
})();
