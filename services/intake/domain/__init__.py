"""The intake domain: who said what of a supplier, which numbers name it, what is known of it."""
