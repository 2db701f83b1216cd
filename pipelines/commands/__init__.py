"""The commands of `vanban`, by what people want: put in, ask, look after. Each imports what it needs when it runs."""
