"""The charts of a run: each is drawn by one file of this folder and knows its own size and one-sentence reading."""

from sim.report.charts.album import Chart, charts_of, finished, new_figure

__all__ = ["Chart", "charts_of", "finished", "new_figure"]
