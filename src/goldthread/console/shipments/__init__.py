"""Where parcels are, and whether those who should tell us do."""
