"""Rules of the panel: sessions that may open, recommendations, and answers that are owed."""
