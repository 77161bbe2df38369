"""What could be promised with a plan, in words, tables, pictures and numbers."""

from sim.report.promising.answer import promise_answer

__all__ = ["promise_answer"]
