"""Cases of the shapes that investigators meet in the news, generated: no real person, no real case."""
