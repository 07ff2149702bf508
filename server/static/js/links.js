// Keys of the review page: 1 to 9 accept, n none, s skip, u undo. Each presses the control that names it.
document.addEventListener("keydown", (event) => {
  // A key that is held down is one decision, not one on each page that follows.
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (control) {
    event.preventDefault();
    control.click();
  }
});
