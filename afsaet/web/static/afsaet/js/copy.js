/* <button type="submit" data-copy="#text">: copies the field's text, then sends the form as always. If the
   browser refuses, the text is marked and the form is not sent: nothing may say "copied" that was not.
   With data-copy-from="/address/" the form is posted there first, and the field it answers with takes the
   text's place; if that is refused the form is sent uncopied, so that its page says why. A hidden field
   data-copied becomes "1" when the text was copied. */
(() => {
  "use strict";

  const REFUSED = "Teksten blev ikke kopieret. Den er markeret: tryk Ctrl + C, og prøv igen.";
  const copied = new WeakSet();

  const copy = async (button, source) => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      return true;
    } catch {
      source.focus();
      if (source.select) source.select();
      return document.execCommand("copy");
    }
  };

  const fresh = async (button, source) => {
    if (!button.dataset.copyFrom) return true;
    try {
      const body = new FormData(button.form);
      const response = await fetch(button.dataset.copyFrom, { method: "POST", body, redirect: "error" });
      if (!response.ok) return false;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      source.value = page.querySelector(button.dataset.copy).value;
      return true;
    } catch {
      return false;
    }
  };

  const send = (button) => {
    copied.add(button);
    button.form.requestSubmit(button);
    copied.delete(button);
  };

  const tell = (button) => {
    const line = document.querySelector(button.dataset.copyLine || "#messages");
    if (line) line.textContent = button.dataset.copyRefused || REFUSED;
  };

  document.addEventListener(
    "submit",
    async (event) => {
      const button = event.submitter;
      if (!button || !button.dataset.copy || copied.has(button)) return;
      const source = document.querySelector(button.dataset.copy);
      if (!source) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!(await fresh(button, source))) {
        send(button);
        return;
      }
      if (!(await copy(button, source))) {
        tell(button);
        return;
      }
      const mark = button.form.querySelector("[data-copied]");
      if (mark) mark.value = "1";
      send(button);
    },
    true,
  );
})();
