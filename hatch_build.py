"""What a build adds to a wheel: man pages, made from the help of the commands it holds."""

import sys
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManPages(BuildHookInterface[Any]):
    """Pages in ``share/man/man1/`` of where a wheel is installed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the pages; they are taken into the wheel from a folder that goes away afterwards."""
        root = Path(self.root)
        sys.path.insert(0, self.root)
        spec = spec_from_file_location("man_pages", root / "docs" / "man_pages.py")
        assert spec is not None
        assert spec.loader is not None
        made = module_from_spec(spec)
        spec.loader.exec_module(made)
        self.folder = tempfile.TemporaryDirectory()
        for name, text in made.pages().items():
            path = Path(self.folder.name) / name
            path.write_text(text, encoding="ascii", newline="\n")
            build_data["shared_data"][str(path)] = f"share/man/man1/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the folder away."""
        self.folder.cleanup()
