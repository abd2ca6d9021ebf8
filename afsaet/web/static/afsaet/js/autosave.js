/* Saves what is written, a few seconds after the last change, on the server and nowhere else.
   <form data-autosave="/address/"> … <p data-saved role="status"></p>. Answers: 2xx saved; 4xx final until
   the next change (logged out, closed, too long); anything else is tried again until it succeeds. */
(() => {
  "use strict";

  const PAUSE = 2500;
  const AGAIN = 5000;
  const LOST =
    "Vi mangler forbindelse. Luk ikke siden. Det, I har skrevet, sendes, når nettet er tilbage.";
  const CLOSED = "Det kunne ikke gemmes. Kopiér det, du har skrevet, og log ind igen.";
  const waiting = new Map();

  const lineOf = (form) => form.querySelector("[data-saved]");
  const text = (form, key, fallback) => form.dataset[key] || fallback;

  const say = (form, words) => {
    const line = lineOf(form);
    if (line && line.textContent !== words) line.textContent = words;
  };

  const clock = () => {
    const now = new Date();
    return `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
  };

  const later = (form, after) => {
    const state = waiting.get(form) || { dirty: 0, saving: false };
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(form), after);
    waiting.set(form, state);
  };

  const answered = (form, state, version, response) => {
    if (response.ok) {
      say(form, `${text(form, "savedText", "Gemt kl.")} ${response.headers.get("X-Saved-At") || clock()}`);
      if (state.dirty === version) waiting.delete(form);
      else later(form, PAUSE);
      return;
    }
    if (response.status === 401) document.dispatchEvent(new Event("session:look"));
    if (response.status >= 400 && response.status < 500) {
      say(form, text(form, "closedText", CLOSED));
      if (state.dirty === version) waiting.delete(form);
      return;
    }
    throw new Error(String(response.status));
  };

  const save = async (form, leaving = false) => {
    const state = waiting.get(form);
    if (!state || state.saving || !form.isConnected) return;
    state.saving = true;
    const version = state.dirty;
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        credentials: "same-origin",
        redirect: "error",
        keepalive: leaving,
      });
      state.saving = state.lost = false;
      answered(form, state, version, response);
    } catch {
      state.saving = false;
      state.lost = true;
      say(form, text(form, "lostText", LOST));
      later(form, AGAIN);
    }
  };

  const changed = (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form) return;
    const state = waiting.get(form) || { dirty: 0, saving: false };
    state.dirty += 1;
    waiting.set(form, state);
    later(form, PAUSE);
  };

  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  window.addEventListener("online", () => waiting.forEach((_, form) => later(form, 0)));
  document.addEventListener("submit", (event) => {
    const state = waiting.get(event.target);
    if (!state) return;
    clearTimeout(state.timer);
    waiting.delete(event.target);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") waiting.forEach((_, form) => save(form, true));
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...waiting.values()].some((state) => state.lost)) event.preventDefault();
  });
})();
