"""Random front offices: channels, desks and what is written about them, calls to customers. Each feature by itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st


class Minutes(NamedTuple):
    """Lengths of time as they are drawn: of any kind, or all multiples of ten minutes."""

    short: tuple[str, ...]
    longer: tuple[str, ...]


ANY = Minutes(("90s", "4min", "{dist: uniform, low: 1min, high: 7min}"), ("50min", "{dist: exponential, mean: 3h}"))
TENS = Minutes(("10min", "20min"), ("1h", "4h"))


def whole(pick: Any, *values: object) -> Any:
    return pick(st.sampled_from(values))


def some(draw: st.DrawFn, text: str, *values: object) -> list[str]:
    """Nothing, or the text with one of these values in it."""
    return [text.format(whole(draw, *values))] if draw(st.booleans()) else []


def rarely(draw: st.DrawFn, *texts: str, of: int = 3) -> list[str]:
    """One time in so many one of these."""
    return [whole(draw, *texts)] if draw(st.integers(1, of)) == 1 else []


def channels(draw: st.DrawFn, patience: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The entry `channels`, and the ids in it."""
    more = draw(st.booleans())
    phone = [f"share: {'50%' if more else '100%'}", whole(draw, *patience)]
    phone += rarely(draw, "calendar: works", "calendar: late")
    phone += rarely(draw, "closed: reject", "closed: on_call")
    lines = [f"phone: {{{', '.join(filter(None, phone))}}}"]
    if more:
        hours = rarely(draw, "calendar: works", "calendar: night")
        lines.append(f"mail: {{{', '.join(['share: 30%, answer: deferred', *hours])}}}")
        lines.append("chat: {share: 20%, calendar: works, closed: message}")
    return f"channels: {{{', '.join(lines)}}}", ("phone", "mail", "chat") if more else ("phone",)


def aftermath(draw: st.DrawFn, lengths: Minutes) -> list[str]:
    """What a fault does beside being repaired on site; of three faults not one does in about half of all companies."""
    times = f"bring: {whole(draw, '0s', *lengths.longer)}, take_back: {whole(draw, '0s', *lengths.longer)}"
    return [
        *rarely(draw, f"repeat: {{chance: 50%, after: {whole(draw, *lengths.longer)}}}", of=5),
        *rarely(draw, f"carry_in: 60%, {times}", f"carry_in: 100%, {times}", of=5),
    ]


def complaints(draw: st.DrawFn, lengths: Minutes) -> list[str]:
    """The entry `complaints`, or none."""
    times = f"after: {whole(draw, '0s', *lengths.longer)}, decision: {whole(draw, '0s', *lengths.longer)}"
    share = whole(draw, "20%", "60%")
    return rarely(draw, f"complaints: {{all_kept: {share}, one_missed: 50%, more_missed: 80%, {times}}}")


# -- plans ------------------------------------------------------------------------------------------------------------


def desks(draw: st.DrawFn, ids: tuple[str, ...], lengths: Minutes) -> str:
    """No desks; or a front desk and, as it comes, experts, a partner it overflows to, a second desk, dispatchers."""
    if draw(st.integers(0, 4)) == 0:
        return ""
    parts: dict[str, list[str]] = {"front": [f"seats: {_seats(draw)}", *_terms(draw, lengths)]}
    taken = ids
    if len(ids) > 1 and draw(st.booleans()):
        taken = ("phone",)
        parts["online"] = ["seats: 1", f"takes: [{', '.join(ids[1:])}]", *_terms(draw, lengths)]
    parts["front"].append(f"takes: [{', '.join(taken)}]")
    if draw(st.booleans()):
        parts["experts"] = ["seats: 1", *rarely(draw, "calendar: works"), *_terms(draw, lengths, receives=True)]
        parts["front"].append("escalate_to: experts")
    else:
        parts["front"] += rarely(draw, "level: experts")
    if draw(st.booleans()):
        parts["partner"] = [f"seats: {_seats(draw)}", "employer: contracted", *_terms(draw, lengths, receives=True)]
        parts["front"].append(f"overflow: {{to: partner, after: {whole(draw, '0s', '60s', '10min')}}}")
    if draw(st.booleans()):
        parts["duty"] = ["role: dispatch", 'seats: {"06:00-21:00": 1}', *some(draw, "handle: {}", *lengths.short)]
    names = draw(st.permutations(sorted(parts)))
    return "desks: {" + ", ".join(f"{name}: {{{', '.join(parts[name])}}}" for name in names) + "}"


def _seats(draw: st.DrawFn) -> Any:
    hours = '{"07:00-12:00": 2, "12:00-20:00": 1}', '{"22:00-09:30": 1}'
    return whole(draw, "1", "1", *hours, "2")


def _terms(draw: st.DrawFn, lengths: Minutes, receives: bool = False) -> list[str]:
    lines = [
        *rarely(draw, "order: severity"),
        *rarely(draw, f"after_call: {whole(draw, *lengths.short)}"),
        *rarely(draw, f"training: {{remote_fix: x{whole(draw, 1.5, 4)}, talk: x{whole(draw, 0.5, 1.2)}}}"),
    ]
    if not receives:
        lines += rarely(draw, f"trunks: {whole(draw, 1, 2, 3)}")
        hold = f"virtual_hold: {{after: {whole(draw, '0s', '60s', '10min')}, accepted: {whole(draw, '50%', '100%')}}}"
        lines += rarely(draw, hold)
    return lines


def calls(draw: st.DrawFn, desk: bool, lengths: Minutes) -> list[str]:
    """The entry `calls` of a plan with answering desks, or none."""
    if not desk or draw(st.booleans()):
        return []
    how = f"handle: {whole(draw, *lengths.short)}, reached: {whole(draw, '100%', '60%')}"
    due = whole(draw, "1d", "1h..1d")
    found = [
        *rarely(draw, f"progress: {{every: {whole(draw, '1h', '5h')}, {how}}}"),
        *rarely(draw, f"call_back: {{due: {due}, {how}}}"),
        *rarely(draw, f"follow_up_1: {{due: {due}, {how}}}"),
        *rarely(draw, f"follow_up_2: {{due: {due}, {how}}}"),
        *rarely(draw, f"complaint: {{due: 1d, answered: {whole(draw, '0%', '50%', '100%')}, {how}}}"),
        *rarely(draw, f"contact: {{every: {whole(draw, '1d', '50h')}, {how}}}"),
        *rarely(draw, f"contact: {{every: 1 year, window: {whole(draw, '364d', '362d')}, {how}}}"),
        *rarely(draw, f"three_strikes: {{repeats: {whole(draw, 1, 2)}, within: 2d, {how}}}"),
    ]
    entries = {entry.split(":")[0]: entry for entry in found}
    return [f"calls: {{{', '.join(entries.values())}}}"] if entries else []
