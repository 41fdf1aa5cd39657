"""Joint planning: partners, proposals, stages and gates, decisions, shares, procurement."""
