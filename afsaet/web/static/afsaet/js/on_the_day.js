/* What opens under a row of the day. A form with data-call="20123478" rings that number as it is sent; the
   panel's heading takes the focus when it has opened; [data-close-panel="id"] empties it and gives the focus back
   to the element with that id; [data-copy-text="id"] copies a field's text, and is hidden where no script runs. */
(() => {
  "use strict";

  const show = (within) => {
    within.querySelectorAll("[data-copy-text]").forEach((button) => {
      button.hidden = false;
    });
  };

  const close = (button) => {
    const slot = button.closest("[data-panel]").parentElement;
    slot.replaceChildren();
    const opener = document.getElementById(button.dataset.closePanel);
    if (opener) opener.focus();
  };

  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copyText);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copiedWord;
  };

  document.addEventListener("click", (event) => {
    const closing = event.target.closest("[data-close-panel]");
    if (closing) close(closing);
    const copying = event.target.closest("[data-copy-text]");
    if (copying) copy(copying);
  });

  document.addEventListener("submit", (event) => {
    const number = event.target.dataset.call;
    if (number && !event.defaultPrevented) window.location.href = `tel:${number}`;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const panel = event.target.querySelector("[data-panel]");
    if (!panel) return;
    show(panel);
    const first = panel.querySelector("[data-error-summary], h3[tabindex]");
    if (event.target.id.startsWith("panel-") && first) first.focus();
  });

  document.addEventListener("DOMContentLoaded", () => show(document));
})();
