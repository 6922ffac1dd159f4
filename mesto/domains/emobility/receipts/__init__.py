"""What sessions came to: receipts, credit notes, statements."""
