"""What can be wrong with an input, said in one line with its place and the nearest right word."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from sim.wording import _

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Place:
    """Where a value was written: a file with line and column (both from 1), or `--set path` without either."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Problem:
    """One error or warning about the input, as shown to the planner."""

    file: str
    line: int | None
    column: int | None
    code: str
    message: str
    hint: str | None = None
    severity: Severity = "error"

    @property
    def is_error(self) -> bool:
        """True if the input cannot be used; False if it only deserves a look."""
        return self.severity == "error"

    def __str__(self) -> str:
        """`path:line:column  CODE  message`, on one line."""
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        message = " ".join(self.message.split())
        return visible(f"{where}  {self.code}  {message}")


def visible(text: str) -> str:
    """The text with what would steer a terminal, or turn the direction of writing, written out."""
    return "".join(_written_out(sign) if unicodedata.category(sign) in ("Cc", "Cf", "Cs") else sign for sign in text)


def _written_out(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


class InputErrors(Exception):  # noqa: N818 - the plural says that all errors come at once
    """The input cannot be used; `problems` holds every error found at once, with the warnings beside them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)

    def __reduce__(self) -> tuple[type["InputErrors"], tuple[list[Problem]]]:
        return InputErrors, (self.problems,)


class Flaw(ValueError):  # noqa: N818 - a flaw of a value becomes a Problem of a file, it is not shown itself
    """A single value that cannot be used; `at` leads from the value to the key that is to blame."""

    def __init__(self, code: str, message: str, hint: str | None = None, at: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.at = code, message, hint, at


class Flaws(ValueError):  # noqa: N818 - several of the above
    """Several flaws of one value."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__("; ".join(flaw.message for flaw in flaws))
        self.flaws = tuple(flaws)


def raise_flaws(flaws: Sequence[Flaw]) -> None:
    """Raise what was found, if anything was."""
    if flaws:
        raise Flaws(flaws)


def problem_at(place: Place, code: str, message: str, hint: str | None = None, severity: Severity = "error") -> Problem:
    """A problem of the value written at `place`."""
    return Problem(place.file, place.line, place.column, code, message, hint, severity)


def nearest(word: str, choices: Iterable[str], likeness: float = 0.6) -> str | None:
    """The choice that looks most like `word`, if any does at least so much (0 to 1)."""
    plain = {_plain(choice): choice for choice in choices}
    found = get_close_matches(_plain(word), list(plain), n=1, cutoff=likeness)
    return plain[found[0]] if found else None


def _plain(word: str) -> str:
    return str(word).casefold().replace("_", "-").replace(" ", "-")


def with_hint(message: str, hint: str | None) -> str:
    """The message with "did you mean ...?" behind it, if there is something to suggest."""
    return message if hint is None else _("{message}; did you mean {hint}?").format(message=message, hint=hint)


def unknown(what: str, word: str, choices: Iterable[str], code: str = "UNKNOWN_ID") -> Flaw:
    """The flaw of a word that stands for nothing: names the nearest right word, or else the words there are."""
    known = list(choices)
    hint = nearest(word, known)
    message = _("unknown {what} '{word}'").format(what=what, word=word)
    if hint is None and known:
        message = _("{message}; known: {words}").format(message=message, words=listed(known))
    return Flaw(code, with_hint(message, hint), hint)


def listed(words: Iterable[str], most: int = 8) -> str:
    """The words in one line, cut after `most`."""
    shown = list(words)
    return ", ".join(shown[:most]) + (", …" if len(shown) > most else "")
