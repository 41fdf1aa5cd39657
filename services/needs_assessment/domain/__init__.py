"""Rules of needs assessment: observations and their restatements, small numbers, scores."""
