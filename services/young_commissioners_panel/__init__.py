"""The Young Commissioners Panel: sessions, recommendations, and what was answered."""
