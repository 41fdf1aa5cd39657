"""The one event log in feed order, and what each partner system may read of it."""
