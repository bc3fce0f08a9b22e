"""One file: its bytes, the data in it, and the line and column of everything in that."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.parsing import composed, decoded, read
from scenario_cli.mistakes import DataPath, Mistake


@dataclass(frozen=True, eq=False, repr=False)
class ParsedFile:
    """One file as read: its name as the user gave it, its bytes, and the data in it.

    ``mistakes`` are mistakes of the YAML itself that still let the rest be read; ``path`` is
    where the file is, if it is one.
    """

    name: str
    content: bytes
    data: Any
    mistakes: list[Mistake] = field(default_factory=list)
    path: Path | None = None

    @cached_property
    def root(self) -> yaml.Node:
        """The node of the whole file, which knows the place of every part."""
        return composed(self.name, decoded(self.name, self.content)[0])

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal."""
        from hashlib import sha256

        return sha256(self.content).hexdigest()

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the nodes: whoever unpickles this finds places by reading it again."""
        return {key: part for key, part in vars(self).items() if key not in ("root", "_keys")}

    @property
    def stem(self) -> str:
        """The file's name without folders, ending and mark (``.scenario``); ``stdin`` for standard input."""
        return stem_of(self.name)

    def place(self, path: DataPath, *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of what stands at ``path`` (or of its key).

        Where the path ends early, since a part is missing, it is the nearest part there is.
        """
        try:
            node, key_node = self.root, None
        except InputError:  # it has too many parts for each to have its place
            return 1, 1
        for step in path:
            found = self._child(node, step)
            if found is None:
                break
            key_node, node = found
        mark = (key_node if key and key_node is not None else node).start_mark
        return mark.line + 1, mark.column + 1

    def node(self, path: DataPath) -> yaml.Node | None:
        """Return the node at a path, or ``None`` where the path leads nowhere."""
        node = self.root
        for step in path:
            found = self._child(node, step)
            if found is None:
                return None
            node = found[1]
        return node

    @cached_property
    def _keys(self) -> dict[yaml.Node, dict[Any, tuple[yaml.Node, yaml.Node]]]:
        return {}

    def _child(self, node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
        if isinstance(node, yaml.MappingNode):
            if node not in self._keys:  # the first of two keys that are the same counts
                words = [pair for pair in node.value if isinstance(pair[0], yaml.ScalarNode)]
                self._keys[node] = {key.value: (key, value) for key, value in reversed(words)}
            return self._keys[node].get(step)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return None, node.value[step]
        return None

    def times(self, wanted: yaml.Node) -> int:
        """Return how often a node is reached: more than once where aliases repeat it."""
        count, waiting = 0, [self.root]
        while waiting:
            node = waiting.pop()
            count += node is wanted
            if isinstance(node, yaml.MappingNode):
                waiting += [value for _, value in node.value]
            elif isinstance(node, yaml.SequenceNode):
                waiting += node.value
        return count

    def mistake(
        self,
        path: DataPath,
        code: str,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
        level: Any = "error",
    ) -> Mistake:
        """Return a mistake that stands at ``path`` of this file."""
        line, column = self.place(path, key=key)
        return Mistake(
            file=self.name,
            line=line,
            column=column,
            level=level,
            code=code,
            message=message,
            hint=hint,
            path=path,
        )


def parse(name: str, content: bytes, path: Path | None = None) -> ParsedFile:
    """Read YAML (or JSON) bytes into plain data whose every part can be located.

    Parameters
    ----------
    name : str
        What mistakes call the file.
    content : bytes
        UTF-8, with or without byte order mark, or UTF-16 with one.
    path : Path, optional
        Where the file is.

    Returns
    -------
    ParsedFile
        Mappings become ``dict`` with text keys, sequences ``list``, numbers
        ``Numeral``, the rest ``str``, ``bool`` or ``None``.

    Raises
    ------
    InputError
        The bytes are no text, no YAML, more than one document, empty, or past the
        bounds on depth and aliases.
    """
    text, _ = decoded(name, content)
    return ParsedFile(name, content, *read(name, text), path)
