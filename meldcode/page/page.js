// What textual.js leaves to the page: where its socket is, letters that fit, the focus, and one download at a time.
"use strict";
(() => {
  const body = document.body, terminal = document.getElementById("terminal");
  const socket = new URL("ws", location.href.replace(/[?#].*$/, ""));
  socket.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = socket.href;
  // 80 columns when they fit; a letter is 0.6 as wide as it is high
  terminal.dataset.fontSize = String(Math.max(10, Math.min(17, Math.floor((window.innerWidth - 20) / 80 / 0.6))));

  const open = () => body.classList.contains("-first-byte") && !body.classList.contains("-closed");
  const focus = () => {
    const field = document.querySelector(body.classList.contains("-closed") ? "#again" : ".xterm-helper-textarea");
    if (field) field.focus();
  };
  new MutationObserver(focus).observe(body, { attributes: true, attributeFilter: ["class"] });
  window.addEventListener("focus", focus);
  window.addEventListener("beforeunload", (event) => { if (open()) event.preventDefault(); });
  document.getElementById("again").addEventListener("click", () => location.reload());

  // a window that opens by itself is what browsers stop; a link that is followed is not
  const window_open = window.open.bind(window);
  window.open = (address, ...rest) => {
    const at = new URL(address, location.href);
    if (!at.pathname.startsWith("/download/")) return window_open(address, ...rest);
    const link = document.createElement("a");
    link.href = at.pathname;
    link.download = "";
    link.click();
    return null;
  };
})();
