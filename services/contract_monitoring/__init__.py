"""Joint delivery and review: contracts, measures, monitoring returns, notices, pooled fund."""
