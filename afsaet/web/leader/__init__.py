"""Pages for the team leader: the team today, a plan when somebody is away, the team's week."""
