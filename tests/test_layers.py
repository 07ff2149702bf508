"""Imports flow one way: article → Doc → records → quads → store → query → page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(p for top in ("kg", "server") for p in (ROOT / top).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {module_name(p) for p in MODULES}


def imports(path: Path, deferred: bool = True) -> Iterator[str]:
    """Modules that a file imports; without ``deferred`` only those that importing it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        is_typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if is_typing or (is_function and not deferred):
            skipped.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in NAMES else str(node.module)


def starts(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


GRAMMAR_OF_IMPORTS = [
    # (modules, what they must not import)
    (("kg.errors", "kg.names", "kg.resources"), ("kg", "server", "rdflib", "spacy", "pyoxigraph", "flask")),
    (("kg.records",), ("kg", "server", "rdflib", "spacy", "pyoxigraph", "flask")),
    (("kg.settings",), ("kg.records", "kg.store", "server", "rdflib", "spacy", "pyoxigraph", "flask")),
    (
        ("kg.extract", "kg.lexicon", "kg.gazetteer"),
        ("rdflib", "pyoxigraph", "oxrdflib", "kg.triples", "kg.store"),
    ),
    (("kg.confidence",), ("spacy", "pyoxigraph", "rdflib", "kg.extract", "kg.triples", "kg.store", "kg.evaluation")),
    (("kg.language",), ("kg.extract", "kg.records", "kg.triples", "kg.store", "pyoxigraph", "rdflib", "torch")),
    (("kg.linking",), ("spacy", "rdflib", "pyoxigraph", "kg.extract", "kg.language", "kg.triples", "kg.store")),
    (("kg.triples",), ("spacy", "kg.extract", "kg.store", "kg.language")),
    (("kg.store",), ("spacy", "kg.extract", "kg.language", "kg.triples", "kg.sources")),
    (("kg.stores",), ("spacy", "kg.extract", "kg.language", "kg.triples", "kg.sources", "kg.build", "kg.identity")),
    (("kg.export",), ("spacy", "kg.extract", "kg.language", "kg.build", "flask")),
    (("kg.build",), ("kg.cluster", "kg.cli", "flask", "ray")),
    (("kg.identity",), ("spacy", "kg.extract", "kg.language")),
    (("kg.sources",), ("spacy", "kg.extract", "kg.store", "kg.triples")),
    (("kg.library", "kg.check", "kg.guard", "kg.asking"), ("spacy", "kg.extract", "kg.language", "flask")),
    (("kg.outside",), ("spacy", "pyoxigraph", "rdflib", "flask", "server", "kg.store", "kg.extract", "kg.federation")),
    (("kg.online",), ("spacy", "flask", "server", "kg.store", "kg.extract", "kg.language", "kg.cli")),
    (("kg.federation",), ("spacy", "flask", "server", "kg.store", "kg.extract", "kg.language")),
    (("kg.article_view", "kg.explain"), ("spacy", "kg.extract", "kg.language", "kg.build", "flask")),
    (("server",), ("spacy", "onnxruntime", "kg.extract", "kg.language", "kg.build", "kg.cli")),
    (("server.explore",), ("server.pages", "server.http", "server.engine", "server.app")),
]


@pytest.mark.parametrize(("modules", "forbidden"), GRAMMAR_OF_IMPORTS, ids=lambda value: value[0])
def test_layers_keep_apart(modules: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    own = ("kg.errors", "kg.names", "kg.resources") if modules[0] == "kg.errors" else modules
    faults = [
        f"{module_name(path)} imports {name}"
        for path in MODULES
        if starts(module_name(path), *modules)
        for name in imports(path)
        if starts(name, *forbidden) and not starts(name, *own)
    ]
    assert not faults


def test_layers_only_the_serve_command_knows_the_server() -> None:
    users = {
        module_name(p)
        for p in MODULES
        if p.is_relative_to(ROOT / "kg") and any(starts(n, "server") for n in imports(p))
    }
    assert users == {"kg.cli.serve"}


def test_layers_only_the_evaluate_command_knows_the_measures() -> None:
    users = {module_name(p) for p in MODULES if any(starts(n, "kg.evaluation") for n in imports(p))}
    assert {name for name in users if not starts(name, "kg.evaluation")} == {"kg.cli.evaluate"}


def test_layers_only_training_knows_pytorch() -> None:
    users = {module_name(p) for p in MODULES if any(starts(n, "torch") for n in imports(p))}
    assert all(starts(name, "kg.training") for name in users)


def test_layers_have_no_import_cycle() -> None:
    graph = {module_name(p): {n for n in imports(p, deferred=False) if n in NAMES} - {module_name(p)} for p in MODULES}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path[path.index(name) :], name))
        if name in done:
            return
        for each in sorted(graph[name]):
            visit(each, (*path, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())
