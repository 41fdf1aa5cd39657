"""The partner feed over HTTP: a process of its own, with threads, beside the nameko service."""
