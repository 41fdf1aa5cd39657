"""Joint understanding: indicators, observations, assessments, needs and their priority."""
