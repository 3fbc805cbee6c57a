"""Official registers of persons and organisations, as files that IT loads."""
