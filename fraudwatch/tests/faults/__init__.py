"""What must survive: the same form twice at once, killed processes, a queue that is gone."""
