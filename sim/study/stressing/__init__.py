"""Stress: which commitments survive which shock, and at which value of an assumed input they flip."""

from sim.study.stressing.breaking import BreakEven, Flip, break_even
from sim.study.stressing.screening import Influence, screened_inputs
from sim.study.stressing.shocks import Shock, shocks
from sim.study.stressing.stress import Stress, stress
from sim.study.stressing.survival import Trial, strike

__all__ = [
    "BreakEven",
    "Flip",
    "Influence",
    "Shock",
    "Stress",
    "Trial",
    "break_even",
    "screened_inputs",
    "shocks",
    "stress",
    "strike",
]
