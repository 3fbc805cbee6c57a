"""Read and write files: tables (XLSX, CSV), calendars (ICS), feeds, Word and PDF. What they mean is for others."""
