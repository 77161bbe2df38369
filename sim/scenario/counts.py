"""Whole numbers of people or parts: one number, numbers with their shares, or so many a month."""

from sim.scenario.problems import Flaw
from sim.scenario.units import bad_unit, parse_positive_count, parse_share, text_of, write_share
from sim.wording import _

Shares = tuple[tuple[int, float], ...]
_MONTHS = ("month", "months", "mo", "月", "个月")


def parse_counts(value: object) -> Shares:
    """(count, share) from `2` or `{1: 50%, 2: 50%}`, smallest count first; counts without a share are left out."""
    if not isinstance(value, dict):
        return ((parse_positive_count(value), 1.0),)
    pairs = sorted(_pair(count, share) for count, share in value.items())
    if len({count for count, _share in pairs}) < len(pairs):
        raise Flaw("CONFLICT", _("a number is there twice"))
    total = sum(share for _count, share in pairs)
    if abs(total - 1) > 1e-6:
        message = _("shares must add up to 100%, these make {sum:.4g}%").format(sum=100 * total)
        raise Flaw("OUT_OF_RANGE", message)
    return tuple(pair for pair in pairs if pair[1])


def _pair(count: object, share: object) -> tuple[int, float]:
    try:
        return parse_positive_count(count), parse_share(share)
    except Flaw as flaw:
        raise Flaw(flaw.code, flaw.message, flaw.hint, at=(str(count),)) from flaw


def write_counts(counts: Shares) -> str:
    """`2`, or the map of counts with shares."""
    if len(counts) == 1:
        return str(counts[0][0])
    return "{" + ", ".join(f"{count}: {write_share(share)}" for count, share in counts) + "}"


def mean_count(counts: Shares) -> float:
    """The average count."""
    return sum(count * share for count, share in counts)


def parse_per_month(value: object) -> int:
    """A whole number of times a month, from `40/month`."""
    expected = _("a number a month such as 40/month")
    amount, slash, unit = (part.strip() for part in text_of(value, expected).partition("/"))
    if unit != "month":
        right = f"{amount}/month" if not slash or unit.lower() in _MONTHS else None
        raise bad_unit(expected, value, right)
    return parse_positive_count(amount)


def write_per_month(count: int) -> str:
    """`40/month`."""
    return f"{count}/month"
