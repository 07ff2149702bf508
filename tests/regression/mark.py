"""Sets the marks of known failures from what the program finds now, and prints how many items pass, by phenomenon.

python tests/regression/mark.py [--check] [--verbose] [NAME…]: --check leaves the files alone, --verbose tells what is
wrong. Names, or beginnings of names, of items: only these are tried, and nothing is marked.
"""

import sys
from collections import Counter

from regression_items import Item, all_items, files
from regression_judge import judged

from kg.language import load_pipeline
from kg.settings import Settings


def main(arguments: list[str]) -> None:
    pipeline = load_pipeline(Settings())
    names = tuple(each for each in arguments if not each.startswith("--"))
    items = [item for item in all_items() if item.id.startswith(names or "")]
    failing: set[str] = set()
    for item in items:
        wrong, things = judged(item, pipeline)
        if wrong:
            failing.add(item.id)
            if names or "--verbose" in arguments:
                print(item.where, item.id, item.text, *wrong, "found:", *(f"  {thing}" for thing in things), sep="\n")
                print()
    _table(items, failing)
    if not names and "--check" not in arguments:
        _remark(failing)


def _table(items: list[Item], failing: set[str]) -> None:
    every = Counter(item.phenomenon for item in items)
    passing = Counter(item.phenomenon for item in items if item.id not in failing)
    for phenomenon, count in every.items():
        print(f"{passing[phenomenon]:4} of {count:3}  {phenomenon}")
    print(f"{passing.total():4} of {every.total():3}  in all")
    changed = [item.id for item in items if item.fails != (item.id in failing)]
    print(f"marks that change: {', '.join(changed) or 'none'}")


def _remark(failing: set[str]) -> None:
    for path in files():
        lines = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("[", "![")):
                opened = line.removeprefix("!")
                line = "!" * (opened[1 : opened.index("]")] in failing) + opened
            lines.append(line)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
