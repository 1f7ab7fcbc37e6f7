"""Real processes, killed at bad moments: nothing acknowledged is lost, nothing happens twice."""
