"""What decides in a complaints procedure: cases, their steps, receipts; no text of anybody."""
