// Lights up the span that the address names, #char=begin,end, also where no anchor of the page begins there.
"use strict";
(() => {
  const show = () => {
    const found = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
    for (const lit of document.querySelectorAll(".run.lit")) lit.classList.remove("lit");
    if (!found) return;
    const [begin, end] = [Number(found[1]), Number(found[2])];
    const runs = [...document.querySelectorAll("[data-text] .run")]
      .filter((run) => Number(run.dataset.b) < end && Number(run.dataset.e) > begin);
    for (const run of runs) run.classList.add("lit");
    if (runs.length) runs[0].scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", show);
  show();
})();
