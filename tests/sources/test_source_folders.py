"""Folders: every file is read or reported, and in the order of names."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.sources import read_inputs
from kg.sources.folders import files_of
from kg.sources.problem import Problem
from tests.sources.inputs import BODY, SETTINGS, read


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt", "z.txt"):
        (folder / name).write_text(f"{BODY[0]} {name}")
    (folder / "again").symlink_to(folder / "sub", target_is_directory=True)
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "linked.txt").symlink_to(folder / "a.txt")
    os.mkfifo(folder / "pipe.jsonl")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.json"))
    articles, problems = read(folder)
    assert [article.id for article in articles] == ["a.txt", "linked.txt", "sub/b.txt", "z.txt"]
    assert [problem.removeprefix(f"{folder}/") for problem in problems] == [
        "again: is a link to a folder, which is not followed; name it as an input of its own",
        "gone.txt: no such file or directory",
        "pipe.jsonl: is no regular file",
        "socket.json: is no regular file",
    ]


def test_a_folder_without_permission_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "z.txt").write_text(BODY[0])
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    [problem, article] = list(read_inputs([str(tmp_path)], SETTINGS))
    assert isinstance(problem, Problem)
    assert (problem.unreadable, str(problem)) == (True, f"{tmp_path}/closed: permission denied")
    assert not isinstance(article, Problem)


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    names = ["a/x.txt", "a-b.txt", "a.txt", "a/a/x.txt", "b.txt", "B.txt", "a b/x.txt", "á.txt", "a/x/y.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BODY[0])
    assert list(files_of(tmp_path)) == sorted(tmp_path / name for name in names)


def test_a_folder_of_many_files_is_not_listed_before_it_is_read(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(BODY[0])
    walk = files_of(tmp_path)
    assert next(walk) == tmp_path / "a" / "x.txt"
    (tmp_path / "b" / "x.txt").rename(tmp_path / "b" / "y.txt")
    assert next(walk) == tmp_path / "b" / "y.txt"


def test_an_empty_name_is_no_folder() -> None:
    [problem] = read_inputs([""], SETTINGS)
    assert isinstance(problem, Problem)
    assert problem.unreadable


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A folder, within the working directory, a path of 1,500 folders below which leads to a file."""
    monkeypatch.chdir(tmp_path)
    path = "a"
    os.mkdir(path)
    for _ in range(1_500):
        path += "/a"
        os.mkdir(path)
    with open(f"{path}/x.txt", "w") as stream:
        stream.write(BODY[0])
    yield path
    # Python's own functions remove no folder that is so deep.
    subprocess.run(["rm", "-rf", "a", "page_files"], check=True)


def test_a_folder_may_be_as_deep_as_the_system_lets_it_be(deep: str) -> None:
    assert [article.id for article in read("a")[0]] == [f"{deep.removeprefix('a/')}/x.txt"]
    os.rename("a", "page_files")
    Path("page.html").touch()
    assert [str(found) for found in files_of(Path("."))] == [
        "page.html",
        ".: 1 file in the folders of saved web pages, beside the pages, passed over",
    ]
