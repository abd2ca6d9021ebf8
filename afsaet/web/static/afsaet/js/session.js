/* Nobody is logged out unawares. Two minutes before the session ends the line #session says so, with a button that
   asks the server for something; when it has ended the line says that, and what is typed stays on the page and is
   handed in, so that it stands in the form again after the log-in. The server is asked how long is left, without
   that counting as activity: another window may have been used meanwhile. */
(() => {
  "use strict";

  const line = document.getElementById("session");
  if (!line) return;

  const WARN = 120;
  const AGAIN = 15;
  const typed = new Set();
  let timer;
  let says = "";
  let at = "";
  let over = false;

  const show = (what, fill) => {
    if (says === what) return;
    says = what;
    const template = document.getElementById(`session-${what}`);
    const content = template ? template.content.cloneNode(true) : document.createDocumentFragment();
    if (fill) fill(content);
    line.replaceChildren(content);
  };

  const owned = () =>
    [...document.querySelectorAll("form[method=post]")].filter(
      (form) =>
        form.querySelector("input[name=owner]") &&
        (typed.has(form) || document.querySelector("[data-error-summary]")),
    );

  const pageOf = (form) => {
    const address = new URL(form.getAttribute("action"), window.location.href);
    return address.pathname;
  };

  /* Where to come back to, and whether everything typed is with the server. */
  const handIn = async () => {
    const forms = owned();
    let back = window.location.pathname + window.location.search;
    let kept = true;
    for (const form of forms) {
      back = pageOf(form);
      try {
        const address = `${line.dataset.keep}?side=${encodeURIComponent(back)}`;
        const body = new FormData(form);
        kept = (await fetch(address, { method: "POST", body, redirect: "error" })).ok && kept;
      } catch {
        kept = false;
      }
    }
    return { back, says: forms.length ? (kept ? "kept" : "here") : "over", kept };
  };

  const leave = async (event) => {
    event.preventDefault();
    const done = await handIn();
    if (done.kept) window.location.assign(`${line.dataset.logIn}?next=${encodeURIComponent(done.back)}`);
    else sayOver(done);
  };

  const sayOver = (done) =>
    show(done.says, (content) => {
      const link = content.querySelector("a");
      link.href = `${line.dataset.logIn}?next=${encodeURIComponent(done.back)}`;
      link.addEventListener("click", leave);
    });

  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(look, seconds * 1000);
  };

  const ended = async () => {
    later(60);
    if (over) return;
    over = true;
    sayOver(await handIn());
  };

  const warn = (when) => {
    if (at !== when) says = "";
    at = when;
    show("warning", (content) => {
      content.querySelector("[data-at]").textContent = when;
      content.querySelector("[data-stay]").addEventListener("click", stay);
    });
  };

  const told = (answer) => {
    if (answer.left <= 0) return ended();
    over = false;
    if (answer.left > WARN + 1) {
      show("");
      later(answer.left - WARN);
    } else {
      warn(answer.at);
      later(Math.min(AGAIN, answer.left + 1));
    }
  };

  const ask = async (headers) => {
    const response = await fetch(line.dataset.ask, { headers, redirect: "error" });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  const look = async () => {
    try {
      told(await ask({ "X-Background": "1" }));
    } catch {
      later(AGAIN);
    }
  };

  const stay = async () => {
    try {
      told(await ask({}));
      document.getElementById("main").focus();
    } catch {
      later(AGAIN);
    }
  };

  const note = (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) typed.add(form);
  };

  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("session:look", look);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
  window.addEventListener("pageshow", (event) => event.persisted && look());
  later(Math.max(1, Number(line.dataset.left) - WARN));
})();
