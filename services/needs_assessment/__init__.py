"""Needs assessment: what is known about the area, which needs it shows, and how they rank.

Owns indicators, observations, assessments, needs and their scores; hides small numbers at its
exits. Keeps copies of which proposals answer a need; publishes `indicator.*`, `assessment.*` and
`need.*`.
"""
