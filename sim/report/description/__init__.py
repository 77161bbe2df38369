"""What was simulated, in the order of the STRESS-DES checklist, so that somebody else can judge it and do it again.

Monks, Currie, Onggo, Robinson, Kunc, Taylor: Strengthening the reporting of empirical simulation studies: introducing
the STRESS guidelines, Journal of Simulation 13 (2019) 55-67. Written from the code, the inputs and the manifest of a
run: `python -m sim.report.description RUN`.
"""

from sim.report.description.page import describe

__all__ = ["describe"]
