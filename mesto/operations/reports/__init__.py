"""Reports: panels over a period, on paper and as a workbook, made when they are due."""
