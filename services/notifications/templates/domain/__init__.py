"""Pure rules of texts: `texts` loads, checks and fills them, `values` prepares what is inserted, `sms` counts."""
