"""Reading files that people bring: tables (XLSX, CSV) as rows of cells. What the rows mean is for others."""
