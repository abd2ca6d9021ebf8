/* Says which time is chosen, and on a phone lets the bar with the button stick.
   <div class="booking-bar" data-booking-bar="slot"> names the radios; each carries data-said="Tors. 26. nov. kl. 9.00". */
(() => {
  "use strict";

  const show = () => {
    const bar = document.querySelector("[data-booking-bar]");
    if (!bar) return;
    const name = bar.dataset.bookingBar;
    const chosen = document.querySelector(`input[name="${name}"]:checked`);
    const line = bar.querySelector("[data-chosen]");
    bar.classList.toggle("sticks", Boolean(chosen));
    line.hidden = !chosen;
    line.querySelector("strong").textContent = chosen ? chosen.dataset.said : "";
  };

  document.addEventListener("change", show);
  document.addEventListener("htmx:afterSettle", show);
  window.addEventListener("pageshow", show);
  show();
})();
