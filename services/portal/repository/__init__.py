"""All SQL of the portal: people and their sessions, and the read model."""
