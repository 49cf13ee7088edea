"""Knows workbooks: XLSX, XLSB, XLS and ODS, opened in a process of limited memory and time."""
