"""Needs assessment: what is known about the area, which needs it shows, and how they rank.

Owns indicators, observations, assessments, needs and their scores; hides small numbers at its
exits. Consumes proposal.drafted, proposal.stage_changed and contract.signed: which proposals answer
a need. Publishes indicator.*, assessment.published and need.*.
"""
