"""Prints what the code looks like: sizes, circles, and what a gate costs.

python tools/shape.py
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mesto"
LONG_LINES = 70  #: a function beyond this is worth a second look
SHOWN = 8


class Function(NamedTuple):
    """A function and how long its body is."""

    lines: int
    place: str


def main() -> None:
    """Print the shape."""
    sources = {file: file.read_text() for file in sorted(PACKAGE.rglob("*.py"))}
    trees = {file: ast.parse(text) for file, text in sources.items()}
    print_files({file: text.count("\n") for file, text in sources.items()})
    print_functions(
        [one for file, tree in trees.items() for one in functions(file, tree)]
    )
    print_circles(trees)
    print_gates(sources)


def functions(file: Path, tree: ast.Module) -> Iterator[Function]:
    """Yield every function; its docstring does not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            first = body[0].lineno if body else node.lineno
            lines = (node.end_lineno or first) - first + 1
            name = f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
            yield Function(lines, name)


def imports(file: Path, tree: ast.Module, modules: Mapping[str, Path]) -> set[str]:
    """Return the modules of ours that a file imports when it is loaded."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{name.name}" for name in node.names}
            found |= inner & modules.keys() or {node.module}
    return (found & modules.keys()) - {module_of(file)}


def module_of(file: Path) -> str:
    """Return the dotted name of a file."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def print_files(lines: Mapping[Path, int]) -> None:
    """Print how long files are, package by package."""
    print(f"files      {len(lines):5}   lines {sum(lines.values()):6}")
    print(f"           {spread(lines.values())}")
    longest = sorted(lines, key=lambda file: -lines[file])[:SHOWN]
    for file in longest:
        print(f"  {lines[file]:5}  {file.relative_to(ROOT)}")
    by_package = groupby(lines, key=lambda file: file.relative_to(PACKAGE).parts[0])
    for package, files in by_package:
        total = sum(lines[file] for file in files)
        print(f"  {total:5}  mesto/{package}")


def print_functions(found: Sequence[Function]) -> None:
    """Print how long functions are, and the ones too long."""
    print(f"functions  {len(found):5}")
    print(f"           {spread(one.lines for one in found)}")
    too_long = sorted((one for one in found if one.lines > LONG_LINES), reverse=True)
    print(f"           {len(too_long)} longer than {LONG_LINES} lines")
    for one in too_long[:SHOWN]:
        print(f"  {one.lines:5}  {one.place}")


def spread(numbers: Iterable[int]) -> str:
    """Say what half, three quarters, and nineteen of twenty fit in."""
    cuts = quantiles(numbers, n=20)
    half, most, nearly = cuts[9], cuts[14], cuts[18]
    return f"half ≤ {half:.0f} lines, three quarters ≤ {most:.0f}, 95 % ≤ {nearly:.0f}"


def print_circles(trees: Mapping[Path, ast.Module]) -> None:
    """Print a circle of imports, if there is one."""
    modules = {module_of(file): file for file in trees}
    graph = {
        name: imports(file, trees[file], modules) for name, file in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        print("circles    " + " → ".join(error.args[1]))
    else:
        print("circles    none")


def print_gates(sources: Mapping[Path, str]) -> None:
    """Print what each gate cost: files of its own, and files elsewhere that name it."""
    print("gates      own files, lines, files elsewhere that had to be touched")
    for folder in sorted(path.parent for path in PACKAGE.glob("gates/*/__init__.py")):
        own = [file for file in sources if folder in file.parents]
        lines = sum(sources[file].count("\n") for file in own)
        touched = [
            str(file.relative_to(ROOT))
            for file, text in sources.items()
            if file not in own and f"mesto.gates.{folder.name}" in text
        ]
        said = ", ".join(touched) or "none"
        print(f"  {folder.name:12} {len(own):3} {lines:6}   {said}")


if __name__ == "__main__":
    main()
