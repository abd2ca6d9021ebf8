/* Every page: the error summary takes the focus, and a form marked data-once is sent once. */
(() => {
  "use strict";

  const focusErrors = (within) => {
    const summary = within.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  /* A second press within eight seconds is the first one again. After that it may be sent anew: a lost
     answer must not lock anybody out. The button is never disabled, so its name and value are sent. */
  const WAIT = 8000;
  const sent = new WeakMap();

  const release = (form) => {
    sent.delete(form);
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    const key = event.submitter ? `${event.submitter.name}=${event.submitter.value}` : "";
    const before = sent.get(form);
    if (before && before.key === key && Date.now() - before.at < WAIT) {
      event.preventDefault();
      return;
    }
    sent.set(form, { key, at: Date.now() });
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), WAIT);
  });

  /* Back from the next page: the browser may show this one as it was left. */
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-once]").forEach(release));

  document.addEventListener("DOMContentLoaded", () => focusErrors(document));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });
  document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
})();
