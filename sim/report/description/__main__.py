"""`python -m sim.report.description RUN`: the description of a run folder on stdout."""

import sys

from sim.report.description import describe
from sim.report.run_folder import find_run

run = find_run(sys.argv[1] if len(sys.argv) > 1 else "latest")
sys.stdout.write(describe(*run.load(), run.manifest))
