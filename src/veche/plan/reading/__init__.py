"""Reading a plan that was kept elsewhere: a table (XLSX, CSV) row by row, or a calendar (ICS). Plain Python."""
