// Keys that work on every page: "/" goes to the search box, "?" shows the list of keys.
"use strict";
(() => {
  const writes = (target) => target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
    if (event.key === "/") {
      const box = document.querySelector("header input[type=search]") ?? document.querySelector("input[type=search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "?") {
      const list = document.getElementById("keys");
      if (!(list instanceof HTMLDialogElement)) return;
      event.preventDefault();
      if (list.open) list.close(); else list.showModal();
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    const opener = document.getElementById("show-keys");
    const list = document.getElementById("keys");
    if (!opener || !(list instanceof HTMLDialogElement)) return;
    opener.hidden = false;
    opener.addEventListener("click", () => list.showModal());
  });
})();
