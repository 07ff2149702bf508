// Two sliders over months that leave in a list what touches the period: items have data-first and data-last (2018-09).
"use strict";

for (const box of document.querySelectorAll("[data-slider]")) {
  const list = document.getElementById(box.dataset.slider);
  const months = JSON.parse(box.dataset.months);
  const status = document.getElementById("slider-status");
  const [from, to] = box.querySelectorAll("input");
  const [fromText, toText] = box.querySelectorAll("output");
  if (!list || months.length < 2) continue;
  box.hidden = false;
  for (const input of [from, to]) input.max = months.length - 1;
  from.value = 0;
  to.value = months.length - 1;
  const named = (month) => new Date(`${month}-15T00:00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

  const filter = () => {
    const first = months[Math.min(from.value, to.value)];
    const last = months[Math.max(from.value, to.value)];
    const whole = first === months[0] && last === months.at(-1);
    fromText.textContent = named(months[from.value]);
    toText.textContent = named(months[to.value]);
    from.setAttribute("aria-valuetext", fromText.textContent);
    to.setAttribute("aria-valuetext", toText.textContent);
    let shown = 0;
    let undated = 0;
    for (const item of list.children) {
      const dated = Boolean(item.dataset.first);
      item.hidden = !whole && !(dated && item.dataset.first <= last && item.dataset.last >= first);
      shown += !item.hidden;
      undated += !dated;
    }
    status.hidden = whole;
    status.textContent = `${shown} of ${list.children.length} rows lie in this period${undated ? `; ${undated} without a known date are left out` : ""}.`;
    list.dispatchEvent(new Event("filtered"));
  };
  for (const input of [from, to]) input.addEventListener("input", filter);
  filter();
}
