"""Front-end parts: installed from their lock file and built into the served folder at set-up."""
