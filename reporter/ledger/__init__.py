"""Turn schedules and rows into decisions: what has fallen due, what is owed, what comes next."""
