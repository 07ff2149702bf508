"""Pages as a reader's program sees them: elements with their attributes and texts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


@dataclass
class Element:
    """An element; text is that of everything in it."""

    name: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    def all(self, name: str = "", /, **attributes: str) -> list["Element"]:
        """Elements in it of a name, with attributes; ``class_`` asks for one class among others."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.matches(name, attributes):
                    found.append(child)
                found += child.all(name, **attributes)
        return found

    def one(self, name: str = "", /, **attributes: str) -> "Element":
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} × {name} {attributes}"
        return found[0]

    def matches(self, name: str, wanted: dict[str, str]) -> bool:
        if name and self.name != name:
            return False
        return all(
            value in self.attributes.get("class", "").split() if key == "class_" else self.attributes.get(key) == value
            for key, value in wanted.items()
        )

    def where(self, test: Callable[["Element"], bool]) -> list["Element"]:
        return [each for each in self.all() if test(each)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    """The document; fails where an element is not closed, or closed where it is not open."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].name}> is not closed"
    return reader.root


def require_sound(page: Element) -> None:
    """What holds for every page: nothing inline that the policy refuses, one heading, names for all controls."""
    (html,) = page.all("html")
    assert html.attributes["lang"] == "en"
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    for element in page.all():
        assert "style" not in element.attributes, element.attributes
        assert not [name for name in element.attributes if name.startswith("on")], element.attributes
        if element.name == "script":
            assert element.attributes.get("src"), "a script stands in the page"
            assert not element.text.strip()
        assert element.name not in ("style", "iframe", "object", "embed")
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids)), sorted({each for each in ids if ids.count(each) > 1})
    _require_labels(page, set(ids))
    for link in page.all("a"):
        target = link.attributes.get("href", "")
        assert target.startswith(("/", "#", "?", "http://", "https://")), target
        assert not target.startswith("//"), target
        assert link.words or link.attributes.get("aria-label"), link.attributes


def _require_labels(page: Element, ids: set[str]) -> None:
    labelled = {label.attributes.get("for") for label in page.all("label")}
    inside = {id(each) for label in page.all("label") for each in label.all()}
    for control in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
        if control.attributes.get("type") == "hidden":
            continue
        named = control.attributes.get("id") in labelled or id(control) in inside
        assert named or control.attributes.get("aria-label"), control.attributes
    for element in page.all():
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.attributes.get(name, "").split()) <= ids, element.attributes
