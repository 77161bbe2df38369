"""How much an input may hold: far beyond any real scenario, and small enough that whatever is sent is answered soon."""

from sim.scenario.problems import Flaw
from sim.wording import _

LIMIT = "LIMIT"  # the code of everything below

MOST_YAML_BYTES = 500_000
MOST_VALUES = 100_000  # of a YAML file, aliases written out
MOST_BRACKETS = 200  # open at once
DEEPEST = 60  # values inside values
MOST_TABLE_BYTES = 50_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_PROBLEMS = 500  # of one table; more are not looked for
MOST_COUNT = 10_000_000  # of anything that is counted
MOST_HEADS = 10_000  # of one team, or seats of one shift
MOST_TICKETS = 5_000_000  # expected in one replication
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def too_many(what: str, found: int, most: int) -> str:
    """The sentence for what is over a limit."""
    return _("{what}: {found}, but at most {most} are read").format(what=what, found=f"{found:,}", most=f"{most:,}")


def heads(count: int) -> int:
    """A number of people that can be simulated one by one; Flaw above that."""
    if count > MOST_HEADS:
        raise Flaw(LIMIT, _("more than {most} people in one place").format(most=f"{MOST_HEADS:,}"))
    return count


def is_steering(text: str) -> bool:
    """Whether text holds what steers a terminal or turns the direction of writing, instead of being seen."""
    return any(ord(sign) < 32 or 127 <= ord(sign) < 160 or sign in DIRECTIONS for sign in text)
