// A chart that is wider than its frame shows its newest months first.
"use strict";

for (const frame of document.querySelectorAll(".chart-frame")) frame.scrollLeft = frame.scrollWidth;
