"""Reads a YAML 1.2 file into raw values with their places; every flaw of the text is collected, none is raised."""

import errno
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

from sim.scenario.limits import DEEPEST, LIMIT, MOST_BRACKETS, MOST_VALUES, MOST_YAML_BYTES
from sim.scenario.problems import Place, Problem, problem_at
from sim.scenario.tree import Items, Map
from sim.scenario.units import Decimal, Whole
from sim.wording import _

KEPT = 64  # texts whose nodes are kept, values of the command line among them
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge")}


@dataclass
class Source:
    """One input file: its raw values and what is wrong with its text. `tree` is None if it cannot be used at all."""

    file: str
    tree: Map | None = None
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, message: str, line: int | None = None, column: int | None = None) -> None:
        """Keep an error of this file."""
        self.problems.append(Problem(self.file, line, column, code, message))

    def refuse(self, code: str, message: str) -> None:
        """Keep an error of the file as a whole."""
        self.note(code, message, 1, 1)

    @property
    def place(self) -> Place:
        """The top of the file."""
        return Place(self.file, 1, 1)


def read_text(path: Path, source: Source, most: int = MOST_YAML_BYTES) -> str | None:
    """The text of a file in UTF-8 (with or without BOM), else GB18030, which is said aloud; None if it has none.

    More than `most` bytes are not read, nor anything that is no ordinary file: a device or a pipe may never end.
    """
    try:
        raw = _raw(path, most)
    except FileNotFoundError:
        source.note("MISSING_FILE", _("there is no such file"))
        return None
    except OSError as error:
        source.note("UNREADABLE_FILE", _("cannot be read: {reason}").format(reason=error.strerror or error))
        return None
    if len(raw) > most:
        source.refuse(LIMIT, _("is larger than {most} bytes").format(most=f"{most:,}"))
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        source.refuse("BAD_ENCODING", _("is written in UTF-16; save it as UTF-8"))
        return None
    if raw.startswith(b"PK\x03\x04"):
        source.refuse("BAD_ENCODING", _("is a workbook, not text; save the sheet as CSV UTF-8"))
        return None
    return _decode(raw, source)


def _raw(path: Path, most: int) -> bytes:
    if not path.is_dir() and path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, _("it is no ordinary file"))
    with path.open("rb") as file:
        return file.read(most + 1)


def _decode(raw: bytes, source: Source) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030":
            message = _("is not UTF-8; it was read as GB18030 (Chinese Windows). Save it as UTF-8 to be sure")
            source.problems.append(problem_at(source.place, "ENCODING", message, severity="warning"))
        return text
    source.refuse("BAD_ENCODING", _("is written neither in UTF-8 nor in GB18030; save it as UTF-8"))
    return None


def read_yaml(path: Path, shown: str, root: str | None = None) -> Source:
    """Read a YAML file; with `root` the whole document stands under this key."""
    source = Source(shown)
    text = read_text(path, source)
    if text is None:
        return source
    document = _parse(text, source)
    if root is not None and document is not None:
        source.tree = Map(source.place)
        source.tree.put(root, document, source.place, source.place)
    elif isinstance(document, Map):
        source.tree = document
    elif document is not None:
        hint = _(" (is there a full-width '：'? a colon and a space are needed)") if "：" in text else ""
        message = _("expected lines of the form 'key: value'{hint}").format(hint=hint)
        source.note("BROKEN_YAML", message, 1, 1)
    return source


def parse_value(text: str, place: Place) -> tuple[Any, list[Problem]]:
    """A value given on the command line, read as in a file; every part of it has this one place."""
    source = Source(place.file)
    value = _parse(text, source, place)
    return value, [problem_at(place, problem.code, problem.message) for problem in source.problems]


def _parse(text: str, source: Source, fixed: Place | None = None) -> Any:
    node = _compose(text, source)
    value = None
    try:
        value = _Builder(source, fixed).build(node) if node is not None else None
    except _TooMuchError as error:
        source.refuse(LIMIT, str(error))
    if value is None and not any(problem.is_error for problem in source.problems):
        source.refuse("EMPTY_FILE", _("is empty"))
    return value


def _compose(text: str, source: Source) -> Node | None:
    if _open_brackets(text) > MOST_BRACKETS:
        source.refuse(LIMIT, _("is nested too deeply"))
        return None
    try:
        return _composed(text)
    except MarkedYAMLError as error:
        line, column, words = _where(error, text)
        source.note("BROKEN_YAML", _in_words(error, words), line + 1, column + 1)
    except RecursionError:
        source.refuse(LIMIT, _("is nested too deeply"))
    except (YAMLError, ValueError) as error:
        source.note("BROKEN_YAML", _("cannot be read: {reason}").format(reason=str(error).splitlines()[0]), 1, 1)
    return None


@lru_cache(maxsize=KEPT)
def _composed(text: str) -> Node | None:
    """The nodes of a text, which nobody changes: a study reads the same few files again for every value it tries."""
    node: Node | None = YAML(typ="rt").compose(text)
    return node


def _open_brackets(text: str) -> int:
    """Brackets open at once, at most; quoted ones count too, for it is only a guard."""
    steps = (1 if sign in "[{" else -1 for sign in text if sign in "[]{}")
    return max(accumulate(steps), default=0)


def _where(error: MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Line and column from 0, and the line: where a full-width colon misled the reader, else where it stopped."""
    lines = text.splitlines()
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark is not None and mark.line < len(lines)]
    misled = [mark for mark in marks if "：" in lines[mark.line]]
    if not marks:
        return 0, 0, ""
    mark = (misled or marks[-1:])[0]
    return mark.line, mark.column, lines[mark.line]


def _in_words(error: MarkedYAMLError, line: str) -> str:
    reason = str(error.problem or error.context or "")
    if "\\t" in reason:
        return _("a tab stands where spaces are needed")
    if "：" in line:
        return _("a full-width '：' stands where a ':' and a space are needed")
    if "mapping values are not allowed" in reason:
        return _("a ':' too many or a line indented too far: quote text that holds ': '")
    if "undefined alias" in reason:
        return _("quote text that begins with '*'")
    return _("cannot be read as YAML: {reason}").format(reason=reason)


class _TooMuchError(ValueError):
    """More values than any real scenario has: anchors inside anchors."""


class _Builder:
    """Turns YAML nodes into raw values; aliases are written out, up to a limit."""

    def __init__(self, source: Source, fixed: Place | None) -> None:
        self.source, self.fixed = source, fixed
        self.count = 0
        self.open: list[int] = []

    def place(self, node: Node) -> Place:
        """Where the node was written."""
        return self.fixed or Place(self.source.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def note(self, node: Node, code: str, message: str) -> None:
        """Keep an error at a node."""
        self.source.problems.append(problem_at(self.place(node), code, message))

    def build(self, node: Node) -> Any:
        """The raw value of a node."""
        self.count += 1
        if self.count > MOST_VALUES or len(self.open) > DEEPEST or id(node) in self.open:
            raise _TooMuchError(_("holds too much: anchors that repeat each other, or values nested too deeply"))
        if node.tag not in _PLAIN_TAGS:
            message = _("'{tag}' is not understood; quote text that begins with '!'").format(tag=node.tag)
            self.note(node, "BROKEN_YAML", message)
            return None
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        self.open.append(id(node))
        value = self.items(node) if isinstance(node, SequenceNode) else self.map(node)
        self.open.pop()
        return value

    def scalar(self, node: ScalarNode) -> Any:
        """Text, number or truth value; dates and whatever is no plain number stay text."""
        kind, text = str(node.tag).removeprefix(_TAG), str(node.value)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        return number(text) if kind in ("int", "float") else text

    def items(self, node: SequenceNode) -> Items:
        """A list."""
        items = Items(self.place(node))
        for entry in node.value:
            value = self.build(entry)
            if value is None:
                self.empty(entry, _("an entry of the list"))
            else:
                items.put(value, self.place(entry))
        return items

    def map(self, node: Node) -> Map:
        """A map; the first of two equal keys counts, the second is an error."""
        result = Map(self.place(node))
        for key, entry in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else None
            if name is None:
                self.note(key, "BROKEN_YAML", _("a key must be a word"))
            elif name in result:
                first = result.places[name][0].line
                message = _("'{key}' is written twice, first in line {line}").format(key=name, line=first)
                self.note(key, "DUPLICATE_KEY", message)
            else:
                self.entry(result, name, key, entry)
        return result

    def entry(self, result: Map, name: str, key: Node, entry: Node) -> None:
        """One key with its value; a key without one is an error, not a default."""
        value = self.build(entry)
        if value is not None:
            result.put(name, value, self.place(key), self.place(entry))
        elif entry.tag == _TAG + "null":
            self.empty(key, f"'{name}'")

    def empty(self, node: Node, what: str) -> None:
        """A key or entry without a value."""
        comma = _("; quote text that holds a comma") if " " in str(node.value).strip() else ""
        self.note(node, "EMPTY_VALUE", _("{what} has no value{comma}").format(what=what, comma=comma))


def number(text: str) -> Whole | Decimal | str:
    """A number that remembers its text; text that is no ordinary number stays text."""
    try:
        plain = text.replace("_", "")
        whole = plain.lstrip("+-").isdigit()
        result: Whole | Decimal = Whole(plain) if whole else Decimal(plain)
    except ValueError:
        return text
    result.text = plain
    return result
