"""What the engine needs of the world, as protocols."""
