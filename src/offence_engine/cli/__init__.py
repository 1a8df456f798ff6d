"""The command `offence`: argv in; results on standard output, everything else on standard error, an exit status out."""
