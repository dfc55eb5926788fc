"""How schedules are told in words."""
