"""A run that is cut off says how to go on with it, whatever cut it off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.commands.outcome import Unable
from sim.commands.refusal import refusal
from sim.commands.streams import remark
from sim.report.next_steps import quoted
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.unfinished import Unfinished
    from sim.study.ledger import Ledger


@contextmanager
def resumable(place: Unfinished) -> Iterator[Ledger]:
    """The ledger of a run. If the run ends before its folder is written, what is finished is kept and its name said."""
    from sim.study.ledger import Ledger
    from sim.study.packed import NotOursError
    from sim.study.workers import WorkersDiedError

    ledger = Ledger(place.ledger, _cannot_keep)
    try:
        yield ledger
    except KeyboardInterrupt:
        ledger.flush()
        raise KeyboardInterrupt(_how_to_go_on(place, ledger, _("Interrupted."))) from None
    except NotOursError as error:
        raise refusal(place.ledger, "NO_RUN", _("this is no ledger of finished sample years")) from error
    except (WorkersDiedError, MemoryError) as error:
        ledger.flush()
        text = _("Worker processes were ended from outside, or memory ran short; fewer of them need less: --jobs 1.")
        raise Unable(_how_to_go_on(place, ledger, text)) from error
    except Exception:
        ledger.flush()
        remark(_how_to_go_on(place, ledger))
        raise
    finally:
        place.close()


def _cannot_keep(error: OSError) -> None:
    text = _("What is finished cannot be written down ({reason}). The run goes on; if it is cut off now, "
             "only what was written before is left.")  # fmt: skip
    remark(text.format(reason=error.strerror or error))


def _how_to_go_on(place: Unfinished, ledger: Ledger, what: str = "") -> str:
    from sim.report.unfinished import name_of

    kept = ngettext("{n} finished sample year is kept", "{n} finished sample years are kept", ledger.written)
    text = _("{what} {kept}; go on with: pledge resume {name}")
    return text.format(what=what, kept=kept.format(n=ledger.written), name=quoted(name_of(place.goal))).strip()
